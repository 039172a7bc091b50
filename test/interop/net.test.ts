import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FrameDecoder, frame_header, unwrap } from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ours, run, serve } from '../support/servers.js';

const frame = (text: string): Buffer => Buffer.concat([frame_header(text.length), Buffer.from(text)]);
const hello = frame('HELLO-WORLD');

const bytewise = (bytes: Buffer): Buffer[] => Array.from(bytes, (byte) => Buffer.of(byte));
const cut_at =
  (at: number) =>
  (bytes: Buffer): Buffer[] => [bytes.subarray(0, at), bytes.subarray(at)];
const cuttings: ReadonlyArray<readonly [string, (bytes: Buffer) => Buffer[]]> = [
  ['in one write', (bytes) => [bytes]],
  ['one byte at a time', bytewise],
  ['with its header split at 1', cut_at(1)],
  ['with its header split at 2', cut_at(2)],
  ['with its header split at 3', cut_at(3)],
  ['with its payload split', cut_at(9)],
];

/** Writes the pieces so that each arrives on its own. */
async function write_apart(socket: Socket, pieces: readonly Buffer[]): Promise<void> {
  socket.setNoDelay(true);
  for (const piece of pieces) {
    socket.write(piece);
    await sleep(5);
  }
}

/** A client of `net` to our server. */
async function client(): Promise<Socket> {
  const { host, port } = await serve([...ours.server, '--host', '127.0.0.1', '--port', '0']);
  const socket = connect(port, host);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** What the peer sends, as text, until so many frames have come. */
async function frames_of(socket: Socket, count: number): Promise<string[]> {
  const decoder = new FrameDecoder();
  const texts: string[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    texts.push(...unwrap(decoder.push(chunk)).map((payload) => Buffer.from(payload).toString()));
    if (texts.length >= count) break;
  }
  return texts;
}

describe("our server and a client of Node's net", () => {
  it.each(cuttings)('echo a frame that comes %s', async (_, cut) => {
    const socket = await client();
    await write_apart(socket, cut(hello));
    expect(await frames_of(socket, 1)).toEqual(['HELLO-WORLD']);
  });

  it('echo several frames of one write, in order', async () => {
    const socket = await client();
    const words = ['one', '', 'two', 'x'.repeat(5000), 'three'];
    socket.write(Buffer.concat(words.map(frame)));
    expect(await frames_of(socket, words.length)).toEqual(words);
  });

  it('part with an end where the client ended', async () => {
    const socket = await client();
    socket.end(hello);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(hello);
  });
});

describe("our client and a server of Node's net", () => {
  it.each(cuttings)('understand an echo that comes %s', async (_, cut) => {
    const server = createServer(async (socket) => {
      await frames_of(socket, 1);
      await write_apart(socket, cut(hello));
      socket.end();
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    const { status, stdout, stderr } = await run([...ours.client, 'HELLO-WORLD', '--port', `${address.port}`]);
    expect({ status, stdout: String(stdout), stderr }).toEqual({
      status: 0,
      stdout: 'echo: HELLO-WORLD\n',
      stderr: '',
    });
  });
});
