// Sends ICMP echo requests and shows the answers, as ping(8) does: icmp(7).
//
//   node ping.ts [-c COUNT] [-i SECONDS] [-W SECONDS] [-s BYTES] [-t TTL] [-4 | -6] HOST
//
// COUNT is 4 by default. The user needs a group of /proc/sys/net/ipv4/ping_group_range, for an ICMP socket, or else CAP_NET_RAW, for a raw one.
//
// Exit status: 0 if there was an answer, 1 if there was none, 2 after an error, with the reason.
import { parseArgs } from 'node:util';
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  CMSG_SPACE,
  cmsg_value,
  type Fd,
  getaddrinfo,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMPV6_ECHO_REPLY,
  ICMPV6_ECHO_REQUEST,
  IP_RECVTTL,
  IP_TTL,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_RECVHOPLIMIT,
  IPV6_UNICAST_HOPS,
  own,
  POLLIN,
  poll,
  type Received,
  recvmsg,
  SOCK_DGRAM,
  SOCK_RAW,
  type SockAddr,
  sendto,
  setsockopt,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const { values, positionals } = parseArgs({
  options: {
    count: { type: 'string', short: 'c', default: '4' },
    interval: { type: 'string', short: 'i', default: '1' },
    wait: { type: 'string', short: 'W', default: '1' },
    size: { type: 'string', short: 's', default: '56' },
    ttl: { type: 'string', short: 't', default: '64' },
    v4: { type: 'boolean', short: '4', default: false },
    v6: { type: 'boolean', short: '6', default: false },
  },
  allowPositionals: true,
});
const count = Number(values.count);
const interval = Number(values.interval) * 1000;
const patience = Number(values.wait) * 1000;
const size = Number(values.size);
const [host] = positionals;
if (host === undefined || !(count > 0) || !(interval >= 0) || !(patience >= 0) || !(size >= 0 && size <= 65000)) {
  console.error('usage: ping [-c COUNT] [-i SECONDS] [-W SECONDS] [-s BYTES] [-t TTL] [-4 | -6] HOST');
  process.exit(2);
}

const header = 8;
const identifier = process.pid & 0xffff;

try {
  const wanted = values.v4 ? AF_INET : values.v6 ? AF_INET6 : AF_UNSPEC;
  const [found] = unwrap(getaddrinfo(host, null, { ai_family: wanted, ai_socktype: SOCK_RAW }));
  if (found === undefined) throw new Error(`${host} has no address`);
  const answers = ping(found.ai_addr, found.ai_family === AF_INET6);
  process.exitCode = answers > 0 ? 0 : 1;
} catch (error) {
  console.error(`ping: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

function ping(to: SockAddr, six: boolean): number {
  const { fd: opened, raw } = icmp_socket(six);
  using conn = own(opened);
  if (six) {
    unwrap(setsockopt(conn.fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, Number(values.ttl)));
    unwrap(setsockopt(conn.fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1));
  } else {
    unwrap(setsockopt(conn.fd, IPPROTO_IP, IP_TTL, Number(values.ttl)));
    unwrap(setsockopt(conn.fd, IPPROTO_IP, IP_RECVTTL, 1));
  }
  console.log(`PING ${host} (${address_of(to)}) ${size} bytes of data.`);

  let answers = 0;
  for (let sequence = 1; sequence <= count; sequence++) {
    const start = performance.now();
    unwrap(sendto(conn.fd, echo_request(six, sequence), 0, to));
    const answer = answer_to(conn.fd, sequence, { six, raw, until: start + patience });
    const rtt = performance.now() - start;
    if (answer === undefined) console.log(`no answer to icmp_seq=${sequence}`);
    else {
      answers += 1;
      console.log(
        `${answer.bytes} bytes from ${answer.from}: icmp_seq=${sequence} ttl=${answer.ttl} time=${rtt.toFixed(3)} ms`,
      );
    }
    if (sequence < count) poll([], Math.max(0, Math.ceil(start + interval - performance.now())));
  }
  const lost = Math.round((1 - answers / count) * 100);
  console.log(`\n--- ${host} ping statistics ---`);
  console.log(`${count} packets transmitted, ${answers} received, ${lost}% packet loss`);
  return answers;
}

/** An ICMP socket, for which the kernel matches the identifiers. If the user may not create one, a raw socket, which receives all ICMP messages. */
function icmp_socket(six: boolean): { fd: Fd; raw: boolean } {
  const family = six ? AF_INET6 : AF_INET;
  const protocol = six ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
  const plain = socket(family, SOCK_DGRAM, protocol);
  if (plain.ok) return { fd: plain.value, raw: false };
  return { fd: unwrap(socket(family, SOCK_RAW, protocol)), raw: true };
}

function echo_request(six: boolean, sequence: number): Buffer {
  const packet = Buffer.alloc(header + size);
  packet[0] = six ? ICMPV6_ECHO_REQUEST : ICMP_ECHO;
  packet.writeUInt16BE(identifier, 4);
  packet.writeUInt16BE(sequence & 0xffff, 6);
  for (let i = header; i < packet.length; i++) packet[i] = i;
  // For IPv6 the kernel computes the checksum, which covers the addresses too.
  if (!six) packet.writeUInt16BE(checksum(packet), 2);
  return packet;
}

/** RFC 1071: the complement of the sum of all 16-bit words, with the carries added in. */
function checksum(packet: Buffer): number {
  let sum = 0;
  for (let i = 0; i + 1 < packet.length; i += 2) sum += packet.readUInt16BE(i);
  if (packet.length % 2 === 1) sum += (packet.at(-1) ?? 0) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** Waits for the answer to one request, and ignores all other messages. */
function answer_to(fd: Fd, sequence: number, how: { six: boolean; raw: boolean; until: number }) {
  const from = sockaddr_storage();
  const buffer = Buffer.alloc(size + 128);
  for (;;) {
    const left = Math.ceil(how.until - performance.now());
    const ready = poll([{ fd, events: POLLIN }], Math.max(0, left));
    if (ready.ok && ready.value === 0) return undefined;
    const got = recvmsg(fd, { msg_name: from, msg_iov: [buffer], msg_controllen: CMSG_SPACE(4) });
    if (!got.ok) continue; // an ICMP error or a signal; only the deadline ends the wait
    // A raw IPv4 socket receives the IP header too, whose length is in its first byte.
    const start = how.raw && !how.six ? ((buffer[0] ?? 0) & 0xf) * 4 : 0;
    const packet = buffer.subarray(start, got.value.received);
    if (packet.length < header) continue;
    const answers = packet[0] === (how.six ? ICMPV6_ECHO_REPLY : ICMP_ECHOREPLY);
    const ours = !how.raw || packet.readUInt16BE(4) === identifier;
    if (!answers || !ours || packet.readUInt16BE(6) !== (sequence & 0xffff)) continue;
    return { bytes: packet.length, from: address_of(from), ttl: ttl_of(got.value) };
  }
}

function ttl_of({ msg_control }: Received): number | undefined {
  for (const message of msg_control) {
    const ttl = cmsg_value(message, IPPROTO_IP, IP_TTL) ?? cmsg_value(message, IPPROTO_IPV6, IPV6_HOPLIMIT);
    if (ttl !== undefined) return ttl;
  }
  return undefined;
}

function address_of(addr: SockAddr): string {
  return addr.sin_addr ?? addr.sin6_addr ?? String(addr);
}
