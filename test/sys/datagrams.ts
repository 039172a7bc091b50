import { readFileSync } from 'node:fs';
import {
  AF_INET,
  bind,
  type Cmsg,
  type Domain,
  type Fd,
  type Received,
  recvmsg,
  SOCK_DGRAM,
  type SockAddr,
  sendmsg,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_storage,
  unwrap,
} from 'sys-socket';
import { name_of, open } from '../support/sockets.js';

/** The index of the loopback interface. */
export const loopback = Number(readFileSync('/sys/class/net/lo/ifindex', 'utf8'));

/** A UDP socket on loopback that is closed with the test, and its address. */
export function datagrams(family: Domain = AF_INET): { readonly fd: Fd; readonly addr: SockAddr } {
  const fd = open(family, SOCK_DGRAM);
  unwrap(bind(fd, family === AF_INET ? sockaddr_in('127.0.0.1', 0) : sockaddr_in6('::1', 0)));
  return { fd, addr: name_of(fd) };
}

export interface Message extends Received {
  readonly bytes: Buffer;
  readonly from: SockAddr;
}

/** One message with its sender and up to 512 bytes of control messages. */
export function take(fd: Fd, flags = 0): Message {
  const buf = Buffer.alloc(1 << 16);
  const from = sockaddr_storage();
  const came = unwrap(recvmsg(fd, { msg_name: from, msg_iov: [buf], msg_controllen: 512 }, flags));
  return { ...came, from, bytes: buf.subarray(0, came.received) };
}

/** Sends bytes to an address with control messages. */
export function give(fd: Fd, to: SockAddr, bytes: Uint8Array, ...msg_control: Cmsg[]): ReturnType<typeof sendmsg> {
  return sendmsg(fd, { msg_name: to, msg_iov: [bytes], msg_control });
}
