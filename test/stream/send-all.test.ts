import fc from 'fast-check';
import {
  close,
  F_SETFL,
  fcntl,
  MSG_DONTWAIT,
  MSG_MORE,
  O_NONBLOCK,
  recv,
  SHUT_WR,
  SO_LINGER,
  SOL_SOCKET,
  send_all,
  setsockopt,
  shutdown,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { fd, plays } from '../support/kernel.js';
import { program, run, traced } from '../support/servers.js';
import { pair, tcp_pair } from '../support/sockets.js';
import { no_strace } from '../support/strace.js';

const hello = Buffer.from('HELLO-WORLD');
const text = hello.toString();

describe('send_all, the kernel played', () => {
  it('is one call when the kernel takes all', () => {
    const sent = plays(['send(7, "HELLO-WORLD", MSG_NOSIGNAL) = 11'], () => send_all(fd, hello));
    expect(sent).toEqual({ ok: true, value: 11 });
  });

  it.each(Array.from({ length: 10 }, (_, i) => i + 1))('goes on behind the %i bytes that were taken', (taken) => {
    const rest = text.slice(taken);
    const script = [`send(7, "${text}", MSG_NOSIGNAL) = ${taken}`, `send(7, "${rest}", MSG_NOSIGNAL) = ${rest.length}`];
    expect(plays(script, () => send_all(fd, hello))).toEqual({ ok: true, value: 11 });
  });

  it('goes on whatever the sizes of the parts', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(parts, (sizes) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const bytes = Uint8Array.from({ length: total }, (_, i) => i % 251);
        const all = Buffer.from(bytes).toString('latin1');
        let at = 0;
        const script = sizes.map((size) => {
          const line = `send(7, "${all.slice(at)}", MSG_NOSIGNAL) = ${size}`;
          at += size;
          return line;
        });
        expect(plays(script, () => send_all(fd, bytes))).toEqual({ ok: true, value: total });
      }),
    );
  });

  it('calls nothing for no bytes', () => {
    expect(plays([], () => send_all(fd, new Uint8Array(0)))).toEqual({ ok: true, value: 0 });
  });

  it.each([0, 1, 2, 50])('calls again after each of %i EINTRs, with the same bytes', (times) => {
    const script = [
      'send(7, "HELLO-WORLD", MSG_NOSIGNAL) = 6',
      ...Array<string>(times).fill('send(7, "WORLD", MSG_NOSIGNAL) = EINTR'),
      'send(7, "WORLD", MSG_NOSIGNAL) = 5',
    ];
    expect(plays(script, () => send_all(fd, hello))).toEqual({ ok: true, value: 11 });
  });

  it.each([
    ['EINTR when asked to return', 'EINTR', { on_interrupt: 'return' }],
    ['EAGAIN without a deadline', 'EAGAIN', {}],
    ['EPIPE', 'EPIPE', {}],
    ['ECONNRESET', 'ECONNRESET', {}],
    ['ENOBUFS', 'ENOBUFS', {}],
  ] as const)('ends with %s, and says how much was sent', (_, code, options) => {
    const script = ['send(7, "HELLO-WORLD", MSG_NOSIGNAL) = 6', `send(7, "WORLD", MSG_NOSIGNAL) = ${code}`];
    const sent = plays(script, () => send_all(fd, hello, options));
    expect(sent).toMatchObject({ ok: false, error: { syscall: 'send', code, sent: 6 } });
  });

  it('hands flags on to each call', () => {
    const script = ['send(7, "HELLO-WORLD", MSG_MORE|MSG_NOSIGNAL) = 6', 'send(7, "WORLD", MSG_MORE|MSG_NOSIGNAL) = 5'];
    plays(script, () => send_all(fd, hello, { flags: MSG_MORE }));
  });

  it('refuses what is no bytes before any call', () => {
    // @ts-expect-error: a string is no Uint8Array
    expect(() => plays([], () => send_all(fd, 'HELLO'))).toThrow(
      new TypeError('send_all: bytes must be a Uint8Array, got string'),
    );
  });
});

