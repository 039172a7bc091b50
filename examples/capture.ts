// Captures packets into a file that tcpdump, Wireshark and tshark read: packet(7). It needs CAP_NET_RAW.
//
//   node capture.ts -w FILE [-i INTERFACE] [-c COUNT] [-s SNAPLEN] [--filter FILE]
//
//   -w FILE          the output file; - is stdout
//   -i INTERFACE     the default is `any`: then each packet has the header LINUX_SLL instead of its link-layer header
//   -c COUNT         ends after this number of packets
//   -s SNAPLEN       captures at most this number of bytes of each packet; the default is 262144
//   --filter FILE    a program as `tcpdump -ddd` writes it, for the same kind of interface (`tcpdump -i lo -ddd icmp > FILE`)
//
// Ends after COUNT packets or with Ctrl-C, and prints the number of packets. Exit status: 0; 1 with the reason; 2 after wrong usage.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  AF_PACKET,
  as_sockaddr_ll,
  bind,
  CMSG_SPACE,
  type Cmsg,
  cmsg_value,
  ETH_P_ALL,
  getsockopt,
  MSG_DONTWAIT,
  MSG_TRUNC,
  own,
  PACKET_OUTGOING,
  PACKET_STATISTICS,
  POLLIN,
  parse_bpf,
  poll,
  recvmsg,
  SCM_TIMESTAMPNS,
  SO_ATTACH_FILTER,
  SO_TIMESTAMPNS,
  SOCK_DGRAM,
  SOCK_RAW,
  SOL_PACKET,
  SOL_SOCKET,
  setsockopt,
  sockaddr_ll,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';
import { cooked_header, link, link_of_hardware, packet_header, pcap_header } from './pcap.ts';

const { values } = parseArgs({
  options: {
    write: { type: 'string', short: 'w' },
    interface: { type: 'string', short: 'i', default: 'any' },
    count: { type: 'string', short: 'c', default: 'Infinity' },
    snaplen: { type: 'string', short: 's', default: '262144' },
    filter: { type: 'string' },
  },
});
const count = Number(values.count);
const snaplen = Number(values.snaplen);
if (values.write === undefined || !(count > 0) || !(snaplen > 0)) {
  console.error('usage: capture -w FILE [-i INTERFACE] [-c COUNT] [-s SNAPLEN] [--filter FILE]');
  process.exit(2);
}

let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));

try {
  await capture(values.write, values.interface);
} catch (error) {
  console.error(`capture: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function capture(path: string, device: string): Promise<void> {
  const { ifindex, linktype } = interface_of(device);
  // The socket has protocol 0, so it receives nothing before bind(2), and no packet can bypass the filter.
  using packets = own(unwrap(socket(AF_PACKET, linktype === link.linux_cooked ? SOCK_DGRAM : SOCK_RAW, 0)));
  if (values.filter !== undefined) {
    const program = parse_bpf(readFileSync(values.filter, 'utf8'));
    unwrap(setsockopt(packets.fd, SOL_SOCKET, SO_ATTACH_FILTER, program));
  }
  unwrap(setsockopt(packets.fd, SOL_SOCKET, SO_TIMESTAMPNS, 1));
  unwrap(bind(packets.fd, sockaddr_ll(ETH_P_ALL, ifindex)));

  const file = path === '-' ? 1 : openSync(path, 'w');
  writeSync(file, pcap_header(snaplen, linktype));
  const from = sockaddr_storage();
  const buffer = Buffer.alloc(snaplen);
  const room = { msg_name: from, msg_iov: [buffer], msg_controllen: CMSG_SPACE(16) };
  console.error(`capture: listening on ${device}`);

  let captured = 0;
  while (captured < count && !stopped) {
    // MSG_TRUNC: the result is the length of the packet even if that is longer than the buffer.
    const got = recvmsg(packets.fd, room, MSG_DONTWAIT | MSG_TRUNC);
    if (!got.ok) {
      if (got.error.code !== 'EAGAIN') unwrap(got);
      poll([{ fd: packets.fd, events: POLLIN }], 1000);
      await setImmediate(); // signal handlers run between two iterations of the event loop
      continue;
    }
    // Each loopback packet appears twice, as outgoing and as incoming. 772 is ARPHRD_LOOPBACK.
    const ll = as_sockaddr_ll(from);
    if (ll?.sll_hatype === 772 && ll.sll_pkttype === PACKET_OUTGOING) continue;
    const head = linktype === link.linux_cooked ? cooked_header(from) : Buffer.alloc(0);
    const body = buffer.subarray(0, Math.min(got.value.received, snaplen - head.length));
    const header = packet_header(
      time_of(got.value.msg_control),
      head.length + body.length,
      head.length + got.value.received,
    );
    writeSync(file, Buffer.concat([header, head, body]));
    captured += 1;
  }

  const { tp_packets, tp_drops } = unwrap(getsockopt(packets.fd, SOL_PACKET, PACKET_STATISTICS));
  if (file !== 1) closeSync(file);
  console.error(`${captured} packets captured, ${tp_packets} passed the filter, ${tp_drops} dropped by the kernel`);
}

function interface_of(device: string): { ifindex: number; linktype: number } {
  if (device === 'any') return { ifindex: 0, linktype: link.linux_cooked };
  const read = (what: string) => Number(readFileSync(`/sys/class/net/${device}/${what}`, 'utf8'));
  const hardware = read('type');
  const linktype = link_of_hardware.get(hardware);
  if (linktype === undefined)
    throw new Error(`${device} is of kind ${hardware}, which pcap has another name for: use -i any`);
  return { ifindex: read('ifindex'), linktype };
}

function time_of(control: readonly Cmsg[]): { tv_sec: number; tv_nsec: number } {
  for (const message of control) {
    const time = cmsg_value(message, SOL_SOCKET, SCM_TIMESTAMPNS);
    if (time !== undefined) return time;
  }
  return { tv_sec: 0, tv_nsec: 0 };
}
