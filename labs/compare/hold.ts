// Holds COUNT idle connections, each with what it needs to find frames, and says what each costs: bytes of the
// JavaScript heap and of what hangs on it. What the kernel holds for a socket is the same for both, and not in it.
//
//   node --expose-gc out/labs/compare/hold.js raw | net COUNT
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { accept, FrameDecoder, unwrap } from 'sys-socket';
import { start_listening } from '../kit/sockets.js';

const [side, number] = process.argv.slice(2);
const count = Number(number);
const held: unknown[] = [];
const before = await in_use();
if (side === 'raw') {
  const { listener, port } = start_listening(128);
  console.log(`listening on 127.0.0.1:${port}`);
  while (held.length < count) held.push({ fd: unwrap(accept(listener)), decoder: new FrameDecoder() });
} else {
  const server = createServer((socket) => {
    const decoder = new FrameDecoder();
    socket.on('data', (chunk) => decoder.push(chunk));
    held.push(socket);
  });
  // An address of TCP is an AddressInfo: a string is that of a pipe.
  server.listen(0, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`));
  while (held.length < count) await sleep(5);
}
console.log(JSON.stringify({ each: ((await in_use()) - before) / count }));
process.exit();

async function in_use(): Promise<number> {
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc?.();
    await sleep(5);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