describe('send_all with a deadline, the kernel played', () => {
  const trying = (bytes: string) => `send(7, "${bytes}", MSG_DONTWAIT|MSG_NOSIGNAL)`;

  it('waits with poll for what is left of the time', () => {
    const script = [
      `${trying('HELLO-WORLD')} = 6`,
      `${trying('WORLD')} = EAGAIN`,
      'poll(7, POLLOUT, 100) = 1 <30>',
      `${trying('WORLD')} = EAGAIN`,
      'poll(7, POLLOUT, 70) = 1 <69>',
      `${trying('WORLD')} = 5`,
    ];
    expect(plays(script, () => send_all(fd, hello, { deadline: 100 }))).toEqual({ ok: true, value: 11 });
  });

  it('ends when poll has waited for the rest of it', () => {
    const script = [`${trying('HELLO-WORLD')} = 6`, `${trying('WORLD')} = EAGAIN`, 'poll(7, POLLOUT, 100) = 0 <100>'];
    const sent = plays(script, () => send_all(fd, hello, { deadline: 100 }));
    expect(sent).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', sent: 6 } });
  });

  it('is not extended by progress', () => {
    const script = [`${trying('HELLO-WORLD')} = 1 <60>`, `${trying('ELLO-WORLD')} = 1 <60>`];
    const sent = plays(script, () => send_all(fd, hello, { deadline: 100 }));
    expect(sent).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', sent: 2 } });
  });

  it('is not extended by a kernel that calls the socket writable and takes nothing', () => {
    const script = [
      `${trying('HELLO-WORLD')} = EAGAIN`,
      'poll(7, POLLOUT, 100) = 1 <100>',
      `${trying('HELLO-WORLD')} = EAGAIN`,
    ];
    const sent = plays(script, () => send_all(fd, hello, { deadline: 100 }));
    expect(sent).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', sent: 0 } });
  });

  it('of 0 still makes one call', () => {
    const script = [`${trying('HELLO-WORLD')} = 11`];
    expect(plays(script, () => send_all(fd, hello, { deadline: 0 }))).toEqual({ ok: true, value: 11 });
  });

  it('asks nothing about the descriptor: with MSG_DONTWAIT it need not know whether that blocks', () => {
    const script = ['send(7, "HELLO-WORLD", MSG_DONTWAIT|MSG_NOSIGNAL) = 11'];
    plays(script, () => send_all(fd, hello, { deadline: 100 }));
  });

  it.each(['retry', 'return'] as const)('lets EINTR of poll %s', (on_interrupt) => {
    const interrupted = [`${trying('HELLO-WORLD')} = EAGAIN`, 'poll(7, POLLOUT, 100) = EINTR <40>'];
    const again = ['poll(7, POLLOUT, 60) = 1', `${trying('HELLO-WORLD')} = 11`];
    const script = on_interrupt === 'retry' ? [...interrupted, ...again] : interrupted;
    const sent = plays(script, () => send_all(fd, hello, { deadline: 100, on_interrupt }));
    const returned = { ok: false, error: { syscall: 'poll', code: 'EINTR', sent: 0 } };
    expect(sent).toMatchObject(on_interrupt === 'retry' ? { ok: true, value: 11 } : returned);
  });
});

describe('send_all on this kernel', () => {
  const much = new Uint8Array(10_000_000);

  it.each([
    ['blocking', 0],
    ['non-blocking', O_NONBLOCK],
  ])('keeps its deadline against a peer that never reads, on a %s descriptor', (_, flags) => {
    const [a] = pair();
    unwrap(fcntl(a, F_SETFL, flags));
    const began = performance.now();
    const sent = send_all(a, much, { deadline: 200 });
    const took = performance.now() - began;
    expect(sent).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED' } });
    expect(took).toBeGreaterThanOrEqual(200);
  });

  it('says EAGAIN on a full non-blocking socket, and `sent` is what the peer finds', () => {
    const [a, b] = pair();
    unwrap(fcntl(a, F_SETFL, O_NONBLOCK));
    const sent = send_all(a, much);
    if (sent.ok) throw new Error('10 MB fitted into a send buffer');
    expect(sent.error.code).toBe('EAGAIN');
    expect(sent.error.sent).toBeGreaterThan(0);
    let found = 0;
    const buffer = new Uint8Array(65536);
    for (let got = recv(b, buffer, MSG_DONTWAIT); got.ok; got = recv(b, buffer, MSG_DONTWAIT)) found += got.value;
    expect(found).toBe(sent.error.sent);
  });

  it('says EPIPE after shutdown, and when the peer is gone', () => {
    const [a, b] = pair();
    const [c, d] = pair();
    unwrap(shutdown(a, SHUT_WR));
    unwrap(close(d));
    expect(send_all(a, hello)).toMatchObject({ ok: false, error: { code: 'EPIPE', errno: 32, sent: 0 } });
    expect(send_all(c, hello)).toMatchObject({ ok: false, error: { code: 'EPIPE', sent: 0 } });
    expect(recv(b, new Uint8Array(1))).toEqual({ ok: true, value: 0 });
  });

  it('says ECONNRESET when the peer resets in the middle', () => {
    const { client, server } = tcp_pair();
    unwrap(fcntl(client, F_SETFL, O_NONBLOCK));
    const first = send_all(client, much);
    expect(first).toMatchObject({ ok: false, error: { code: 'EAGAIN' } });
    unwrap(setsockopt(server, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
    unwrap(close(server));
    expect(send_all(client, much, { deadline: 2000 })).toMatchObject({
      ok: false,
      error: { code: 'ECONNRESET', sent: 0 },
    });
  });
});

describe.skipIf(no_strace !== undefined)(
  `send_all under strace${no_strace === undefined ? '' : ` (${no_strace})`}`,
  () => {
    const to_nobody = (call: string) =>
      traced(
        program(`
        import * as s from 'sys-socket';
        const [a, b] = s.unwrap(s.socketpair(s.AF_UNIX, s.SOCK_STREAM, 0));
        s.close(b);
        const hello = Buffer.from('HELLO-WORLD');
        ${call};
      `),
        { signals: true },
      );
    const sigpipe = expect.stringMatching(/^--- SIGPIPE /);

    it.each(['s.send_all(a, hello)', 's.send_all(a, hello, { deadline: 1000 })', 's.send_frame(a, hello)'])(
      'sends with MSG_NOSIGNAL, and no SIGPIPE comes of it: %s',
      async (call) => {
        const trace = to_nobody(call);
        await run(trace.command);
        const sends = trace.lines().filter((line) => /^send(to|msg)\(.*EPIPE/.test(line));
        expect(sends).toEqual([expect.stringContaining('MSG_NOSIGNAL')]);
        expect(trace.lines()).not.toContainEqual(sigpipe);
      },
    );

    it('would show SIGPIPE if one came: send(2) without the flag', async () => {
      const trace = to_nobody('s.send(a, hello)');
      await run(trace.command);
      expect(trace.lines()).toContainEqual(sigpipe);
    });
  },
);
