// What the loops of sys-socket/promises make of faults of the real strace, with a million bytes: all of them, or an error that says how many. Node's own calls
// are spared where one socket alone is made to fail. (Servers on the event loop: test/examples/faults.test.ts.)
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AF_UNIX, SO_SNDBUF, SOCK_CLOEXEC, SOCK_STREAM, SOL_SOCKET, setsockopt, socketpair, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { run, traced } from '../support/servers.js';
import { closing } from '../support/sockets.js';
import { no_strace, root } from '../support/strace.js';

const reason = no_strace === undefined ? '' : ` (${no_strace})`;
const trace = 'sendto,sendmsg,recvfrom,epoll_ctl,/^epoll_p?wait$';

interface Done {
  readonly code: string;
  readonly moved: number;
  readonly intact: boolean;
}

/** What promises-faults.mjs came to when calls on its socket, or all calls, fail by this rule. */
async function moved(rule: string, whose: 'of the socket' | 'of all'): Promise<Record<string, Done>> {
  const [here, there] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  for (const fd of [here, there]) unwrap(setsockopt(closing(fd), SOL_SOCKET, SO_SNDBUF, 65_536)); // so that it takes several calls
  const { command, lines } = traced([process.execPath, join(root, 'test/interop/promises-faults.mjs')], {
    trace,
    inject: [rule],
    ...(whose === 'of all' ? {} : { file: readlinkSync(`/proc/self/fd/${here}`) }),
  });
  const { status, stdout, stderr } = await run(command, undefined, [here, there]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(lines().filter((line) => line.endsWith('(INJECTED)')).length).toBeGreaterThan(0);
  return JSON.parse(stdout.toString()) as Record<string, Done>;
}

const whole = {
  send_all: { code: 'ok', moved: 1_000_000, intact: true },
  send_frame: { code: 'ok', moved: 1_000_004, intact: true },
  recv_exact: { code: 'ok', moved: 1_000_000, intact: true },
  recv_frame: { code: 'ok', moved: 1_000_004, intact: true },
};

describe.skipIf(no_strace !== undefined)(`a million bytes by the promises, under faults of strace${reason}`, () => {
  it.each([
    ['sendto,sendmsg,recvfrom:error=EINTR:when=2+3', 'of the socket'],
    ['sendto,sendmsg,recvfrom:error=EAGAIN:when=2+3', 'of the socket'],
    ['/^epoll_p?wait$:error=EINTR:when=1+2', 'of all'],
  ] as const)('are all moved: %s, %s', async (rule, whose) => {
    expect(await moved(rule, whose)).toEqual(whole);
  });

  it('are reported by their number when the connection is reset, and those that had not come are still there', async () => {
    const done = Object.values(await moved('sendto,sendmsg,recvfrom:error=ECONNRESET:when=2+3', 'of the socket'));
    expect(done).toEqual(Array(4).fill({ code: 'ECONNRESET', moved: expect.any(Number), intact: true }));
    for (const { moved } of done) expect(moved > 0 && moved < 1_000_000).toBe(true);
  });

  it('are reported by their number when the second wait fails, and the next transfer waits as before', async () => {
    const done = await moved('epoll_ctl:error=ENOMEM:when=2', 'of the socket');
    expect(done).toEqual({ ...whole, send_all: { code: 'ENOMEM', moved: expect.any(Number), intact: true } });
    expect(done.send_all?.moved).toBeGreaterThan(0);
  });
});
