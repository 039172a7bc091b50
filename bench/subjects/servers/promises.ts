// The smallest server with sys-socket/promises: an async function for each connection.
//
//   node out/bench/subjects/servers/promises.js
import { close, type Fd } from 'sys-socket';
import { connections, recv, send } from 'sys-socket/promises';
import { listening } from './listening.js';

for await (const conn of connections(listening())) {
  if (conn.ok) void echo(conn.value);
}

async function echo(fd: Fd): Promise<void> {
  const buffer = new Uint8Array(256);
  for (;;) {
    const got = await recv(fd, buffer);
    if (!got.ok || got.value === 0) break;
    const sent = await send(fd, buffer.subarray(0, got.value));
    if (!sent.ok || sent.value !== got.value) break;
  }
  close(fd);
}
