// A kernel that plays a script is one that a right program cannot tell from a real one.
import {
  close,
  type Fd,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_PEEK,
  MSG_WAITALL,
  MSG_WAITFORONE,
  mmsghdr,
  POLLIN,
  poll,
  readv,
  recv,
  recvmmsg,
  recvmsg,
  send,
  sendmmsg,
  sendmsg,
  sendto,
  unwrap,
  write,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { play } from '../../src/learn/play.js';
import { native } from '../../src/native.js';

/** What receives of so many bytes say, one after another. */
async function receives(pieces: Parameters<typeof play>[0], sizes: readonly number[], flags = 0) {
  const { returned, stopped } = await play(pieces, (fd) =>
    sizes.map((size) => {
      const room = Buffer.alloc(size);
      const got = recv(fd, room, flags);
      return got.ok ? room.toString('latin1', 0, got.value) : got.error.code;
    }),
  );
  return returned ?? stopped;
}

describe('what comes', () => {
  it('comes in the pieces of the script, and no receive joins two', async () => {
    expect(await receives(['HEL', 'LO'], [11, 11])).toEqual(['HEL', 'LO']);
  });

  it('stays where a receive has no room for it', async () => {
    expect(await receives(['HELLO'], [2, 2, 2])).toEqual(['HE', 'LL', 'O']);
  });

  it('is a signal, an error, or the end, which stays', async () => {
    expect(await receives(['EINTR', 'A', 'ECONNRESET', 0], [4, 4, 4, 4, 4])).toEqual([
      'EINTR',
      'A',
      'ECONNRESET',
      '',
      '',
    ]);
  });

  it('comes together for MSG_WAITALL, until a signal or the end', async () => {
    expect(await receives(['HEL', 'LO', 'NEXT'], [5], MSG_WAITALL)).toEqual(['HELLO']);
    expect(await receives(['HEL', 'EINTR', 'LO', 0], [5, 5, 5, 5], MSG_WAITALL)).toEqual(['HEL', 'EINTR', 'LO', '']);
  });

  it('can be looked at with MSG_PEEK', async () => {
    expect(await receives(['HELLO'], [2, 5], MSG_PEEK)).toEqual(['HE', 'HELLO']);
    // A signal, or an error, is told once.
    expect(await receives(['EINTR', 'HELLO'], [5, 5], MSG_PEEK)).toEqual(['EINTR', 'HELLO']);
  });

  it('is nothing behind the script: a receive would sleep, and one that never does is refused', async () => {
    expect(await receives(['A'], [1, 1])).toBe('sleeps');
    expect(await receives(['A'], [1, 1], MSG_DONTWAIT)).toEqual(['A', 'EAGAIN']);
  });

  it('goes into several pieces of memory, and poll says that it is there', async () => {
    const [a, b, c] = [Buffer.alloc(2), Buffer.alloc(2), Buffer.alloc(4)];
    const run = (fd: Fd) => [
      unwrap(poll([{ fd, events: POLLIN }], -1)),
      unwrap(readv(fd, [a, b])),
      unwrap(recvmsg(fd, { msg_iov: [c] })),
    ];
    const { returned } = await play(['HEL', 'LO'], run);
    expect([returned?.[1], `${a}${b}`]).toEqual([3, 'HEL\0']);
    expect(c.toString('latin1', 0, 2)).toBe('LO');
  });

  it('goes into the messages of a batch, up to an error, which the next receive tells', async () => {
    const batch = mmsghdr(3, { bytes: 4 });
    const came = (count: number) => Array.from({ length: count }, (_, i) => String(Buffer.from(batch.bytes(i))));
    const { returned, received } = await play(['HELLO', 'EINTR', 'A', 0], (fd) => {
      const told: unknown[] = [];
      for (const flags of [0, 0, MSG_WAITFORONE]) {
        const got = recvmmsg(fd, batch, 3, flags);
        told.push(got.ok ? came(got.value) : got.error.code);
      }
      return told;
    });
    expect(returned).toEqual([['HELL', 'O'], 'EINTR', ['A', '', '']]);
    expect(received).toBe(6);
  });
});

describe('what is sent', () => {
  it('is taken as the script says, and then all of it', async () => {
    const { sent, returned } = await play({ takes: [3, 'EINTR'] }, (fd) =>
      [Buffer.from('HELLO'), Buffer.from('LO'), Buffer.from('LO')].map((part) => {
        const taken = send(fd, part);
        return taken.ok ? taken.value : taken.error.code;
      }),
    );
    expect(returned).toEqual([3, 'EINTR', 2]);
    expect(String(sent)).toBe('HELLO');
  });

  it('is cut across pieces of memory', async () => {
    const { sent } = await play({ takes: [3] }, (fd) =>
      sendmsg(fd, { msg_iov: [Buffer.from('HE'), Buffer.from('LLO')] }),
    );
    expect(String(sent)).toBe('HEL');
  });

  it('is the messages of a batch, up to one of which a part is sent', async () => {
    const batch = mmsghdr(3, { bytes: 8 });
    for (const [i, text] of ['HE', 'LLO', '!'].entries()) batch.set(i, Buffer.from(text));
    const { sent, returned } = await play({ takes: [2, 1, 2, 'EPIPE'] }, (fd) => {
      const first = sendmmsg(fd, batch, 3);
      const rest = sendmmsg(fd, batch, 3);
      const last = sendmmsg(fd, batch, 3);
      return [first, rest, last].map((told) => (told.ok ? told.value : told.error.code));
    });
    expect(returned).toEqual([2, 1, 3]);
    expect([String(sent), batch.msg_len(2)]).toEqual(['HELHEHELLO!', 1]);
  });
});

it('is sent by write and sendto too', async () => {
  const { returned, sent } = await play([], (fd) => [
    unwrap(write(fd, Buffer.from('HELLO-'))),
    unwrap(sendto(fd, Buffer.from('WORLD'), MSG_NOSIGNAL, null)),
  ]);
  expect(returned).toEqual([6, 5]);
  expect(String(sent)).toBe('HELLO-WORLD');
});

describe('a play', () => {
  it('ends when the function goes on without an end', async () => {
    const { stopped, calls } = await play([0], (fd) => {
      for (;;) recv(fd, Buffer.alloc(1));
    });
    expect(stopped).toBe('endless');
    expect(calls.length).toBeLessThan(100);
  });

  it('has the calls, with their lines', async () => {
    const { calls, rows } = await play(['A'], (fd) => recv(fd, Buffer.alloc(4)));
    expect(calls.map(({ name, result }) => [name, result])).toEqual([['recvfrom', 1]]);
    expect(calls[0]?.where).toMatch(/play\.test\.ts:\d+/);
    expect(rows.map(([, text]) => text).join('\n')).toMatch(
      /^A\nrecvfrom\(\d+, "A", 4, 0, NULL, NULL\) = 1 +play\.test\.ts:\d+\n/,
    );
  });

  it('answers for other functions', async () => {
    const { returned } = await play({ answers: { close: ['EIO', 0] } }, (fd) =>
      [close(fd), close(fd)].map(({ ok }) => ok),
    );
    expect(returned).toEqual([false, true]);
  });

  it('leaves the native table as it was', async () => {
    const before = { ...native };
    await play(['A'], () => {
      throw new Error('of the function');
    });
    expect(native).toEqual(before);
  });
});
