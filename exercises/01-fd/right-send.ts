import { AF_UNIX, close, recv, SOCK_STREAM, send, socketpair, unwrap } from 'sys-socket';

export function through(bytes: Uint8Array): Uint8Array {
  const [one, other] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  unwrap(send(one, bytes));
  unwrap(close(one));
  const room = new Uint8Array(bytes.length + 1);
  const count = unwrap(recv(other, room));
  unwrap(close(other));
  return room.slice(0, count);
}
