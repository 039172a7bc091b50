import fc from 'fast-check';
import {
  type Fd,
  frame_header,
  MSG_DONTWAIT,
  MSG_ZEROCOPY,
  recv,
  recv_frame,
  type StreamOptions,
  send_all,
  send_frame,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { allocations } from '../support/allocations.js';
import { fd, plays } from '../support/kernel.js';
import { mirror_frames } from '../support/peers.js';
import { program, run, traced } from '../support/servers.js';
import { pair, patient } from '../support/sockets.js';
import { no_strace } from '../support/strace.js';

const hello = Buffer.from('HELLO-WORLD');
const wire = '\0\0\0\vHELLO-WORLD';

describe('send_frame, the kernel played', () => {
  const line = (from: number, taken: number | string) => {
    const parts = from < 4 ? `"${wire.slice(from, 4)}", "HELLO-WORLD"` : `"${wire.slice(from)}"`;
    return `sendmsg(7, [${parts}], MSG_NOSIGNAL) = ${taken}`;
  };

  it('is one sendmsg of header and payload', () => {
    expect(plays([line(0, 15)], () => send_frame(fd, hello))).toEqual({ ok: true, value: 15 });
  });

  it.each(Array.from({ length: 14 }, (_, i) => i + 1))('goes on behind the %i bytes that were taken', (taken) => {
    const sent = plays([line(0, taken), line(taken, 'EINTR'), line(taken, 15 - taken)], () => send_frame(fd, hello));
    expect(sent).toEqual({ ok: true, value: 15 });
  });

  it('goes on after each single byte', () => {
    const script = Array.from(wire, (_, from) => line(from, 1));
    expect(plays(script, () => send_frame(fd, hello))).toEqual({ ok: true, value: 15 });
  });

  it('sends the header alone for an empty payload', () => {
    const script = ['sendmsg(7, ["\0\0\0\0", ""], MSG_NOSIGNAL) = 4'];
    expect(plays(script, () => send_frame(fd, new Uint8Array(0)))).toEqual({ ok: true, value: 4 });
  });

  it.each([2, 9])('counts the header in `sent`: %i bytes, then EPIPE', (taken) => {
    const sent = plays([line(0, taken), line(taken, 'EPIPE')], () => send_frame(fd, hello));
    expect(sent).toMatchObject({ ok: false, error: { syscall: 'sendmsg', code: 'EPIPE', sent: taken } });
  });

  it('refuses MSG_ZEROCOPY: the kernel would read the header when it is used again', () => {
    expect(() => plays([], () => send_frame(fd, hello, { flags: MSG_ZEROCOPY }))).toThrow(
      'send_frame: options.flags must not have MSG_ZEROCOPY',
    );
  });
});

describe('recv_frame, the kernel played', () => {
  const played = (script: readonly string[], options?: StreamOptions & { cap?: number }) =>
    plays(script, () => recv_frame(fd, options));

  it('asks for the header, then for exactly the payload', () => {
    const frame = unwrap(played(['recv(7, 4, 0) = "\0\0\0\v"', 'recv(7, 11, 0) = "HELLO-WORLD"']));
    expect(String(Buffer.from(frame))).toBe('HELLO-WORLD');
  });

  it('asks for nothing after the header of an empty frame', () => {
    expect(unwrap(played(['recv(7, 4, 0) = "\0\0\0\0"']))).toHaveLength(0);
  });

  it.each(Array.from({ length: 15 }, (_, i) => i))('tells an end behind byte %i of a frame', (came) => {
    const header = came === 0 ? [] : [`recv(7, 4, 0) = "${wire.slice(0, Math.min(came, 4))}"`];
    const payload = came <= 4 ? [] : [`recv(7, 11, 0) = "${wire.slice(4, came)}"`];
    const missing = came < 4 ? 4 - came : 15 - came;
    const got = played([...header, ...payload, `recv(7, ${missing}, 0) = 0`]);
    expect(got).toMatchObject({ ok: false, error: { code: came === 0 ? 'EOF' : 'UNEXPECTED_EOF', received: came } });
  });

  it.each([
    ['header', ['recv(7, 4, 0) = "\0\0"', 'recv(7, 2, 0) = ECONNRESET'], 2],
    ['payload', ['recv(7, 4, 0) = "\0\0\0\v"', 'recv(7, 11, 0) = "HEL"', 'recv(7, 8, 0) = ECONNRESET'], 7],
  ] as const)('counts the whole frame in `received`: ECONNRESET in the %s', (_, script, received) => {
    expect(played(script)).toMatchObject({ ok: false, error: { syscall: 'recv', code: 'ECONNRESET', received } });
  });

  it('has one deadline for header and payload', () => {
    const script = [
      'poll(7, POLLIN, 100) = 1 <60>',
      'recv(7, 4, MSG_DONTWAIT) = "\0\0\0\v"',
      'poll(7, POLLIN, 40) = 1 <30>',
      'recv(7, 11, MSG_DONTWAIT) = "HEL"',
      'poll(7, POLLIN, 10) = 0 <10>',
    ];
    const got = played(script, { deadline: 100 });
    expect(got).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', received: 7 } });
  });

  it.each([
    [0, '\0\0\0\x01', 1],
    [10, '\0\0\0\v', 11],
    [1024, '\xff\xff\xff\xff', 0xffff_ffff],
  ])('reads and allocates nothing more over a cap of %i', (cap, header, announced) => {
    const receive = () => {
      const got = played([`recv(7, 4, 0) = "${header}"`], { cap });
      expect(got).toMatchObject({ ok: false, error: { code: 'FRAME_TOO_LARGE', announced, cap, received: 4 } });
    };
    receive();
    expect(allocations(receive)).toEqual([]);
  });

  it('allocates the payload, and only that: what a header and a small payload came through is used again', () => {
    const script = ['recv(7, 4, 0) = "\0\0\0\v"', 'recv(7, 11, 0) = "HELLO-WORLD"'];
    const first = unwrap(played(script));
    const again = ['recv(7, 4, 0) = "\0\0\0\v"', 'recv(7, 11, 0) = "hello-world"'];
    expect(allocations(() => unwrap(played(again)))).toEqual([11]);
    expect(String(Buffer.from(first))).toBe('HELLO-WORLD');
  });

  it('gives its rooms to nobody who calls meanwhile', () => {
    const [a, b] = pair();
    const [c, d] = pair();
    for (const [fd, word] of [
      [a, 'HELLO'],
      [c, 'WORLD'],
    ] as const)
      unwrap(send_frame(fd, Buffer.from(word)));
    let inner: unknown;
    const off = interpose((below) => ({
      recv(fd, buf, flags) {
        const received = below.recv(fd, buf, flags);
        if (fd === b) inner ??= String(Buffer.from(unwrap(recv_frame(d))));
        return received;
      },
    }));
    const outer = String(Buffer.from(unwrap(recv_frame(b))));
    off();
    expect([outer, inner]).toEqual(['HELLO', 'WORLD']);
  });

  it.each([-1, 1.5, 2 ** 32, Number.NaN])('refuses a cap of %d before any call', (cap) => {
    expect(() => played([], { cap })).toThrow(RangeError);
  });
});

describe('frames on this kernel', () => {
  const MiB = 1 << 20;

  async function mirror(): Promise<Fd> {
    const [a, b] = pair().map(patient) as [Fd, Fd];
    await mirror_frames(b);
    return a;
  }

  it('come back as they went: 0, 1, 4, 5 bytes, 64 KiB, and 1 MiB at the default cap', async () => {
    const a = await mirror();
    for (const size of [0, 1, 4, 5, 65536, MiB]) {
      const payload = Uint8Array.from({ length: size }, (_, i) => (i * 7) % 256);
      expect(unwrap(send_frame(a, payload))).toBe(4 + size);
      expect(Buffer.compare(unwrap(recv_frame(a)), payload), `${size} bytes`).toBe(0);
    }
  });

  it('come back as they went, whatever their sizes', async () => {
    const a = await mirror();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.nat(255), (size, seed) => {
        const payload = Uint8Array.from({ length: size }, (_, i) => (i + seed) % 256);
        unwrap(send_frame(a, payload));
        return Buffer.compare(unwrap(recv_frame(a)), payload) === 0;
      }),
      { numRuns: 50 },
    );
  });

  it('over the cap leave the rest in the queue, and the memory as it was', () => {
    const [a, b] = pair();
    const header = Buffer.alloc(4);
    header.writeUInt32BE(256 * MiB + 1);
    unwrap(send_all(a, Buffer.concat([header, hello])));
    const before = process.memoryUsage().arrayBuffers;
    const got = recv_frame(b, { cap: 256 * MiB });
    const grown = process.memoryUsage().arrayBuffers - before;
    expect(got).toMatchObject({ ok: false, error: { code: 'FRAME_TOO_LARGE', announced: 256 * MiB + 1, received: 4 } });
    expect(grown).toBeLessThan(MiB);
    const rest = Buffer.alloc(64);
    expect(recv(b, rest, MSG_DONTWAIT)).toEqual({ ok: true, value: 11 });
    expect(String(rest.subarray(0, 11))).toBe('HELLO-WORLD');
  });

  it('are received at a cap of exactly their length, and refused at one less', () => {
    const [a, b] = pair();
    unwrap(send_frame(a, hello));
    expect(unwrap(recv_frame(b, { cap: 11 }))).toHaveLength(11);
    unwrap(send_frame(a, hello));
    expect(recv_frame(b, { cap: 10 })).toMatchObject({ ok: false, error: { code: 'FRAME_TOO_LARGE', announced: 11 } });
  });

  it('are refused over 1 MiB unless the cap is another', () => {
    const [a, b] = pair();
    unwrap(send_all(a, frame_header(MiB + 1)));
    expect(recv_frame(b)).toMatchObject({
      ok: false,
      error: { code: 'FRAME_TOO_LARGE', announced: MiB + 1, cap: MiB, received: 4 },
    });
  });
});

