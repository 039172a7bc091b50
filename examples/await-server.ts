// A frame server written with `await`: one function call for each connection, backpressure by waiting for each send, a deadline for each frame, and a
// shutdown that lets the connections finish. It is the core of what `net` does, without events.
//
//   node await-server.ts [PORT [MS]]    MS is the deadline: 5000 by default
import {
  AF_INET,
  bind,
  close,
  type Fd,
  FrameReader,
  getsockname,
  listen,
  SHUT_WR,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { connections, frames, send_frame } from 'sys-socket/promises';

const patience = Number(process.argv[3] ?? 5000);
const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
unwrap(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1));
unwrap(bind(listener, sockaddr_in('127.0.0.1', Number(process.argv[2] ?? 9000))));
unwrap(listen(listener, 128));
console.log(`listening on ${unwrap(getsockname(listener))}`);
process.once('SIGTERM', () => close(listener)); // this ends the loop below

const serving = new Set<Promise<void>>();
for await (const conn of connections(listener)) {
  if (!conn.ok) {
    console.error(`accept: ${conn.error.message}`);
    continue;
  }
  const served = serve(conn.value).finally(() => serving.delete(served));
  serving.add(served);
}
await Promise.all(serving);
console.log('ended');

/** Sends frames back until the peer has sent its last one. When all answers are sent, this side ends its direction too (half-close). */
async function serve(conn: Fd): Promise<void> {
  try {
    for await (const frame of frames(new FrameReader(conn, { room: 4096 }), { deadline: patience })) {
      if (!frame.ok) return console.log(`dropped: ${frame.error.message}`);
      const sent = await send_frame(conn, frame.value, { deadline: patience });
      if (!sent.ok) return console.log(`dropped: ${sent.error.message}`);
    }
    shutdown(conn, SHUT_WR);
  } finally {
    close(conn);
  }
}
