// Each error that send(2), recv(2) and the calls that wait for them document, at each call of a transfer: the bytes come whole, or the error says how
// many did, and the others are where they were.
import {
  type Fd,
  FrameReader,
  frame_header,
  MSG_DONTWAIT,
  type Result,
  recv,
  recv_exact,
  recv_frame,
  recv_frame_into,
  send_all,
  send_frame,
  unwrap,
} from 'sys-socket';
import * as soon from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { type Injection, inject } from '../../../src/observe/index.js';
import { codes_of_calls } from '../../support/codes.js';
import { pair } from '../../support/sockets.js';

const codes = codes_of_calls('src/sys');

const payload = Buffer.from('HELLO-WORLD');
const frame = Buffer.concat([frame_header(payload.length), payload]);

/** With a deadline, poll(2) waits after EAGAIN. Without one EAGAIN is an error, but not for the promises. */
type Options = { readonly deadline?: number };
const patient: Options = { deadline: 60_000 };

/** A function of the package, and what it moves. */
interface Way<Answer> {
  readonly wire: Buffer;
  readonly syscall: string;
  readonly waits: 'poll' | 'epoll_ctl';
  /** Where bytes are that came before an error: in the caller's buffer, or in the reader, for its next call. Otherwise they are lost. */
  readonly keeps?: 'room' | 'reader';
  readonly of: (fd: Fd, room: Uint8Array) => (how: Options) => Answer | Promise<Answer>;
}

type Sent = Result<number, { readonly code: string; readonly sent: number }>;
type Received = Result<number | Uint8Array, { readonly code: string; readonly received: number }>;

const now = { waits: 'poll' } as const;
const later = { waits: 'epoll_ctl' } as const;

const sendto = { wire: payload, syscall: 'sendto' };
const sendmsg = { wire: frame, syscall: 'sendmsg' };
const sends: readonly (readonly [string, Way<Sent>])[] = [
  ['send_all', { ...sendto, ...now, of: (fd) => (how) => send_all(fd, payload, how) }],
  ['send_frame', { ...sendmsg, ...now, of: (fd) => (how) => send_frame(fd, payload, how) }],
  ['await send_all', { ...sendto, ...later, of: (fd) => (how) => soon.send_all(fd, payload, how) }],
  ['await send_frame', { ...sendmsg, ...later, of: (fd) => (how) => soon.send_frame(fd, payload, how) }],
];

const bytes = { wire: payload, syscall: 'recvfrom' };
const framed = { wire: frame, syscall: 'recvfrom' };
const in_room = { keeps: 'room' } as const;
const in_reader = { keeps: 'reader' } as const;
const receives: readonly (readonly [string, Way<Received>])[] = [
  ['recv_exact', { ...bytes, ...now, ...in_room, of: (fd, room) => (how) => recv_exact(fd, room, how) }],
  ['recv_frame', { ...framed, ...now, of: (fd) => (how) => recv_frame(fd, how) }],
  ['recv_frame_into', { ...framed, ...now, ...in_room, of: (fd, room) => (how) => recv_frame_into(fd, room, how) }],
  ['FrameReader', { ...framed, ...now, ...in_reader, of: (fd) => reading(fd, (from, how) => from.next(how)) }],
  ['await recv_exact', { ...bytes, ...later, ...in_room, of: (fd, room) => (how) => soon.recv_exact(fd, room, how) }],
  ['await recv_frame', { ...framed, ...later, of: (fd) => (how) => soon.recv_frame(fd, how) }],
  [
    'await recv_frame of a FrameReader',
    { ...framed, ...later, ...in_reader, of: (fd) => reading(fd, (from, how) => soon.recv_frame(from, how)) },
  ],
];

function reading<Answer>(fd: Fd, next: (from: FrameReader, how: Options) => Answer): (how: Options) => Answer {
  const from = new FrameReader(fd);
  return (how) => next(from, how);
}

