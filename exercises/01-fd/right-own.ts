import { AF_UNIX, own, readv, SOCK_STREAM, socketpair, unwrap, writev } from 'sys-socket';

export function through(bytes: Uint8Array): Uint8Array {
  const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  using one = own(a);
  using other = own(b);
  unwrap(writev(one.fd, [bytes.subarray(0, 2), bytes.subarray(2)]));
  const room = Buffer.alloc(4096);
  return room.subarray(0, unwrap(readv(other.fd, [room])));
}
