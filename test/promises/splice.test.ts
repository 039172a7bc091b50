// Calls on two descriptors wait for one while the other may be closed, and its number reused.
import { getEventListeners } from 'node:events';
import { openSync } from 'node:fs';
import { setImmediate as immediate } from 'node:timers/promises';
import {
  AF_UNIX,
  as_fd,
  close,
  type Fd,
  MSG_DONTWAIT,
  O_NONBLOCK,
  pipe2,
  read,
  recv,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  send,
  socketpair,
  unwrap,
} from 'sys-socket';
import { sendfile, splice } from 'sys-socket/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interpose } from '../../src/native.js';
import { known } from '../../src/promises/descriptors.js';
import { closing } from '../support/sockets.js';

const pair = () => unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)).map((fd) => closing(fd)) as [Fd, Fd];
const pipe = () => unwrap(pipe2(O_NONBLOCK)).map((fd) => closing(fd)) as [Fd, Fd];

describe('splice', () => {
  it('writes nothing to a descriptor that was closed and whose number was reused', async () => {
    const [[a, b], [reading, writing]] = [pair(), pipe()];
    const moved = splice(b, null, writing, null, 64);
    unwrap(close(reading));
    unwrap(close(writing));
    const [other, again] = pipe();
    expect([reading, writing]).toEqual([other, again]);
    unwrap(send(a, Buffer.from('not for this pipe')));
    expect(await moved).toMatchObject({ ok: false, error: { code: 'CLOSED' } });
    expect(read(other, new Uint8Array(64))).toMatchObject({ error: { code: 'EAGAIN' } });
  });

  it('stops with the close of either, the signal or the time, and leaves nothing behind', async () => {
    const [[, b], [, writing]] = [pair(), pipe()];
    const controller = new AbortController();
    const before = known.forgetting.size;
    const late = splice(b, null, writing, null, 64, 0, { signal: controller.signal, timeout: 1 });
    expect(await late).toMatchObject({ ok: false, error: { code: 'ETIMEDOUT', timeout: 1 } });
    const aborted = splice(b, null, writing, null, 64, 0, { signal: controller.signal });
    controller.abort('enough');
    expect(await aborted).toMatchObject({ ok: false, error: { code: 'ABORT_ERR', reason: 'enough' } });
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(known.forgetting.size).toBe(before);
    expect(known.descriptors.get(b)?.waiters).toEqual([]);
    const closed = splice(b, null, writing, null, 64);
    unwrap(close(b));
    expect(await closed).toMatchObject({ error: { code: 'CLOSED', message: `fd ${b} was closed during the wait` } });
  });
});

describe('sendfile', () => {
  it('sends nothing of a descriptor that was closed meanwhile', async () => {
    const [a, b] = pair();
    while (send(a, new Uint8Array(65_536), MSG_DONTWAIT).ok);
    const file = as_fd(openSync('/proc/sys/kernel/ostype', 'r'));
    const sent = sendfile(a, file, null, 5);
    unwrap(close(file));
    while (recv(b, new Uint8Array(65_536), MSG_DONTWAIT).ok);
    expect(await sent).toMatchObject({ ok: false, error: { code: 'CLOSED' } });
  });

  it('waits for the data of a socket that goes into a pipe, and for room in it, without a loop that spins', async () => {
    const [[a, b], [reading, writing]] = [pair(), pipe()];
    let calls = 0;
    const undo = interpose((below) => ({
      ...below,
      sendfile: (...args) => {
        calls += 1;
        return below.sendfile(...args);
      },
    }));
    onTestFinished(undo);
    const moved = sendfile(writing, b, null, 64);
    for (let turn = 0; turn < 20; ++turn) await immediate();
    unwrap(send(a, Buffer.from('HELLO-WORLD')));
    expect(await moved).toEqual({ ok: true, value: 11 });
    expect(calls).toBe(2);
    const room = Buffer.alloc(16);
    expect(room.toString('latin1', 0, unwrap(read(reading, room)))).toBe('HELLO-WORLD');
  });

  it.each([
    ['a socket', () => unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0))],
    ['a pipe', () => unwrap(pipe2(0))],
  ])('does not block on %s that would block, with a pipe as destination, but says so', async (_, make) => {
    const [source] = make().map((fd) => closing(fd));
    const [, writing] = pipe();
    if (source === undefined) throw new Error('no descriptor');
    expect(await sendfile(writing, source, null, 64)).toMatchObject({ ok: false, error: { code: 'BLOCKING' } });
  });
});
