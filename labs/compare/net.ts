// The framed echo with Node's net, both ends: the same frames, the same command line as raw.ts.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { FrameDecoder, frame_header, unwrap } from 'sys-socket';
import { loop_watch, request_of } from './request.js';

const [role, number = '0'] = process.argv.slice(2);
if (role === 'serve') serve(Number(number));
else await ask(Number(number));

function serve(wait: number): void {
  const server = createServer((socket) => {
    const decoder = new FrameDecoder();
    socket.on('data', (chunk) => {
      for (const frame of unwrap(decoder.push(chunk))) {
        if (wait > 0) setTimeout(send, wait, socket, frame);
        else send(socket, frame);
      }
    });
    server.close();
  });
  server.listen(0, '127.0.0.1', () => {
    // An address of TCP is an AddressInfo: a string is that of a pipe.
    console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}

async function ask(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const decoder = new FrameDecoder();
  let answered: () => void;
  socket.on('data', (chunk) => {
    for (const _ of unwrap(decoder.push(chunk))) answered();
  });
  for await (const text of createInterface({ input: process.stdin })) {
    const request = request_of(text);
    if (request === undefined) break;
    const payload = Buffer.alloc(request.bytes, 'x');
    const watch = request.watch ? await loop_watch() : undefined;
    const trips: number[] = [];
    const [rounds, frames] = request.ahead ? [1, request.count] : [request.count, 1];
    for (let i = 0; i < rounds; i += 1) {
      const begin = performance.now();
      await new Promise<void>((resolve) => {
        let waiting = frames;
        answered = () => {
          waiting -= 1;
          if (waiting === 0) resolve();
        };
        for (let sent = 0; sent < frames; sent += 1) send(socket, payload);
      });
      trips.push((performance.now() - begin) * 1000);
    }
    console.log(JSON.stringify({ trips, ...(await watch?.()) }));
  }
  socket.end();
}

/** Header and payload in one writev(2), as send_frame makes them one sendmsg(2). */
function send(socket: Socket, payload: Uint8Array): void {
  socket.cork();
  socket.write(frame_header(payload.length));
  socket.write(payload);
  socket.uncork();
}
