import { AF_UNIX, close, read, SOCK_STREAM, socketpair, unwrap, write } from 'sys-socket';

export function through(bytes: Uint8Array): Uint8Array {
  const [one, other] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  unwrap(write(one, bytes));
  unwrap(close(one));
  const room = Buffer.alloc(bytes.length);
  const count = unwrap(read(other, room));
  for (const fd of [one, other]) close(fd);
  return room.subarray(0, count);
}
