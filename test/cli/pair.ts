import {
  AF_INET,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  listen,
  SOCK_STREAM,
  send,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';
import { onTestFinished } from 'vitest';

export interface Pair {
  readonly listener: Fd;
  readonly client: Fd;
  readonly port: number;
}

/** A connection that nobody accepts: 11 bytes wait in it, till the end of the test. */
export function unaccepted(): Pair {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 5));
  const self = sockaddr_storage();
  unwrap(getsockname(listener, self));
  const client = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(client, self));
  unwrap(send(client, Buffer.from('HELLO-WORLD'), 0));
  onTestFinished(() => {
    for (const fd of [listener, client]) close(fd);
  });
  return { listener, client, port: self.sin_port ?? 0 };
}
