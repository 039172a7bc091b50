// What Node's net tells: events, when the loop gets to them.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket, type SocketConstructorOpts } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  accept,
  as_fd,
  close,
  type Fd,
  FrameDecoder,
  getsockopt,
  IPPROTO_TCP,
  send_frame,
  TCP_NODELAY,
  unwrap,
} from 'sys-socket';
import { connect_to, start_listening } from '../kit/sockets.js';
import { chunks, type Facts, type FirstNo, heedless_bytes, kilobyte } from './facts.js';
import { half_closed, in_kernels, nobodys_port, reset } from './peer.js';

const { listener, port } = start_listening(128);

const facts: Facts = {
  nodelay: await with_pair((socket) => unwrap(getsockopt(fd_of(socket), IPPROTO_TCP, TCP_NODELAY))),
  copies: await with_pair(copies),
  first_no: [
    await with_pair((socket, peer) => fill(socket, peer, chunks[0])),
    await with_pair((socket, peer) => fill(socket, peer, chunks[1])),
  ],
  heedless: await with_pair((socket, peer) => fill(socket, peer, 65536, heedless_bytes)),
  half_close: {
    default: await half_close({}),
    'allowHalfOpen: true': await half_close({ allowHalfOpen: true }),
  },
  refused: await refused(),
  reset: await with_pair(async (socket, peer) => {
    const told = events_of(socket);
    reset(peer);
    await once(socket, 'close').catch(() => undefined);
    await sleep(5);
    return told;
  }),
  broken_pipe: {
    default: await broken_pipe({}),
    'allowHalfOpen: true': await broken_pipe({ allowHalfOpen: true }),
  },
};
console.log(JSON.stringify(facts));
process.exit();

async function with_pair<T>(
  what: (socket: Socket, peer: Fd) => T | Promise<T>,
  options: SocketConstructorOpts = {},
): Promise<T> {
  const socket = connect({ ...options, port, host: '127.0.0.1' });
  await once(socket, 'connect');
  const peer = unwrap(accept(listener));
  const result = await what(socket, peer);
  socket.destroy();
  close(peer); // it may be closed already
  return result;
}

/** None, when the frame lies in the memory of the chunk that net hands out. */
async function copies(socket: Socket, peer: Fd): Promise<number> {
  unwrap(send_frame(peer, new Uint8Array(kilobyte)));
  const [chunk]: Uint8Array[] = await once(socket, 'data');
  const [frame] = unwrap(new FrameDecoder().push(chunk ?? new Uint8Array(0)));
  return frame?.buffer === chunk?.buffer ? 0 : 1;
}

/** Writes until net says no, or until so many bytes whatever it says. */
function fill(socket: Socket, peer: Fd, chunk: number, bytes = 0): FirstNo {
  let written = 0;
  for (let more = true; more || written < bytes; written += chunk) more = socket.write(Buffer.alloc(chunk));
  const kernel = in_kernels(fd_of(socket), peer);
  return { chunk, told_by: 'write() === false', written, kernel, writable_length: socket.writableLength };
}

async function half_close(options: { allowHalfOpen?: boolean }): Promise<number> {
  const server = createServer(options, (socket) => {
    socket.on('error', () => undefined); // what is written after its end: EPIPE
    socket.resume();
    socket.on('end', async () => {
      await sleep(20); // it has to think
      socket.end('answer');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // An address of TCP is an AddressInfo: a string is that of a pipe.
  const bytes = await half_closed(connect_to((server.address() as AddressInfo).port));
  server.close();
  return bytes;
}

async function refused(): Promise<string[]> {
  const socket = connect(nobodys_port(), '127.0.0.1');
  const told = events_of(socket);
  while (!told.includes('close')) await sleep(5);
  return told;
}

/** The peer closes; the program writes a moment after it has seen the end, and again. */
async function broken_pipe(options: SocketConstructorOpts): Promise<string[]> {
  return await with_pair(async (socket, peer) => {
    const told = events_of(socket);
    socket.resume();
    close(peer);
    while (!told.includes('end')) await sleep(1);
    await sleep(50); // it has to think
    for (let i = 1; i <= 2; i += 1) {
      socket.write('hello', (error) => told.push(`write ${i}: ${error ? code_of(error) : 'done'}`));
      await sleep(20);
    }
    return told;
  }, options);
}

function events_of(socket: Socket): string[] {
  const told: string[] = [];
  socket.on('error', (error) => told.push(`error ${code_of(error)}`));
  for (const event of ['end', 'close']) socket.on(event, () => told.push(event));
  return told;
}

function code_of(error: NodeJS.ErrnoException): string {
  return `${error.code} (${error.syscall ?? 'no syscall'})`;
}

/** The descriptor below. `_handle` is not public: net has no word for it. */
function fd_of(socket: Socket): Fd {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) throw new Error('no handle');
  return as_fd(Number(handle.fd));
}
