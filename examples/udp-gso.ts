// Shows how many datagrams a system call can move: udp(7), sendmmsg(2), recvmmsg(2).
//
//   node udp-gso.ts [ROUNDS [BYTES]]
//
// Each round sends 64 datagrams of BYTES bytes to another socket on loopback, in four ways: one by one; as a batch; as two
// buffers that the kernel splits (UDP_SEGMENT) and joins again (UDP_GRO); and the two buffers as a batch. Every datagram
// contains its number, and the receiver checks that all arrived complete and in order.
//
// Exit status: 0, or 1 with the reason.
import {
  AF_INET,
  bind,
  CMSG_SPACE,
  close,
  cmsg,
  cmsg_value,
  connect,
  type Fd,
  getsockname,
  IPPROTO_UDP,
  MSG_DONTWAIT,
  mmsghdr,
  recv,
  recvmmsg,
  recvmsg,
  SOCK_DGRAM,
  send,
  sendmmsg,
  sendmsg,
  setsockopt,
  sockaddr_in,
  socket,
  UDP_GRO,
  UDP_SEGMENT,
  unwrap,
} from 'sys-socket';

const each_round = 64;
const each_buffer = 32;
const buffers = each_round / each_buffer;

const [rounds = 30, size = 1000] = process.argv.slice(2).map(Number);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(size) || size < 4 || size > 1472) {
  console.error('usage: udp-gso [ROUNDS [BYTES]], with 4 to 1472 bytes');
  process.exit(1);
}

/** A way to send and receive the datagrams of a round. Both functions return the number of calls. */
interface Way {
  readonly name: readonly [sends: string, receives: string];
  readonly gro?: true;
  send(from: Fd, datagrams: Buffer): number;
  receive(to: Fd, arrived: (bytes: Uint8Array, segment: number) => void): number;
}

/** The length of the datagrams in a read. Without UDP_GRO, or if nothing was joined, a read is one datagram. */
const segment_of = (msg_control: Parameters<typeof cmsg_value>[0][], length: number) =>
  msg_control.map((message) => cmsg_value(message, IPPROTO_UDP, UDP_GRO)).find((found) => found !== undefined) ??
  length;

const cut = [cmsg(IPPROTO_UDP, UDP_SEGMENT, size)];
const large = each_buffer * size;
const single = new Uint8Array(size);
const outgoing = mmsghdr(each_round, { bytes: size });
const incoming = mmsghdr(each_round, { bytes: size });
const outgoing_large = mmsghdr(buffers, { bytes: large, control: CMSG_SPACE(2) });
const incoming_large = mmsghdr(buffers, { bytes: large, control: CMSG_SPACE(4) });

