// Whose descriptor it is: threads and processes that share a table of descriptors, or have a copy of it. C++ programs under the real strace.
import { spawnSync } from 'node:child_process';
import { unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { findings_of } from '../../src/cli/strace/findings.js';
import { traced } from '../../src/cli/strace/shown.js';
import { parse_strace, type StraceEvent, strace } from '../../src/strace/index.js';
import { compiled } from '../support/cpp.js';
import { no_strace } from '../support/strace.js';

const program = () =>
  compiled(`
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int fd = -1;
volatile bool done = false;
alignas(16) char stack[65536];

void exec() {
  char name[] = "true";
  char* args[] = {name, nullptr};
  execve("/bin/true", args, environ);
  _exit(9);
}
void in_thread(void* (*run)(void*)) {
  pthread_t thread;
  pthread_create(&thread, nullptr, run, nullptr);
  pthread_join(thread, nullptr);
}
/** A process, or a thread without pthreads. */
void in_clone(int (*run)(void*), int flags) {
  int child = clone(run, stack + sizeof stack, flags, nullptr);
  if (child < 0) _exit(9);
  if (flags & CLONE_THREAD) while (!done) sched_yield();
  else waitpid(child, nullptr, 0);
}
void* idle(void*) { pause(); return nullptr; }
void* closes(void*) { close(fd); return nullptr; }
void* execs(void*) { exec(); return nullptr; }
void* unshares(void*) { if (unshare(CLONE_FILES) == 0) close(fd); return nullptr; }
void* unshares_by_range(void*) { syscall(SYS_close_range, fd, fd, 2 /* CLOSE_RANGE_UNSHARE */); return nullptr; }
int makes_and_execs(void*) { fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); exec(); return 0; }
int dies(void*) { raise(SIGKILL); return 0; }
int closes_its_own(void*) { close(fd); done = true; for (;;) pause(); }

int main(int, char** argv) {
  auto is = [&](const char* name) { return std::strcmp(argv[1], name) == 0; };
  int closes_at_end = std::atoi(argv[2]);
  if (!is("child makes and execs")) fd = socket(AF_INET, SOCK_STREAM | (is("thread execs, CLOEXEC") ? SOCK_CLOEXEC : 0), 0);
  if (is("thread closes")) in_thread(closes);
  if (is("thread unshares")) in_thread(unshares);
  if (is("thread unshares by close_range")) in_thread(unshares_by_range);
  if (is("thread execs") || is("thread execs, CLOEXEC")) {
    pthread_t other;
    pthread_create(&other, nullptr, idle, nullptr);
    in_thread(execs);
  }
  if (is("child makes and execs")) in_clone(makes_and_execs, CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD);
  if (is("child dies")) in_clone(dies, CLONE_FILES | SIGCHLD);
  if (is("thread without CLONE_FILES")) in_clone(closes_its_own, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD);
  for (int i = 0; i < closes_at_end; ++i) close(fd);
  if (is("loop up")) for (int i = 3; i < 20; ++i) close(i);
  if (is("loop down")) for (int i = 20; i >= 3; --i) close(i);
  if (is("pair")) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) return 1;
    for (int i = 0; i < 4; ++i) close(pair[i % 2]);
  }
  return 0;
}`);

const expected = (events: readonly StraceEvent[]) =>
  findings_of(events, { name: 'program', pid: 0, where: () => undefined }).map((finding) => finding.expected);

const skipped = no_strace === undefined ? '' : ` (skipped: ${no_strace})`;
const left_open = [expect.stringMatching(/^a close of \d+ before the end$/)];
const closed_twice = [expect.stringMatching(/^an open descriptor: \d+ is already closed$/)];

describe.skipIf(no_strace)(`the descriptors of threads and processes${skipped}`, () => {
  it.each<[mode: string, closes: number, findings: unknown[]]>([
    ['thread closes', 0, []],
    ['thread closes', 1, closed_twice],
    ['thread execs', 0, left_open],
    ['thread execs, CLOEXEC', 0, []],
    // Its execve closes only its own copy of the table.
    ['child makes and execs', 0, left_open],
    ['child makes and execs', 1, []],
    ['child makes and execs', 2, closed_twice],
    // The process itself was not killed.
    ['child dies', 0, left_open],
    ['child dies', 1, []],
    ['thread unshares', 0, left_open],
    ['thread unshares', 1, []],
    ['thread unshares by close_range', 0, left_open],
    ['thread unshares by close_range', 1, []],
    ['thread without CLONE_FILES', 0, left_open],
    ['thread without CLONE_FILES', 1, []],
  ])('%s, then %d closes', async (mode, closes, findings) => {
    const { events } = unwrap(await strace(program(), [mode, String(closes)], { trace: traced }));
    expect(expected(events)).toEqual(findings);
  });

  it.each<[mode: string, closes: number, findings: unknown[]]>([
    ['loop up', 1, []],
    ['loop down', 1, []],
    ['nothing more', 2, closed_twice],
    ['pair', 1, closed_twice],
    ['loop up', 2, closed_twice],
  ])('a loop over all numbers proves no second close: %s after %d closes', async (mode, closes, findings) => {
    const { events } = unwrap(await strace(program(), [mode, String(closes)], { trace: traced }));
    expect(expected(events)).toEqual(findings);
  });
});

describe.skipIf(no_strace)(`a log without the threads (no -f)${skipped}`, () => {
  it.each<[mode: string, findings: unknown[]]>([
    ['thread closes', []],
    ['nothing more', left_open],
  ])('%s', (mode, findings) => {
    const { stderr } = spawnSync('strace', [program(), mode, '0'], { encoding: 'utf8' });
    expect(expected([...parse_strace(stderr)])).toEqual(findings);
  });
});

describe('the processes of a log', () => {
  const made = 'socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3';
  it.each([
    [
      'flags are numbers (-X raw)',
      `7 ${made}\n7 clone(child_stack=0x7, flags=0x10f00) = 8\n8 close(3) = 0\n7 +++ exited with 0 +++\n`,
    ],
    // 8 is a thread first and a child that is killed later.
    [
      'the number of a thread is reused by a child',
      `7 clone(child_stack=0x7, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 8\n8 ${made}\n7 close(3) = 0\n8 +++ exited with 0 +++
7 vfork( <unfinished ...>\n8 ${made}\n8 +++ killed by SIGKILL +++\n7 <... vfork resumed>) = 8\n7 +++ exited with 0 +++\n`,
    ],
    [
      'a number is reused whose close is not in the log',
      `7 ${made}\n7 ${made}\n7 close(3) = 0\n7 +++ exited with 0 +++\n`,
    ],
    [
      'a thread is its own creator',
      `7 clone(flags=CLONE_FILES) = 7\n7 ${made}\n7 close(3) = 0\n7 +++ exited with 0 +++\n`,
    ],
  ])('are told apart where %s', (_what, log) => {
    expect(expected([...parse_strace(log)])).toEqual([]);
  });

  it('has a thread that is seen only by its execve', () => {
    const log = `7 ${made}\n7 close(4) = 0\n7 clone(child_stack=0x7, flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) = 8
8 execve("/bin/true", ["true"], 0x7 /* 5 vars */ <unfinished ...>\n7 +++ superseded by execve in pid 8 +++\n7 <... execve resumed>) = 0
7 +++ exited with 0 +++\n`;
    expect(expected([...parse_strace(log)])).toEqual(left_open);
  });
});
