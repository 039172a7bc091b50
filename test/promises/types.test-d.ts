import { type Fd, FrameReader, type RecvExactError, type Result } from 'sys-socket';
import {
  accept,
  connections,
  frames,
  on_ready,
  readable,
  ready,
  recv,
  recv_exact,
  recv_frame,
  type TimedOut,
} from 'sys-socket/promises';
import { describe, expectTypeOf, it } from 'vitest';

declare const fd: Fd;

describe('a wait', () => {
  it('gives the events, or says why not: its ETIMEDOUT is told from that of a syscall', async () => {
    const came = await readable(fd);
    if (came.ok) expectTypeOf(came.value).toEqualTypeOf<number>();
    else if ('timeout' in came.error) expectTypeOf(came.error).toEqualTypeOf<TimedOut>();
    if (came.ok) return;
    if (came.error.code === 'ABORT_ERR') expectTypeOf(came.error).toHaveProperty('reason');
    // @ts-expect-error: a typo
    came.error.code === 'ABORT_ERROR';
  });

  it('takes a signal, a time, ref, and nothing else', () => {
    ready(fd, 1, { signal: new AbortController().signal, timeout: 1, ref: false });
    // @ts-expect-error: the time of a stream is a deadline
    ready(fd, 1, { deadline: 1 });
    // @ts-expect-error: a number is no descriptor
    ready(3, 1);
  });
});

describe('a call', () => {
  it('has the codes of its man page, and those of the wait', async () => {
    const got = await recv(fd, new Uint8Array(1));
    if (got.ok) return;
    got.error.code === 'ECONNRESET';
    got.error.code === 'CLOSED';
    // @ts-expect-error: recv is never refused for blocking
    got.error.code === 'BLOCKING';
    const conn = await accept(fd);
    if (!conn.ok) conn.error.code === 'BLOCKING';
    else expectTypeOf(conn.value).toEqualTypeOf<Fd>();
  });

  it('of a stream carries how far it came', async () => {
    const got = await recv_exact(fd, new Uint8Array(1), { deadline: 1, signal: new AbortController().signal });
    if (got.ok) return;
    expectTypeOf(got.error.received).toEqualTypeOf<number>();
    got.error.code === 'DEADLINE_EXCEEDED';
    // @ts-expect-error: its time is the deadline
    got.error.timeout;
    expectTypeOf<RecvExactError>().toExtend<typeof got.error>();
    // @ts-expect-error: a stream has one clock
    recv_exact(fd, new Uint8Array(1), { timeout: 1 });
  });
});

describe('an iterator', () => {
  it('gives Results', async () => {
    for await (const conn of connections(fd)) expectTypeOf(conn).toExtend<Result<Fd, { readonly code: string }>>();
    for await (const frame of frames(fd)) expectTypeOf(frame).toExtend<Result<Uint8Array, { readonly code: string }>>();
  });

  it('of a FrameReader takes no maximum: the reader has it', () => {
    const reader = new FrameReader(fd);
    expectTypeOf(frames(reader, { deadline: 1 })).toEqualTypeOf(frames(fd));
    expectTypeOf(recv_frame(reader)).toEqualTypeOf(recv_frame(fd));
    // @ts-expect-error: cap
    frames(reader, { cap: 1 });
    // @ts-expect-error: cap
    recv_frame(reader, { cap: 1 });
  });
});

it('on_ready hands the events and their count', () => {
  on_ready(fd, (events, count) => {
    expectTypeOf(events.fd(0)).toEqualTypeOf<Fd>();
    expectTypeOf(count).toEqualTypeOf<number>();
  });
});
