// Writes every packet that arrives on an interface of this network to a pcap file, until a signal ends it. It needs CAP_NET_RAW,
// which a network of one's own gives.
//
//   node out/labs/kit/capture.js FILE [BYTES OF EACH PACKET]
import { openSync, writeSync } from 'node:fs';
import {
  AF_PACKET,
  CMSG_SPACE,
  cmsg_value,
  htons,
  PACKET_IGNORE_OUTGOING,
  recvmsg,
  SCM_TIMESTAMPNS,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_TIMESTAMPNS,
  SOCK_RAW,
  SOL_PACKET,
  SOL_SOCKET,
  setsockopt,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const ETH_P_ALL = 3; // linux/if_ether.h
const PACKET_OUTGOING = 4; // linux/if_packet.h
const sll_pkttype = 10; // offset in struct sockaddr_ll, packet(7)

const [path = '', kept = '65536'] = process.argv.slice(2);
const snaplen = Number(kept);
const file = openSync(path, 'w');
writeSync(file, new Uint8Array(Uint32Array.of(0xa1b23c4d, (4 << 16) | 2, 0, 0, snaplen, 1).buffer)); // ns, 2.4, Ethernet

const fd = unwrap(socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));
// Better than dropping. Outside of the first user namespace the one is refused, and the other gives net.core.rmem_max.
if (!setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20).ok) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, 64 << 20);
unwrap(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1));
setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1); // they are the same again, where they leave: Linux 4.20
console.log('capturing');

const packet = Buffer.alloc(1 << 18); // more than the largest, of GSO
const from = sockaddr_storage();
const room = { msg_name: from, msg_iov: [packet], msg_controllen: CMSG_SPACE(16) };
for (;;) {
  const { received, msg_control } = unwrap(recvmsg(fd, room));
  if (from.bytes[sll_pkttype] === PACKET_OUTGOING) continue; // of an older kernel
  const time = msg_control
    .map((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_TIMESTAMPNS))
    .find((at) => at !== undefined);
  const header = Uint32Array.of(time?.tv_sec ?? 0, time?.tv_nsec ?? 0, Math.min(received, snaplen), received);
  writeSync(file, Buffer.concat([new Uint8Array(header.buffer), packet.subarray(0, Math.min(received, snaplen))]));
}
