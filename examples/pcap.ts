// The file format of tcpdump, Wireshark and tshark: pcap(5), with nanoseconds.
import { as_sockaddr_ll, ETH_P_ALL, type SockAddr } from 'sys-socket';

/** The kind of header that packets begin with: https://www.tcpdump.org/linktypes.html. */
export const link = { ethernet: 1, raw_ip: 101, linux_cooked: 113 } as const;

/** The kinds of interfaces whose frames need no translation, by the kernel's ARPHRD_ number. */
export const link_of_hardware: ReadonlyMap<number, number> = new Map([
  [1, link.ethernet],
  [772, link.ethernet], // the loopback has Ethernet's header, with zeros for addresses
  [65534, link.raw_ip], // a tun device
]);

/** The header of a file. */
export function pcap_header(snaplen: number, linktype: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b23c4d, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(snaplen, 16);
  header.writeUInt32LE(linktype, 20);
  return header;
}

/** The header of a packet in the file: the time, the captured length, and the original length. */
export function packet_header(time: { tv_sec: number; tv_nsec: number }, captured: number, length: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(time.tv_sec, 0);
  header.writeUInt32LE(time.tv_nsec, 4);
  header.writeUInt32LE(captured, 8);
  header.writeUInt32LE(length, 12);
  return header;
}

/** LINKTYPE_LINUX_SLL: a header for packets of any interface, made from the address that recvmsg(2) returned. */
export function cooked_header(from: SockAddr): Buffer {
  const ll = as_sockaddr_ll(from);
  const header = Buffer.alloc(16);
  if (ll === undefined) return header;
  header.writeUInt16BE(ll.sll_pkttype, 0);
  header.writeUInt16BE(ll.sll_hatype, 2);
  header.writeUInt16BE(ll.sll_addr.length, 4);
  header.set(ll.sll_addr.subarray(0, 8), 6);
  header.writeUInt16BE(ll.sll_protocol || ETH_P_ALL, 14);
  return header;
}