describe.skipIf(no_strace !== undefined)(
  `frames under strace${no_strace === undefined ? '' : ` (${no_strace})`}`,
  () => {
    it('are one sendmsg there, and two recvfrom here', async () => {
      const trace = traced(
        program(`
        import { AF_UNIX, recv_frame, send_frame, SOCK_STREAM, socketpair, unwrap } from 'sys-socket';
        const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
        unwrap(send_frame(a, Buffer.from('HELLO-WORLD')));
        unwrap(recv_frame(b));
      `),
      );
      expect((await run(trace.command)).stderr).toBe('');
      const lines = trace.lines();
      const from = lines.findIndex((line) => line.startsWith('socketpair(AF_UNIX, SOCK_STREAM, 0,'));
      const calls = lines.slice(from + 1, from + 4).map((line) => line.replace(/\(\d+, /, '(FD, '));
      expect(calls).toEqual([
        'sendmsg(FD, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\\0\\0\\0\\v", iov_len=4}, ' +
          '{iov_base="HELLO-WORLD", iov_len=11}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL) = 15',
        'recvfrom(FD, "\\0\\0\\0\\v", 4, 0, NULL, NULL) = 4',
        'recvfrom(FD, "HELLO-WORLD", 11, 0, NULL, NULL) = 11',
      ]);
      expect(lines.slice(from + 4).filter((line) => /^(send|recv)/.test(line))).toEqual([]);
    });
  },
);
