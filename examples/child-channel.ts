// Exchanges frames with a child over a socket that `child_process` has created. `from_net` takes the descriptor from net.
//
//   node child-channel.ts WORD...
//
// What Node calls a pipe in `stdio` is a unix stream socket. Here it is descriptor 3 of the child, which reads and writes it with blocking
// calls; the parent waits on its event loop. (In pass-fd.ts the parent creates the socket itself.)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { as_fd, close, F_SETFL, fcntl, recv_frame, SHUT_WR, send_frame, shutdown, unwrap } from 'sys-socket';
import { frames, from_net, send_frame as send_frame_soon } from 'sys-socket/promises';

const self = fileURLToPath(import.meta.url);
const words = process.argv.slice(2);

if (words[0] === '--child') child();
else await parent();

async function parent(): Promise<void> {
  const started = spawn(process.execPath, [self, '--child'], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const exited = once(started, 'exit');
  const channel = started.stdio[3];
  if (!(channel instanceof Socket)) throw new Error('child_process has made no socket');
  // `head` would hold the bytes that net has already read. There are none, because the child sends only answers.
  const { fd } = unwrap(from_net(channel));

  for (const word of words) unwrap(await send_frame_soon(fd, Buffer.from(word)));
  unwrap(shutdown(fd, SHUT_WR));
  for await (const frame of frames(fd)) console.log(`${started.pid} answers ${Buffer.from(unwrap(frame))}`);
  unwrap(close(fd));
  [process.exitCode] = await exited;
}

/** Sends each frame back in capitals until the parent has sent its last one. */
function child(): void {
  const fd = as_fd(3);
  unwrap(fcntl(fd, F_SETFL, 0)); // Node has created the socket as nonblocking
  for (;;) {
    const frame = recv_frame(fd);
    if (!frame.ok && frame.error.code === 'EOF') break;
    unwrap(send_frame(fd, Buffer.from(Buffer.from(unwrap(frame)).toString().toUpperCase())));
  }
  unwrap(close(fd));
}
