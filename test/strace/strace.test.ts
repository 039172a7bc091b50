import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { unwrap } from 'sys-socket';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type StraceCall, type StraceEvent, strace, strace_stream } from '../../src/strace/index.js';
import { explain, probe_strace } from '../../src/strace/probe.js';
import { compiled } from '../support/cpp.js';
import { hang } from '../support/hang.js';
import { until } from '../support/servers.js';
import { no_strace } from '../support/strace.js';

const reason = no_strace === undefined ? '' : ` (${no_strace})`;
const dist = new URL('../../dist/strace/index.js', import.meta.url).href;

/** The processes that run with this word among their arguments. */
function running(word: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').includes(word);
      } catch {
        return false;
      }
    })
    .map(Number);
}

let last = 100_000 + (process.pid % 100_000) * 100;
/** A duration that nobody else sleeps for: how a test knows its own. */
function own_sleep(): string {
  last += 1;
  return `${last}`;
}

/** Three sleepers: a plain child, one in a session of its own, and one whose parent is gone. */
const family = (time: string) =>
  `setsid sleep ${time} & (setsid sh -c "sleep ${time} & sleep ${time}" &) ; sleep ${time}`;

const calls_of = (events: readonly StraceEvent[]): StraceCall[] => events.filter((event) => event.kind === 'call');

describe.skipIf(no_strace !== undefined)(`strace${reason}`, () => {
  it('gives the calls, what was printed, and how it ended', async () => {
    const run = unwrap(
      await strace('sh', ['-c', 'cat; echo oops >&2; exit 3'], { stdin: Buffer.from('hello'), trace: 'write' }),
    );
    expect(run).toMatchObject({ status: 3, signal: null, stdout: 'hello', stderr: 'oops\n' });
    const writes = calls_of(run.events).map(({ name, result }) => `${name} ${result}`);
    expect(writes).toEqual(['write 5', 'write 5']);
    expect(calls_of(run.events)[0]?.start).toBeGreaterThan(Date.now() - 60_000);
    expect(calls_of(run.events)[0]?.duration).toBeGreaterThan(0);
  });

  it('names the signal that ended the program', async () => {
    expect(unwrap(await strace('sh', ['-c', 'kill -TERM $$'])).signal).toBe('SIGTERM');
  });

  it('leaves the descriptors of the program as they would be', async () => {
    const { stdout } = unwrap(await strace('ls', ['/proc/self/fd'], { trace: 'none' }));
    const plain = execFileSync('ls', ['/proc/self/fd'], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });
    expect(stdout).toBe(plain);
  });

  it('injects', async () => {
    const { events } = unwrap(await strace('cat', [], { trace: 'read', inject: ['read:error=EIO:when=2+'] }));
    expect(calls_of(events).at(-1)).toMatchObject({ code: 'EIO', errno: 5, injected: 'retval' });
  });

  it('keeps the stacks, where they are asked for', async () => {
    const { events } = unwrap(await strace('echo', [], { stacks: true, trace: 'write' }));
    expect(calls_of(events)[0]?.stack?.[0]).toContain('libc');
  });

  it('says that there is no such program', async () => {
    expect(await strace('/nowhere/program')).toMatchObject({ ok: false, error: { code: 'ENOENT', events: [] } });
  });

  it('says what strace did not like', async () => {
    const refused = await strace('true', [], { trace: 'nonsense' });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'NOT_TRACED', message: "invalid system call 'nonsense'" },
    });
  });

  it('ends all processes when the time is up, and gives the events until then', async () => {
    const time = own_sleep();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => timers.mockRestore());
    const run = strace('sh', ['-c', family(time)], { timeout: 3_600_000, trace: 'execve,setsid' });
    await until('the sleepers', () => running(time).length >= 4);
    const [end, , ...args] = timers.mock.calls.find(([, ms]) => ms === 3_600_000) ?? [];
    end?.(...args);
    const late = await run;
    expect(late).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED' } });
    expect(calls_of(late.ok ? [] : late.error.events).some(({ name }) => name === 'setsid')).toBe(true);
    expect(running(time)).toEqual([]);
  });

  it('ends all processes when the signal is aborted', async () => {
    const time = own_sleep();
    const controller = new AbortController();
    const run = strace('sh', ['-c', family(time)], { signal: controller.signal });
    await until('the sleepers', () => running(time).length >= 4);
    controller.abort();
    expect(await run).toMatchObject({ ok: false, error: { code: 'ABORTED' } });
    expect(running(time)).toEqual([]);
    expect(await strace('true', [], { signal: controller.signal })).toMatchObject({ error: { code: 'ABORTED' } });
  });

  it('ends a program that ignores every signal that can be ignored, and whose output nobody reads', async () => {
    const time = own_sleep();
    const run = strace_stream('sh', ['-c', `trap "" TERM INT HUP PIPE; sleep ${time} & while :; do echo; done`], {
      timeout: 500,
    });
    expect(await run.ended).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED' } });
    expect(running(time)).toEqual([]);
  });

  it('ends, and leaves nothing that spins, when it is stopped while its program ends by itself', async () => {
    const word = own_sleep();
    for (let ms = 0; ms < 30; ++ms) {
      const run = strace_stream('sh', ['-c', 'exit', word], { trace: 'close' });
      await sleep(ms); // some of these are the moment at which strace ends
      await run.stop();
      await run.ended;
    }
    expect(running(word)).toEqual([]);
  });

  it('ends all processes when its own process is killed', async () => {
    const time = own_sleep();
    const script = `import { strace } from '${dist}'; await strace('sh', ['-c', ${JSON.stringify(family(time))}], { timeout: 60000 });`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    const exited = once(parent, 'exit');
    await until('the sleepers', () => running(time).length >= 4);
    parent.kill('SIGKILL');
    await exited;
    await until('the end of the sleepers', () => running(time).length === 0);
    const guards = () => readdirSync('/proc').filter((pid) => is_guard_of(pid, time));
    await until('the end of the guard', () => guards().length === 0);
  });

  it.each([
    [
      'returns early',
      async (run: AsyncIterable<StraceEvent>) => {
        for await (const _ of run) return;
      },
    ],
    [
      'throws',
      async (run: AsyncIterable<StraceEvent>) => {
        for await (const _ of run) throw new Error('thrown');
      },
    ],
  ])('ends all processes when the reader of the events %s', async (_how, read) => {
    const time = own_sleep();
    const run = strace_stream('sh', ['-c', family(time)]);
    await read(run).catch((error) => expect(error.message).toBe('thrown'));
    expect(running(time)).toEqual([]);
    expect((await run.ended).ok).toBe(true);
  });

  it('ends all processes at the end of an `await using`', async () => {
    const time = own_sleep();
    {
      await using run = strace_stream('sh', ['-c', family(time)], { trace: 'setsid' });
      expect(run).toBeDefined();
      await until('the sleepers', () => running(time).length >= 4);
    }
    expect(running(time)).toEqual([]);
  });

  it('gives events while the program runs', async () => {
    const time = own_sleep();
    const run = strace_stream('sh', ['-c', `echo first; sleep ${time}`], { trace: 'write' });
    for await (const event of run) if (event.kind === 'call' && event.name === 'write') break;
    expect(running(time)).toEqual([]);
  });

  it.each([
    [TypeError, 'strace: program must be a string', () => strace(1 as never)],
    [RangeError, 'strace: program must not be empty', () => strace('')],
    [TypeError, 'strace: args[1] must be a string', () => strace('true', ['a', 2 as never])],
    [RangeError, 'strace: args[0] must not contain a NUL', () => strace('true', ['\0'])],
    [RangeError, 'strace: timeout must be an integer from 1', () => strace('true', [], { timeout: 0 })],
    [RangeError, 'strace: strings must be an integer from 0', () => strace('true', [], { strings: -1 })],
  ])('throws for a misuse: %s %s', async (type, message, misuse) => {
    await expect(misuse()).rejects.toThrow(type);
    await expect(misuse()).rejects.toThrow(message);
  });
});

