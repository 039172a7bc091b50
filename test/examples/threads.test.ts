// The three servers of examples/threads.ts: which thread answers whom, while the others wait.
import { join } from 'node:path';
import {
  AF_INET,
  close,
  connect,
  type Fd,
  recv_frame,
  SOCK_STREAM,
  send_frame,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { serve } from '../support/servers.js';
import { closing, patient } from '../support/sockets.js';
import { root } from '../support/strace.js';

async function start(...args: string[]) {
  const server = await serve([process.execPath, join(root, 'out/examples/threads.js'), ...args]);
  const dial = (): Fd => {
    const fd = closing(patient(unwrap(socket(AF_INET, SOCK_STREAM, 0))));
    unwrap(connect(fd, sockaddr_in('127.0.0.1', server.port)));
    return fd;
  };
  return { ...server, dial };
}

const says = (fd: Fd, text: string) => unwrap(send_frame(fd, Buffer.from(text)));

/** The number of the thread that has sent the text back. */
function answered(fd: Fd, text: string): number {
  const [, thread, back] = /^(\d+) (.*)$/s.exec(Buffer.from(unwrap(recv_frame(fd))).toString()) ?? [];
  expect(back).toBe(text);
  return Number(thread);
}

function ask(fd: Fd, text: string): number {
  says(fd, text);
  return answered(fd, text);
}

describe('examples/threads', () => {
  it('per-connection: each has its own thread, whatever the others do', async () => {
    const { dial, stop, ended } = await start('per-connection', '0');
    const conns = [dial(), dial(), dial()];
    const threads = conns.map((fd) => ask(fd, 'HELLO'));
    expect(new Set(threads).size).toBe(3);
    expect(conns.map((fd) => ask(fd, 'WORLD'))).toEqual(threads);
    for (const fd of conns) unwrap(close(fd));
    await stop();
    expect(await ended).toEqual([0, null]);
  });

  it('accept-pool: whoever is free takes the next of the one queue', async () => {
    const { dial, stop, ended } = await start('accept-pool', '0', '2');
    const [first, second, third] = [dial(), dial(), dial()];
    const threads = [first, second].map((fd) => ask(fd, 'HELLO'));
    expect(new Set(threads).size).toBe(2);
    says(third, 'WORLD'); // both are busy
    unwrap(close(second));
    expect(answered(third, 'WORLD')).toBe(threads[1]);
    for (const fd of [first, third]) unwrap(close(fd));
    await stop();
    expect(await ended).toEqual([0, null]);
  });

  it('reuseport: each has a queue, and the kernel spreads the connections', async () => {
    const { dial, stop, ended } = await start('reuseport', '0', '2');
    const threads = Array.from({ length: 40 }, () => {
      const fd = dial();
      const thread = ask(fd, 'HELLO');
      unwrap(close(fd));
      return thread;
    });
    expect(new Set(threads).size).toBe(2); // by a hash: all in one queue once in 2^39
    await stop();
    expect(await ended).toEqual([0, null]);
  });
});
