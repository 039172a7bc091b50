// What the servers of wrong/ and right/ begin with.
import type { Server } from 'node:net';
import {
  AF_INET,
  accept,
  bind,
  type Fd,
  getsockname,
  listen,
  SOCK_STREAM,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

/** Listens on a port that the kernel chooses, and says which. */
export function listening(): Fd {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 16));
  const name = sockaddr_storage();
  unwrap(getsockname(listener, name));
  console.log(`listening on ${name}`);
  return listener;
}

/** The connections, one after the other. */
export function* clients(listener = listening()): Generator<Fd, never> {
  for (;;) {
    const accepted = accept(listener);
    if (accepted.ok) yield accepted.value;
  }
}

export const cap = 1 << 20;

/** The same for a server of Node's. */
export function listening_net(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') console.log(`listening on 127.0.0.1:${address.port}`);
  });
}