function is_guard_of(pid: string, word: string): boolean {
  try {
    return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(word);
  } catch {
    return false;
  }
}

describe('probe_strace', () => {
  /** What a process says that runs probe_strace. */
  async function probe(
    command: readonly string[],
    env = process.env,
  ): Promise<{ ok: boolean; error?: { code: string; cause: string; message: string } }> {
    const script = `import { probe_strace } from '${dist}'; console.log(JSON.stringify(await probe_strace()));`;
    const [program = '', ...args] = [...command, process.execPath, '--input-type=module', '-e', script];
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'], timeout: hang });
    const pieces: Uint8Array[] = [];
    for await (const piece of child.stdout) pieces.push(piece);
    return JSON.parse(Buffer.concat(pieces).toString());
  }

  it.skipIf(no_strace !== undefined)(`says which strace it is${reason}`, async () => {
    expect(unwrap(await probe_strace())).toEqual({
      path: expect.stringMatching(/^\/.*strace$/),
      version: expect.stringMatching(/^\d+\.\d/),
    });
  });

  it('says that there is none: a PATH without it', async () => {
    expect(await probe([], { ...process.env, PATH: '/nowhere' })).toMatchObject({
      ok: false,
      error: { code: 'ENOENT', cause: 'missing' },
    });
  });

  it.skipIf(no_strace !== undefined)(
    `says that this process is traced already: strace -f around it${reason}`,
    async () => {
      const refused = await probe(['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=none']);
      expect(refused).toMatchObject({ ok: false, error: { code: 'EPERM', cause: 'traced' } });
      expect(refused.error?.message).toMatch(/Operation not permitted.*process \d+ is already tracing this process/);
    },
  );

  it.skipIf(no_strace !== undefined)(
    `says that a seccomp filter forbids it: ptrace(2) gives EPERM${reason}`,
    async () => {
      const without_ptrace = compiled(`
      #include <linux/filter.h>
      #include <linux/seccomp.h>
      #include <cstddef>
      #include <sys/prctl.h>
      #include <sys/syscall.h>
      #include <unistd.h>
      int main(int, char** argv) {
        sock_filter code[] = {
          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ptrace, 0, 1),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        sock_fprog program = {4, code};
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) return 1;
        execv(argv[1], argv + 1);
      }`);
      expect(await probe([without_ptrace])).toMatchObject({ ok: false, error: { code: 'EPERM', cause: 'seccomp' } });
    },
  );

  it.each([
    ['traced', 'TracerPid:\t12\nCapEff:\t0\nSeccomp:\t0\n', '0'],
    ['yama', 'TracerPid:\t0\nCapEff:\t000001ffffffffff\nSeccomp:\t0\n', '3\n'],
    ['yama', 'TracerPid:\t0\nCapEff:\t0000000000000000\nSeccomp:\t0\n', '2\n'],
    ['unknown', 'TracerPid:\t0\nCapEff:\t000001ffffffffff\nSeccomp:\t0\n', '2\n'],
    ['seccomp', 'TracerPid:\t0\nCapEff:\t0000000000000000\nSeccomp:\t2\n', '1\n'],
    ['unknown', '', ''],
  ])('finds the cause: %s', (cause, status, scope) => {
    expect(explain(status, scope).cause).toBe(cause);
  });
});