const ways: readonly Way[] = [
  {
    name: ['send', 'recv'],
    send(from, datagrams) {
      for (let i = 0; i < each_round; ++i) unwrap(send(from, datagrams.subarray(i * size, (i + 1) * size)));
      return each_round;
    },
    receive(to, arrived) {
      for (let i = 0; i < each_round; ++i) arrived(single.subarray(0, unwrap(recv(to, single, MSG_DONTWAIT))), size);
      return each_round;
    },
  },
  {
    name: ['sendmmsg', 'recvmmsg'],
    send(from, datagrams) {
      for (let i = 0; i < each_round; ++i) outgoing.set(i, datagrams.subarray(i * size, (i + 1) * size));
      let calls = 0;
      for (let sent = 0; sent < each_round; ++calls)
        sent += unwrap(sendmmsg(from, outgoing, each_round - sent, 0, sent));
      return calls;
    },
    receive(to, arrived) {
      let calls = 0;
      for (let left = each_round; left > 0; ++calls) {
        const came = unwrap(recvmmsg(to, incoming, left, MSG_DONTWAIT));
        for (let i = 0; i < came; ++i) arrived(incoming.bytes(i), size);
        left -= came;
      }
      return calls;
    },
  },
  {
    name: ['sendmsg, UDP_SEGMENT', 'recvmsg, UDP_GRO'],
    gro: true,
    send(from, datagrams) {
      for (let i = 0; i < buffers; ++i) {
        const msg_iov = [datagrams.subarray(i * large, (i + 1) * large)];
        unwrap(sendmsg(from, { msg_iov, msg_control: cut }));
      }
      return buffers;
    },
    receive(to, arrived) {
      let calls = 0;
      const buffer = new Uint8Array(large);
      for (let left = each_round * size; left > 0; ++calls) {
        const room = { msg_iov: [buffer], msg_controllen: CMSG_SPACE(4) };
        const { received, msg_control } = unwrap(recvmsg(to, room, MSG_DONTWAIT));
        arrived(buffer.subarray(0, received), segment_of([...msg_control], received));
        left -= received;
      }
      return calls;
    },
  },
  {
    name: ['sendmmsg, UDP_SEGMENT', 'recvmmsg, UDP_GRO'],
    gro: true,
    send(from, datagrams) {
      for (let i = 0; i < buffers; ++i) {
        outgoing_large.set(i, datagrams.subarray(i * large, (i + 1) * large), undefined, cut);
      }
      let calls = 0;
      for (let sent = 0; sent < buffers; ++calls)
        sent += unwrap(sendmmsg(from, outgoing_large, buffers - sent, 0, sent));
      return calls;
    },
    receive(to, arrived) {
      let calls = 0;
      for (let left = each_round * size; left > 0; ++calls) {
        const came = unwrap(recvmmsg(to, incoming_large, buffers, MSG_DONTWAIT));
        for (let i = 0; i < came; ++i) {
          const bytes = incoming_large.bytes(i);
          arrived(bytes, segment_of(incoming_large.msg_control(i), bytes.length));
          left -= bytes.length;
        }
      }
      return calls;
    },
  },
];

/** Two sockets; the first is connected to the second. */
function pair(gro: boolean): readonly [from: Fd, to: Fd] {
  const [from, to] = [unwrap(socket(AF_INET, SOCK_DGRAM, 0)), unwrap(socket(AF_INET, SOCK_DGRAM, 0))];
  unwrap(bind(to, sockaddr_in('127.0.0.1', 0)));
  if (gro) unwrap(setsockopt(to, IPPROTO_UDP, UDP_GRO, 1));
  unwrap(connect(from, unwrap(getsockname(to))));
  return [from, to];
}

const datagrams = Buffer.alloc(each_round * size, 0x78);
const line = (way: string, calls: number, reads: string) =>
  console.log(
    `${way.padEnd(22)} ${String(calls).padStart(6)} calls  ${(calls / (rounds * each_round)).toFixed(3)} each${reads}`,
  );

console.log(`${rounds * each_round} datagrams of ${size} bytes`);
for (const way of ways) {
  const [from, to] = pair(way.gro === true);
  let [sends, receives, next, segments] = [0, 0, 0, 0];
  const arrived = (bytes: Uint8Array, segment: number) => {
    segments = Math.max(segments, Math.ceil(bytes.length / segment));
    for (let at = 0; at < bytes.length; at += segment) {
      const number = Buffer.from(bytes.buffer, bytes.byteOffset + at, 4).readUInt32BE();
      if (segment !== size || number !== next)
        throw new Error(`expected datagram ${next} of ${size} bytes, got ${number} of ${segment}`);
      next += 1;
    }
  };
  for (let round = 0; round < rounds; ++round) {
    for (let i = 0; i < each_round; ++i) datagrams.writeUInt32BE(round * each_round + i, i * size);
    sends += way.send(from, datagrams);
    receives += way.receive(to, arrived);
  }
  for (const fd of [from, to]) unwrap(close(fd));
  if (next !== rounds * each_round) throw new Error(`${next} of ${rounds * each_round} datagrams came`);
  line(way.name[0], sends, '');
  line(way.name[1], receives, segments > 1 ? `, ${segments} datagrams of ${size} bytes in a read` : '');
}
