// The echo server that is fit for use, as a reader starts it, and peers that are not.
import { readdirSync } from 'node:fs';
import {
  AF_INET,
  connect,
  type Fd,
  frame_header,
  SHUT_WR,
  SOCK_STREAM,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { recv, recv_exact, recv_frame, send_all, send_frame } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { until } from '../support/servers.js';
import { closing } from '../support/sockets.js';
import { ask, attacked, dial, never, start } from './kit.js';

/** How the connection ends: a code, or 0 for the end of the stream. */
async function end_of(fd: Fd): Promise<string | number> {
  const got = await recv(fd, new Uint8Array(1));
  return got.ok ? got.value : got.error.code;
}

const begun = (announced: number, came: number) => Buffer.concat([frame_header(announced), Buffer.alloc(came, 'x')]);

describe('examples/echo-service', () => {
  it('answers an honest client while a thousand hostile ones do their worst, and keeps none of their descriptors', async () => {
    const server = await start(...never, '--memory', String(64 << 20));
    const honest = dial(server);
    expect(await ask(honest, 'before')).toBe('before');
    const descriptors = () => readdirSync(`/proc/${server.pid}/fd`).length;
    const before = descriptors();

    const attack = await attacked(server, 1000);
    for (let i = 0; i < 100; ++i) {
      const question = `${i}`.repeat(i % 10 === 0 ? 50_000 : 1);
      expect(await ask(honest, question)).toBe(question);
    }
    const { wrong, ...turns } = await attack.end();
    expect(wrong).toBe(0);
    expect(Math.min(...Object.values(turns))).toBeGreaterThan(100);
    await until('as many descriptors as before', () => descriptors() === before);
    expect(await ask(honest, 'after')).toBe('after');
  });

  it('does not read on from a client that takes no answers, and gives it all of them in the end', async () => {
    const server = await start(...never, '--cap', '4096', '--memory', '65536');
    const fd = dial(server);
    const frames = Buffer.concat(Array.from({ length: 4096 }, (_, i) => begun(2048, 2048).fill(i % 256, 4)));
    const sending = send_all(fd, frames);
    expect(await ask(dial(server), 'meanwhile')).toBe('meanwhile');
    const answers = Buffer.alloc(frames.length);
    unwrap(await recv_exact(fd, answers));
    unwrap(await sending);
    expect(answers.equals(frames)).toBe(true);
  });

  it('answers what came before a frame over the cap, and resets the connection', async () => {
    const fd = dial(await start(...never, '--cap', '16'));
    unwrap(await send_all(fd, Buffer.concat([begun(16, 16), begun(17, 17)])));
    expect(unwrap(await recv_frame(fd))).toHaveLength(16);
    expect(await end_of(fd)).toBe('ECONNRESET');
  });

  it('answers a client that has half-closed, and then ends its own side', async () => {
    const fd = dial(await start(...never));
    unwrap(await send_frame(fd, Buffer.from('the last')));
    unwrap(shutdown(fd, SHUT_WR));
    expect(Buffer.from(unwrap(await recv_frame(fd))).toString()).toBe('the last');
    expect(await end_of(fd)).toBe(0);
  });

  it('drops a client that has said half a header, half a frame or nothing when its time is over', async () => {
    const server = await start('--deadline', '1000');
    const silent = [dial(server), dial(server), dial(server)] as const;
    unwrap(await send_all(silent[0], Buffer.of(0, 0)));
    unwrap(await send_all(silent[1], begun(100, 50)));
    expect(await Promise.all(silent.map(end_of))).toEqual(Array(3).fill('ECONNRESET'));
  });

  it('drops a client that takes no answer when its time is over', async () => {
    const server = await start('--deadline', '200');
    const fd = dial(server, 4096);
    const sent = await send_all(fd, Buffer.concat(Array(64).fill(begun(1 << 20, 1 << 20))));
    expect(sent).toMatchObject({ ok: false, error: { code: 'ECONNRESET' } });
  });

  it('admits one more than it has room for in place of the one that has gone longest without an answer', async () => {
    const server = await start(...never, '--clients', '2');
    const [oldest, other] = [dial(server), dial(server)];
    expect(await ask(other, 'I am served')).toBe('I am served');
    expect(await ask(oldest, 'I too, later')).toBe('I too, later');
    const newest = dial(server);
    expect(await end_of(other)).toBe('ECONNRESET');
    for (const fd of [oldest, newest]) expect(await ask(fd, 'still')).toBe('still');
  });

  it('keeps no more bytes than it may: the client that has gone longest without an answer makes room', async () => {
    const server = await start(...never, '--memory', '100000');
    const [slow, quick] = [dial(server), dial(server)];
    expect(await ask(quick, 'in front of nobody')).toBe('in front of nobody');
    unwrap(await send_all(slow, begun(60_000, 40_000)));
    unwrap(await send_all(quick, begun(60_000, 59_999)));
    expect(await end_of(slow)).toBe('ECONNRESET');
    unwrap(await send_all(quick, Buffer.of(1)));
    expect(unwrap(await recv_frame(quick))).toHaveLength(60_000);
  });

  it('is told to end: gives all answers that it owes, then the end of the stream, and ends with 0', async () => {
    const server = await start(...never);
    const [late, idle, halfway] = [dial(server), dial(server), dial(server)];
    const frames = Buffer.concat(Array.from({ length: 64 }, (_, i) => begun(65_536, 65_536).fill(i, 4)));
    for (const fd of [idle, halfway]) expect(await ask(fd, 'hello')).toBe('hello');
    unwrap(await send_all(halfway, begun(5, 4)));
    const sending = send_all(late, frames);
    const first = Buffer.alloc(1);
    unwrap(await recv_exact(late, first));
    process.kill(server.pid, 'SIGTERM');
    expect(await end_of(idle)).toBe(0);
    expect(
      connect(closing(unwrap(socket(AF_INET, SOCK_STREAM, 0))), sockaddr_in('127.0.0.1', server.port)),
    ).toMatchObject({
      error: { code: 'ECONNREFUSED' },
    });
    unwrap(await send_all(halfway, Buffer.from('x')));
    expect(unwrap(await recv_frame(halfway))).toHaveLength(5);
    const rest = Buffer.alloc(frames.length - 1);
    unwrap(await recv_exact(late, rest));
    unwrap(await sending);
    expect(Buffer.concat([first, rest]).equals(frames)).toBe(true);
    for (const fd of [halfway, late]) expect(await end_of(fd)).toBe(0);
    for (const fd of [idle, halfway, late]) unwrap(shutdown(fd, SHUT_WR));
    expect(await server.ended).toEqual([0, null]);
    expect(server.stdout()).toMatch(/^answered 67 frames; dropped: nobody$/m);
  });
});
