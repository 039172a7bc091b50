// The view of the real strace: of logs that it wrote, and of C++ programs under it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, describe, expect, it } from 'vitest';
import { compiled } from '../support/cpp.js';
import { no_strace } from '../support/strace.js';
import { client, command, plain_env, server, sys_socket } from './kit.js';

const folder = mkdtempSync(join(tmpdir(), 'sys-socket-strace-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with this text. */
function log(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const clean = log(
  'clean.log',
  `1 1700000000.000000 socket(AF_UNIX, SOCK_STREAM, 0) = 3<UNIX-STREAM:[17]> <0.000010>
1 1700000000.000100 openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 4</etc/hosts> <0.000020>
1 1700000000.000200 sendto(3<UNIX-STREAM:[17->18]>, "\\0\\0\\0\\5HELLO", 9, MSG_NOSIGNAL, NULL, 0) = 9 <0.000030>
1 1700000000.000300 recvfrom(3<UNIX-STREAM:[17->18]>, "", 4, 0, NULL, NULL) = 0 <0.250000>
1 1700000000.300000 close(3<UNIX-STREAM:[17->18]>) = 0 <0.000010>
1 1700000000.400000 +++ exited with 0 +++
`,
);

/** The lines of the calls, without their times. */
const calls = (text: string) => text.split('\n').flatMap((line) => /^ *\d+\.\d{3} +(\w+\(.*)$/.exec(line)?.[1] ?? []);

describe('sys-socket strace LOG', () => {
  it('shows the calls on sockets, with frames and waits, each with its line of the log, and the end', async () => {
    const { status, stdout, stderr } = await sys_socket(['strace', clean]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(calls(stdout)).toEqual([
      expect.stringMatching(/^socket\(AF_UNIX, SOCK_STREAM, 0\) += 3<UNIX-STREAM:\[17\]> +clean\.log:1$/),
      expect.stringMatching(
        /^sendto\(3, ".*HELLO", 9, MSG_NOSIGNAL, NULL, 0\) += 9 +header 5, payload HELLO +clean\.log:3$/,
      ),
      expect.stringMatching(/^recvfrom\(3, "", 4, 0, NULL, NULL\) += 0 +end of stream, waited 250 ms +clean\.log:4$/),
      expect.stringMatching(/^close\(3\) += 0 +clean\.log:5$/),
    ]);
    expect(stdout).toMatch(/ 3 +3 +9 +\. .* closed +UNIX-STREAM:\[17->18\]\nclean\.log: exit status 0\n$/);
    expect(stdout).not.toContain('findings');
  });

  it('--all shows every call, --filter some', async () => {
    expect(calls((await sys_socket(['strace', '--all', clean])).stdout)).toHaveLength(5);
    expect(calls((await sys_socket(['strace', '-e', 'sendto', clean])).stdout)).toHaveLength(1);
  });

  it.each([
    [
      'a short count that was not continued',
      'sendto(3<TCP:[1]>, "HELLO", 5, MSG_NOSIGNAL, NULL, 0) = 2\nsendto(3<TCP:[1]>, "WORLD", 5, MSG_NOSIGNAL, NULL, 0) = 5\n',
      'the remaining 3 bytes next: sendto (event 1) moved 2 of 5',
    ],
    [
      'a call after the end',
      'recvfrom(3<TCP:[1]>, "", 4, 0, NULL, NULL) = 0\nrecvfrom(3<TCP:[1]>, "", 4, 0, NULL, NULL) = 0\n',
      'expected: ',
    ],
    [
      'a spin on EAGAIN',
      `brk(NULL) = 0x5\n${'recvfrom(3<TCP:[1]>, 0x1, 4, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\n'.repeat(10)}`,
      'expected: poll',
    ],
    [
      'a spin on EAGAIN in a log that shows nothing else',
      'recvfrom(3<TCP:[1]>, 0x1, 4, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\n'.repeat(1000),
      'expected: poll',
    ],
    [
      'a SIGPIPE',
      'sendto(3<TCP:[1]>, "x", 1, 0, NULL, 0) = -1 EPIPE (Broken pipe)\n--- SIGPIPE {si_signo=SIGPIPE} ---\n',
      'no SIGPIPE: use MSG_NOSIGNAL on the send before it',
    ],
    [
      'a socket that stays open',
      'close(3) = 0\nsocket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n+++ exited with 0 +++\n',
      'a close of 3',
    ],
    [
      "a socket that stays open in a log that begins with strace's own note",
      'strace: Process 7 attached with 2 threads\n7 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n7 close(4) = 0\n7 +++ exited with 0 +++\n',
      'a close of 3',
    ],
    [
      'a descriptor that is closed twice',
      'socket(AF_INET, SOCK_STREAM, 0) = 3\nclose(3) = 0\nclose(3) = -1 EBADF (Bad file descriptor)\n+++ exited with 0 +++\n',
      '3 is already closed',
    ],
  ])('finds %s', async (_what, text, expected) => {
    const { status, stdout } = await sys_socket(['strace', log('wrong.log', text)]);
    expect(stdout).toMatch(/\nfindings\n.* wrong\.log:\d+\n {2}expected: /);
    expect(stdout).toContain(expected);
    expect(status).toBe(0);
  });

  it('shows a finding on the page too, with its line of the log', async () => {
    const text = 'socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\nclose(4) = 0\n+++ exited with 0 +++\n';
    const { stdout } = await sys_socket(['strace', '--format=html', log('page.log', text)]);
    const { document } = parseHTML(stdout);
    const script = document.querySelector('script[type=module]')?.textContent ?? '';
    // What a browser would do with the page.
    Function(
      'document',
      'addEventListener',
      'getSelection',
      script,
    )(
      document,
      () => {},
      () => ({ isCollapsed: true }),
    );
    const found = document.getElementById('findings');
    expect(found?.hasAttribute('hidden')).toBe(false);
    expect(found?.textContent).toContain('socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3  (page.log:1)');
    expect(found?.textContent).toContain('expected: a close of 3 before the end');
  });

  it.each([
    [
      'what was done about SIGPIPE is only an address (-e verbose=none)',
      'rt_sigaction(SIGPIPE, 0x7ffc0, NULL, 8) = 0\nsendto(3<TCP:[1]>, "x", 1, 0, NULL, 0) = 1\n',
    ],
    [
      'SIGPIPE is ignored, in numbers (-X raw)',
      'rt_sigaction(13, {sa_handler=0x1, sa_mask=[], sa_flags=0}, NULL, 8) = 0\nsendto(3<TCP:[1]>, "x", 1, 0, NULL, 0) = 1\n',
    ],
    [
      'flags and types are numbers (-e raw=all)',
      `rt_sigaction(0x2, 0x7ffc0, 0, 0x8) = 0\nsendto(0x4, 0x7f, 0x1, 0x4000, 0, 0) = 0x1\nsendto(0x4, 0x7f, 0x1, 0x40|0x4000, 0, 0) = 0x1\nsocket(0x2, 0x2|0x80000, 0) = 0x5
sendto(0x5, 0x7f, 0x1, 0, 0x7f, 0x10) = 0x1\nrecvfrom(0x5, 0x7f, 0x1, 0, 0, 0) = 0\nrecvfrom(0x5, 0x7f, 0x1, 0, 0, 0) = 0x1
execve(0x7f, 0x7f, 0x7f) = 0\n+++ exited with 0 +++\n`,
    ],
    [
      'poll(2) may not have been traced',
      'recvfrom(3<TCP:[1]>, 0x1, 4, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\n'.repeat(99),
    ],
    [
      'poll(2) may not have been traced before a receive',
      'recvfrom(3<TCP:[1]>, 0x1, 4, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\nrecvfrom(3<TCP:[1]>, "ab", 4, 0, NULL, NULL) = 2\n',
    ],
    [
      'a pause between two tries was a wait that was not traced',
      '1700000000.000000 recvfrom(3<TCP:[1]>, 0x1, 4, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable) <0.000010>\n' +
        '1700000000.500000 recvfrom(3<TCP:[1]>, 0x1, 4, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable) <0.000010>\n',
    ],
    [
      'a program looks by the way whether something has arrived, several times between its calls, as socat does',
      `${'recvfrom(3<TCP:[1]>, 0x1, 4, MSG_DONTWAIT, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\n'.repeat(3)}listen(4, 5) = 0\n`.repeat(
        9,
      ),
    ],
    [
      'close(2) was not traced (-e trace=%network)',
      'socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n+++ exited with 0 +++\n',
    ],
    [
      'a number is reused in a thread whose creation was not traced (-e trace=%network)',
      '7 accept4(3, NULL, NULL, 0) = 4\n8 recvfrom(4, "", 8, 0, NULL, NULL) = 0\n7 accept4(3, NULL, NULL, 0) = 4\n9 recvfrom(4, "GET", 8, 0, NULL, NULL) = 3\n',
    ],
    [
      'a child was killed while it had a socket',
      '1 vfork() = 2\n2 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n2 +++ killed by SIGKILL +++\n1 +++ exited with 0 +++\n',
    ],
    [
      'SIGPIPE is ignored',
      'rt_sigaction(SIGPIPE, {sa_handler=SIG_IGN, sa_mask=[], sa_flags=0}, NULL, 8) = 0\nsendto(3<TCP:[1]>, "x", 1, 0, NULL, 0) = -1 EPIPE (Broken pipe)\n--- SIGPIPE {si_signo=SIGPIPE} ---\n',
    ],
    ['what was done about SIGPIPE is not in the log', 'sendto(3<TCP:[1]>, "x", 1, 0, NULL, 0) = 1\n'],
    ['a signal ended the server', 'socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n+++ killed by SIGTERM +++\n'],
    ['its end is not in the log', 'socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3\n'],
  ])('accuses nobody where %s', async (_what, text) => {
    expect((await sys_socket(['strace', log('right.log', text)])).stdout).not.toContain('findings');
  });

  it('says where EBADF comes from, what never returned, and how it ended', async () => {
    const text = `1 1.0 socket(AF_INET, SOCK_STREAM, 0) = 3 <0.0>
1 1.1 close(3) = 0 <0.0>
1 1.2 sendto(3, "x", 1, 0, NULL, 0) = -1 EBADF (Bad file descriptor) <0.0>
1 1.3 socket(AF_INET, SOCK_STREAM, 0) = 3 <0.0>
1 1.4 accept(3,  <unfinished ...>
1 1.5 +++ killed by SIGKILL +++
`;
    const { stdout } = await sys_socket(['strace', log('waits.log', text)]);
    expect(stdout).toContain('└ EBADF: the descriptor is not open: waits.log:2 closed it.');
    expect(stdout).toMatch(/accept\(3, +\.\.\. never returned +waits\.log:5\n/);
    expect(stdout).toMatch(/waits\.log: ended by SIGKILL\n$/);
  });

  it('reads stdin, has no times without -ttt, and names the lines that are not strace’s', async () => {
    const child = spawn(process.execPath, [command, 'strace', '-'], { env: plain_env() });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    child.stdin.end('socket(AF_INET, SOCK_STREAM, 0) = 3\nwhat is this\n');
    await once(child, 'close');
    expect(said).toContain('stdin has no timestamps: record it with strace -ttt -T');
    expect(said).toContain('socket(AF_INET, SOCK_STREAM, 0)');
    expect(said).toMatch(/a line is not strace output; stdin:2, at \d+: expected/);
    expect(said).toContain('stdin: its end is not in the trace');
  });

  it.each([
    [['strace'], 2, 'a log or -- PROGRAM is missing'],
    [['strace', clean, '--', 'true'], 2, 'give a log or -- PROGRAM, not both'],
    [['strace', '--inject', 'close:error=EIO', clean], 2, '--inject needs -- PROGRAM'],
    [['strace', '-e', 'sockets', clean], 2, "invalid system call 'sockets'"],
    [['strace', '--format', 'pdf', clean], 2, '--format must be'],
    [['strace', join(folder, 'none')], 1, 'ENOENT'],
    [['strace', log('empty.log', 'nothing\n')], 1, 'empty.log has no line of strace output'],
    [
      ['strace', clean, log('timeless.log', 'close(3) = 0\n')],
      1,
      'timeless.log has no timestamps, which several logs need',
    ],
  ])('%j ends with %d', async (args, wanted, message) => {
    const { status, stderr } = await sys_socket(args);
    expect({ status, lines: stderr.trimEnd().split('\n').length }).toEqual({ status: wanted, lines: 1 });
    expect(stderr).toContain(message);
  });
});

const skipped = no_strace === undefined ? '' : ` (skipped: ${no_strace})`;

describe.skipIf(no_strace)(`sys-socket strace and the real strace${skipped}`, () => {
  /** One end sends a frame to the other, and leaves it open when it is told to. */
  const program = () =>
    compiled(`
#include <cstdio>
#include <sys/socket.h>
#include <unistd.h>
int main(int argc, char**) {
  int pair[2];
  char frame[9];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) return 1;
  if (send(pair[0], "\\0\\0\\0\\5HELLO", 9, MSG_NOSIGNAL) != 9) return 1;
  if (recv(pair[1], frame, 9, MSG_WAITALL) != 9) return 1;
  std::puts("moved");
  close(pair[0]);
  if (argc == 1) close(pair[1]);
  return 7;
}`);

  it('runs a C++ program, shows its frames, and ends as it does', async () => {
    const { status, stdout, stderr } = await sys_socket(['strace', '--', program()]);
    expect({ status, stdout }).toEqual({ status: 7, stdout: 'moved\n' });
    expect(stderr.match(/header 5, payload HELLO/g)).toHaveLength(2);
    expect(stderr).toMatch(/program: exit status 7\n$/);
    expect(stderr).not.toContain('findings');
  });

  it('finds the socket that it leaves open, in a document too, which has stdout for itself', async () => {
    const { stdout, stderr } = await sys_socket(['strace', '--format=json', '--', program(), 'leak']);
    expect(stderr).toBe('moved\n');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.find(({ kind }) => kind === 'finding')).toMatchObject({
      program: 'program',
      line: expect.stringMatching(/^socketpair\(/),
      expected: expect.stringMatching(/^a close of \d+ before the end$/),
    });
  });

  it('--inject is strace’s', async () => {
    const rule = 'recvfrom:error=EINTR:when=1';
    const { status, stderr } = await sys_socket(['strace', '--inject', rule, '--', program()]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/recvfrom\(.*= -1 EINTR \(Interrupted system call\) \(INJECTED\)/);
  });

  it('hands SIGTERM on, and says so of the program', async () => {
    const asleep = compiled(`
#include <sys/socket.h>
#include <unistd.h>
int main() {
  socket(AF_INET, SOCK_STREAM, 0);
  pause();
}`);
    let asked = false;
    const { status, stderr } = await sys_socket(['strace', '--', asleep], {
      watch: (text, pid) => {
        if (asked || !text.includes('socket(AF_INET')) return;
        asked = true;
        process.kill(pid, 'SIGTERM');
      },
    });
    expect(status).toBe(128 + 15);
    expect(stderr).toMatch(/program: ended by SIGTERM\n$/);
  });

  it('says what strace says of a program that is not there', async () => {
    const { status, stderr } = await sys_socket(['strace', '--', join(folder, 'none')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/none.*No such file or directory/);
  });

  it('puts the logs of both ends on one clock: a ladder of the echo pair', async () => {
    const flags = ['-f', '-I2', '-ttt', '-T', '-yy', '-s', '4096', '-e', 'trace=%network,close'];
    const logs = ['server.log', 'client.log'].map((name) => join(folder, name));
    const one = spawn(
      'strace',
      [...flags, '-o', logs[0] ?? '', process.execPath, server, '--host', '127.0.0.1', '--port', '0'],
      { env: plain_env() },
    );
    const [told] = await once(one.stdout, 'data');
    const port = /:(\d+)\n/.exec(String(told))?.[1] ?? '';
    execFileSync(
      'strace',
      [...flags, '-o', logs[1] ?? '', process.execPath, client, 'HELLO-WORLD', '--host', '127.0.0.1', '--port', port],
      { env: plain_env() },
    );
    const gone = once(one, 'exit');
    one.kill();
    await gone;

    const { status, stdout } = await sys_socket(['strace', '--format=mermaid', ...logs]);
    expect(status).toBe(0);
    const steps = [...stdout.matchAll(/^ {2}(P\d->>P\d): (\w+)/gm)].map(([, way, call]) => `${way} ${call}`);
    expect(stdout).toContain('participant P1 as server.log\n  participant P2 as client.log\n');
    expect(steps[0]).toBe('P2->>P1 sendto');
    expect(steps.lastIndexOf('P1->>P2 sendto')).toBeGreaterThan(steps.indexOf('P2->>P1 sendto'));
    expect(stdout).toContain('payload HELLO-WORLD');
    const page = join(folder, 'both.html');
    await sys_socket(['strace', '--format=html', '-o', page, ...logs]);
    expect(readFileSync(page, 'utf8')).toContain('<title>server.log + client.log: trace</title>');
  });
});
