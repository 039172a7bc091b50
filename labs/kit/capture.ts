// Writes every packet that arrives on an interface of this network to a pcap file, until a signal ends it. It needs CAP_NET_RAW,
// which a process has in a separate network namespace.
//
//   node out/labs/kit/capture.js FILE [BYTES OF EACH PACKET]
import { openSync, writeSync } from 'node:fs';
import {
  AF_PACKET,
  as_sockaddr_ll,
  CMSG_SPACE,
  cmsg_value,
  ETH_P_ALL,
  htons,
  PACKET_IGNORE_OUTGOING,
  PACKET_OUTGOING,
  recvmsg,
  SCM_TIMESTAMPNS,
  SO_TIMESTAMPNS,
  SOCK_RAW,
  SOL_PACKET,
  SOL_SOCKET,
  setsockopt,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';
import { force_rcvbuf } from './sockets.js';

const [path = '', kept = '65536'] = process.argv.slice(2);
const snaplen = Number(kept);
const file = openSync(path, 'w');
writeSync(file, new Uint8Array(Uint32Array.of(0xa1b23c4d, (4 << 16) | 2, 0, 0, snaplen, 1).buffer)); // ns, 2.4, Ethernet

const fd = unwrap(socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));
force_rcvbuf(fd, 64 << 20); // so that the kernel does not drop packets
unwrap(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1));
setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1); // each packet is captured when it arrives; Linux 4.20
console.log('capturing');

const packet = Buffer.alloc(1 << 18); // more than the largest GSO packet
const from = sockaddr_storage();
const room = { msg_name: from, msg_iov: [packet], msg_controllen: CMSG_SPACE(16) };
for (;;) {
  const { received, msg_control } = unwrap(recvmsg(fd, room));
  if (as_sockaddr_ll(from)?.sll_pkttype === PACKET_OUTGOING) continue; // on older kernels
  const time = msg_control
    .map((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_TIMESTAMPNS))
    .find((at) => at !== undefined);
  const header = Uint32Array.of(time?.tv_sec ?? 0, time?.tv_nsec ?? 0, Math.min(received, snaplen), received);
  writeSync(file, Buffer.concat([new Uint8Array(header.buffer), packet.subarray(0, Math.min(received, snaplen))]));
}
