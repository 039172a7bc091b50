import { AF_UNIX, close, read, SOCK_STREAM, socketpair, unwrap, write } from 'sys-socket';

export function through(bytes: Uint8Array): Uint8Array {
  const [one, other] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  unwrap(write(one, bytes.subarray(1)));
  const room = Buffer.alloc(bytes.length);
  unwrap(read(other, room));
  unwrap(close(one));
  unwrap(close(other));
  return room;
}