/** All that has arrived. */
function drained(fd: Fd): Buffer {
  const room = new Uint8Array(frame.length);
  const got = recv(fd, room, MSG_DONTWAIT);
  return Buffer.from(room.subarray(0, got.ok ? got.value : 0));
}

/** An error of a call, and what else happens meanwhile. */
interface Case {
  readonly faults: readonly string[];
  readonly syscall: string;
  readonly code: string;
  readonly options: Options;
  /** Whether the transfer comes to its end; undefined if that depends on the call. */
  readonly whole: boolean | undefined;
}

/** Each error of the transfer's own calls, with a deadline and, where it matters, without one; and each of those that wait, after every second call. */
function cases({ syscall, waits }: Way<unknown>, own: readonly string[] = []): Case[] {
  const faults = [`${syscall}:short=3`];
  const of_calls = own.flatMap((code) =>
    (waits === 'poll' ? [{}, patient] : [patient]).map((options) => {
      const whole = code === 'EINTR' || (code === 'EAGAIN' && options === patient);
      return { faults, syscall, code, options, whole };
    }),
  );
  const waiting = [...faults, `${syscall}:error=EAGAIN:when=2+2`];
  const of_waits = (codes.get(waits) ?? []).map((code) => {
    // After these epoll_ctl(2) is called in another way, and whether that succeeds depends on what is in the set, which they say wrongly.
    const whole = code === 'EEXIST' || code === 'ENOENT' ? undefined : code === 'EINTR';
    return { faults: waiting, syscall: waits, code, options: patient, whole };
  });
  return [...of_calls, ...of_waits];
}

/** Makes the first call fail, then in another transfer the second one, until a transfer has no more calls. */
async function at_each_call<Answer extends Sent | Received>(
  { faults, syscall, code, whole }: Case,
  transfer: (injected: Injection) => Promise<Answer>,
): Promise<void> {
  for (let call = 1; ; ++call) {
    using injected = inject([...faults, `${syscall}:error=${code}:when=${call}`]);
    const got = await transfer(injected);
    if (injected.report().at(-1)?.fired === 0) {
      expect({ call, ok: got.ok }).toEqual({ call, ok: true });
      expect(call).toBeGreaterThan(2);
      return;
    }
    const right = whole === undefined ? {} : whole ? { ok: true } : { ok: false, error: { code } };
    expect({ call, ...got }).toMatchObject({ call, ...right });
  }
}

const named = '$syscall fails with $code, with $options';

describe.each(sends)('%s', (_name, way) => {
  it.each(cases(way, codes.get('send')))(named, (one) =>
    at_each_call(one, async (injected) => {
      const [a, b] = pair();
      const sent = await way.of(a, payload)(one.options);
      injected.stop();
      const moved = sent.ok ? sent.value : sent.error.sent;
      expect(drained(b)).toEqual(way.wire.subarray(0, moved));
      expect(moved === way.wire.length).toBe(sent.ok);
      return sent;
    }),
  );
});

describe.each(receives)('%s', (_name, way) => {
  it.each(cases(way, codes.get('recv')))(named, (one) =>
    at_each_call(one, async (injected) => {
      const [a, b] = pair();
      unwrap(send_all(a, way.wire));
      const room = Buffer.alloc(payload.length);
      const receive = way.of(b, room);
      const got = await receive(one.options);
      injected.stop();
      const in_the_end = !got.ok && way.keeps === 'reader' ? await receive({}) : got;
      if (in_the_end.ok) {
        const { value } = in_the_end;
        expect(typeof value === 'number' ? room : Buffer.from(value)).toEqual(payload);
      } else {
        const { received } = in_the_end.error;
        expect(drained(b)).toEqual(way.wire.subarray(received));
        const came = way.keeps === 'room' ? way.wire.subarray(way.wire.length - payload.length, received) : Buffer.of();
        expect(room).toEqual(Buffer.concat([came, Buffer.alloc(room.length - came.length)]));
      }
      return got;
    }),
  );
});
