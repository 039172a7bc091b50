import fc from 'fast-check';
import {
  close,
  F_SETFL,
  type Fd,
  fcntl,
  MSG_WAITALL,
  O_NONBLOCK,
  recv_exact,
  recv_frame,
  recvmsg_exact,
  SHUT_WR,
  SO_LINGER,
  SO_RCVTIMEO,
  SOL_SOCKET,
  send_all,
  setsockopt,
  shutdown,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { fd, plays } from '../support/kernel.js';
import { drip_bytes } from '../support/peers.js';
import { pair, tcp_pair } from '../support/sockets.js';

const text = 'HELLO-WORLD';
const cuts = Array.from({ length: 10 }, (_, i) => i + 1);

describe('recv_exact, the kernel played', () => {
  it('is one call when all is there', () => {
    const buffer = Buffer.alloc(11);
    expect(plays(['recv(7, 11, 0) = "HELLO-WORLD"'], () => recv_exact(fd, buffer))).toEqual({ ok: true, value: 11 });
    expect(String(buffer)).toBe(text);
  });

  it.each(cuts)('asks for what is missing, and no more, behind the %i bytes that came', (came) => {
    const buffer = Buffer.alloc(11);
    const script = [`recv(7, 11, 0) = "${text.slice(0, came)}"`, `recv(7, ${11 - came}, 0) = "${text.slice(came)}"`];
    expect(plays(script, () => recv_exact(fd, buffer))).toEqual({ ok: true, value: 11 });
    expect(String(buffer)).toBe(text);
  });

  it('fills the buffer whatever the sizes of the parts', () => {
    const parts = fc.array(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(parts, (strings) => {
        const whole = strings.join('');
        let missing = whole.length;
        const script = strings.map((part) => {
          const line = `recv(7, ${missing}, 0) = "${part}"`;
          missing -= part.length;
          return line;
        });
        const buffer = Buffer.alloc(whole.length);
        expect(plays(script, () => recv_exact(fd, buffer))).toEqual({ ok: true, value: whole.length });
        expect(String(buffer)).toBe(whole);
      }),
    );
  });

  it('writes inside the view that it was given, and nowhere else', () => {
    const around = Buffer.from('<...........>');
    plays(['recv(7, 11, 0) = "HEL"', 'recv(7, 8, 0) = "LO-WORLD"'], () => recv_exact(fd, around.subarray(1, 12)));
    expect(String(around)).toBe('<HELLO-WORLD>');
  });

  it('calls nothing for an empty buffer', () => {
    expect(plays([], () => recv_exact(fd, new Uint8Array(0)))).toEqual({ ok: true, value: 0 });
  });

  it('tells an end before the first byte', () => {
    const got = plays(['recv(7, 11, 0) = 0'], () => recv_exact(fd, Buffer.alloc(11)));
    expect(got).toMatchObject({ ok: false, error: { code: 'EOF', received: 0 } });
  });

  it.each(cuts)('from an end behind %i bytes', (came) => {
    const script = [`recv(7, 11, 0) = "${text.slice(0, came)}"`, `recv(7, ${11 - came}, 0) = 0`];
    const got = plays(script, () => recv_exact(fd, Buffer.alloc(11)));
    expect(got).toMatchObject({ ok: false, error: { code: 'UNEXPECTED_EOF', received: came } });
  });

  it.each([0, 1, 2, 50])('calls again after each of %i EINTRs, for the same bytes', (times) => {
    const interrupts = Array<string>(times).fill('recv(7, 5, 0) = EINTR');
    const script = ['recv(7, 11, 0) = "HELLO-"', ...interrupts, 'recv(7, 5, 0) = "WORLD"'];
    expect(plays(script, () => recv_exact(fd, Buffer.alloc(11)))).toEqual({ ok: true, value: 11 });
  });

  it.each([
    ['EINTR when asked to return', 'EINTR', { on_interrupt: 'return' }],
    ['EAGAIN without a deadline', 'EAGAIN', {}],
    ['ECONNRESET', 'ECONNRESET', {}],
    ['ETIMEDOUT', 'ETIMEDOUT', {}],
  ] as const)('ends with %s, and says how much had come', (_, code, options) => {
    const script = ['recv(7, 11, 0) = "HELLO-"', `recv(7, 5, 0) = ${code}`];
    const buffer = Buffer.alloc(11, '.');
    const got = plays(script, () => recv_exact(fd, buffer, options));
    expect(got).toMatchObject({ ok: false, error: { syscall: 'recv', code, received: 6 } });
    expect(String(buffer)).toBe('HELLO-.....');
  });

  it('hands flags on to each call', () => {
    const script = ['recv(7, 11, MSG_WAITALL) = "HELLO-"', 'recv(7, 5, MSG_WAITALL) = "WORLD"'];
    plays(script, () => recv_exact(fd, Buffer.alloc(11), { flags: MSG_WAITALL }));
  });
});

describe('recv_exact with a deadline, the kernel played', () => {
  const played = (script: readonly string[]) =>
    plays(script, () => recv_exact(fd, Buffer.alloc(11), { deadline: 100 }));

  it('waits before it asks, each time for what is left', () => {
    const got = played([
      'poll(7, POLLIN, 100) = 1 <30>',
      'recv(7, 11, MSG_DONTWAIT) = "HELLO-"',
      'poll(7, POLLIN, 70) = 1 <69>',
      'recv(7, 5, MSG_DONTWAIT) = "WORLD"',
    ]);
    expect(got).toEqual({ ok: true, value: 11 });
  });

  it('ends when poll has waited for the rest of it', () => {
    const got = played([
      'poll(7, POLLIN, 100) = 1 <30>',
      'recv(7, 11, MSG_DONTWAIT) = "HEL"',
      'poll(7, POLLIN, 70) = 0 <70>',
    ]);
    expect(got).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', received: 3 } });
  });

  it('is not extended by progress', () => {
    const got = played(['poll(7, POLLIN, 100) = 1 <100>', 'recv(7, 11, MSG_DONTWAIT) = "H"']);
    expect(got).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', received: 1 } });
  });

  it('is not extended by a kernel that calls the socket readable and has nothing', () => {
    const got = played([
      'poll(7, POLLIN, 100) = 1 <50>',
      'recv(7, 11, MSG_DONTWAIT) = EAGAIN',
      'poll(7, POLLIN, 50) = 1 <50>',
      'recv(7, 11, MSG_DONTWAIT) = EAGAIN',
    ]);
    expect(got).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', received: 0 } });
  });

  it('of 0 still takes what is there', () => {
    const script = ['poll(7, POLLIN, 0) = 1', 'recv(7, 11, MSG_DONTWAIT) = "HELLO-WORLD"'];
    const got = plays(script, () => recv_exact(fd, Buffer.alloc(11), { deadline: 0 }));
    expect(got).toEqual({ ok: true, value: 11 });
  });
});

describe('recv_exact on this kernel', () => {
  it('is EBADF at once for a negative descriptor, which poll(2) would wait for until the deadline', () => {
    const negative = -1 as Fd; // as_fd refuses it
    const options = { deadline: Number.POSITIVE_INFINITY };
    const refused = { ok: false, error: expect.objectContaining({ code: 'EBADF', received: 0 }) };
    expect(recv_exact(negative, new Uint8Array(1), options)).toEqual(refused);
    expect(recv_frame(negative, options)).toEqual(refused);
    expect(recvmsg_exact(negative, new Uint8Array(1), { ...options, msg_controllen: 0 })).toEqual(refused);
  });

  it('keeps its deadline against a peer that drips', async () => {
    const [a, b] = pair();
    await drip_bytes(b, 50);
    const began = performance.now();
    const got = recv_exact(a, new Uint8Array(1000), { deadline: 300 });
    const took = performance.now() - began;
    if (got.ok) throw new Error('1000 bytes at 20 a second came too early');
    expect(got.error.code).toBe('DEADLINE_EXCEEDED');
    expect(got.error.received).toBeGreaterThanOrEqual(1);
    expect(took).toBeGreaterThanOrEqual(300);
  });

  it('says EAGAIN with its progress on a non-blocking socket', () => {
    const [a, b] = pair();
    unwrap(fcntl(b, F_SETFL, O_NONBLOCK));
    unwrap(send_all(a, Buffer.from('HEL')));
    const buffer = Buffer.alloc(11);
    expect(recv_exact(b, buffer)).toMatchObject({ ok: false, error: { code: 'EAGAIN', errno: 11, received: 3 } });
    expect(String(buffer.subarray(0, 3))).toBe('HEL');
  });

  it('says EAGAIN with its progress when SO_RCVTIMEO runs out', () => {
    const [a, b] = pair();
    unwrap(setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
    unwrap(send_all(a, Buffer.from('HEL')));
    expect(recv_exact(b, Buffer.alloc(11))).toMatchObject({ ok: false, error: { code: 'EAGAIN', received: 3 } });
  });

  it('says UNEXPECTED_EOF, then EOF, when the peer ends', () => {
    const { client, server } = tcp_pair();
    unwrap(send_all(server, Buffer.from('HEL')));
    unwrap(shutdown(server, SHUT_WR));
    expect(recv_exact(client, Buffer.alloc(11))).toMatchObject({
      ok: false,
      error: { code: 'UNEXPECTED_EOF', received: 3 },
    });
    expect(recv_exact(client, Buffer.alloc(11))).toMatchObject({ ok: false, error: { code: 'EOF', received: 0 } });
  });

  it('says ECONNRESET, behind the bytes that had come, when the peer resets', () => {
    const { client, server } = tcp_pair();
    unwrap(send_all(server, Buffer.from('HEL')));
    unwrap(setsockopt(server, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
    unwrap(close(server));
    expect(recv_exact(client, Buffer.alloc(11))).toMatchObject({
      ok: false,
      error: { code: 'ECONNRESET', received: 3 },
    });
  });
});
