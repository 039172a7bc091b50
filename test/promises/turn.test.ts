// A peer that is as fast as this thread, played by interpose: there are always bytes, or a connection, so no call ever waits.
import { AF_UNIX, type Fd, FrameReader, SOCK_NONBLOCK, SOCK_STREAM } from 'sys-socket';
import { accept4, connections, frames, recv, recv_exact, recv_frame } from 'sys-socket/promises';
import { expect, it, onTestFinished } from 'vitest';
import { interpose } from '../../src/native.js';
import { open, pair } from '../support/sockets.js';

/** Of so many calls in a row, one must give the event loop a turn. */
const many = 5000;

function play(): void {
  onTestFinished(
    interpose(() => ({
      recv: (_fd, bytes) => bytes.fill(0).length, // empty frames
      accept4: () => 1_000_000,
    })),
  );
}

const next_of = (iterated: AsyncGenerator) => () => iterated.next();

it.each<[string, (fd: Fd) => () => Promise<unknown>]>([
  ['recv', (fd) => () => recv(fd, new Uint8Array(4))],
  ['recv_exact', (fd) => () => recv_exact(fd, new Uint8Array(4))],
  ['recv_frame', (fd) => () => recv_frame(fd)],
  ['recv_frame of a FrameReader', (fd) => recv_frame.bind(undefined, new FrameReader(fd), {})],
  ['frames', (fd) => next_of(frames(fd))],
  ['frames of a FrameReader', (fd) => next_of(frames(new FrameReader(fd)))],
])('%s gives the event loop a turn now and then, though there are always bytes', async (_, calls) => {
  play();
  const [fd] = pair();
  expect(await calls_until_a_turn(calls(fd))).toBeLessThan(many);
});

it.each<[string, (fd: Fd) => () => Promise<unknown>]>([
  ['accept4', (fd) => () => accept4(fd, null, 0)],
  ['connections', (fd) => next_of(connections(fd))],
])('%s does so too, though there are always connections', async (_, calls) => {
  play();
  const listener = open(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK);
  expect(await calls_until_a_turn(calls(listener))).toBeLessThan(many);
});

async function calls_until_a_turn(call: () => Promise<unknown>): Promise<number> {
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  let calls = 0;
  while (!turned && calls < many) {
    await call();
    calls += 1;
  }
  return calls;
}
