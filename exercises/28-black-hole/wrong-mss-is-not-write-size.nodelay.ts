// Recorded at the client, 10.77.0.1, on Linux 6.18. On the path to 10.77.0.2 is a tunnel, whose packets have at most 1280 bytes. STORE and OK
// pass, but no byte of the file that follows does. The client does not learn why: a firewall drops ICMP.
//
// 0.000000 10.77.0.1.56957 > 10.77.0.2.9000: [S], options [mss 1460], length 0
// 0.000022 10.77.0.2.9000 > 10.77.0.1.56957: [S.], options [mss 1460], length 0
// 0.000045 10.77.0.1.56957 > 10.77.0.2.9000: [.], ack 1, length 0
// 0.000334 10.77.0.1.56957 > 10.77.0.2.9000: [P.], seq 1:6, ack 1, length 5
// 0.000342 10.77.0.2.9000 > 10.77.0.1.56957: [.], ack 6, length 0
// 0.000494 10.77.0.2.9000 > 10.77.0.1.56957: [P.], seq 1:3, ack 6, length 2
// 0.000498 10.77.0.1.56957 > 10.77.0.2.9000: [.], ack 3, length 0
// 0.000786 10.77.0.1.56957 > 10.77.0.2.9000: [.], seq 6:1454, ack 3, length 1448
// 0.000791 10.77.0.1.56957 > 10.77.0.2.9000: [.], seq 1454:2902, ack 3, length 1448
// 0.000796 10.77.0.1.56957 > 10.77.0.2.9000: [P.], seq 2902:4350, ack 3, length 1448
// 0.006122 10.77.0.1.56957 > 10.77.0.2.9000: [P.], seq 2902:4350, ack 3, length 1448
// 0.214110 10.77.0.1.56957 > 10.77.0.2.9000: [.], seq 6:1454, ack 3, length 1448
// 0.642138 10.77.0.1.56957 > 10.77.0.2.9000: [.], seq 6:1454, ack 3, length 1448

import {
  AF_INET,
  close,
  connect,
  type Fd,
  IPPROTO_TCP,
  MSG_NOSIGNAL,
  ok,
  own,
  type Result,
  SOCK_STREAM,
  type SockAddr,
  send,
  setsockopt,
  socket,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** Sends all bytes to a server behind a path that silently drops packets of more than `mtu` bytes. The connection stays open. */
export function upload(server: SockAddr, mtu: number, bytes: Uint8Array): Result<Fd, Refused> {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1)); // so that each piece is sent at once, as long as no bytes wait
  const connected = connect(fd, server);
  if (!connected.ok) {
    close(fd);
    return connected;
  }
  for (let at = 0; at < bytes.length; ) at += unwrap(send(fd, bytes.subarray(at, at + mtu - 52), MSG_NOSIGNAL));
  return ok(fd);
}
