// The frames in the view of the real strace: each socket has its own, however little of it the trace shows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compiled } from '../support/cpp.js';
import { no_strace, strace_command } from '../support/strace.js';
import { sys_socket } from './kit.js';

const folder = mkdtempSync(join(tmpdir(), 'sys-socket-frames-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file with this text. */
function log(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A frame that stops in its payload, then a whole one on sockets with the same numbers. The first header is peeked at, and so is the end. */
const program = () =>
  compiled(`
#include <sys/socket.h>
#include <unistd.h>
int main() {
  for (int whole = 0; whole < 2; ++whole) {
    int pair[2];
    char got[16];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) return 1;
    if (send(pair[0], whole ? "\\0\\0\\0\\5WORLD" : "\\0\\0\\0\\5HEL", whole ? 9 : 7, MSG_NOSIGNAL) < 0) return 1;
    close(pair[0]);
    if (!whole) recv(pair[1], got, 4, MSG_PEEK);
    recv(pair[1], got, 4, 0);
    if (read(pair[1], got, 2) != 2) return 1;
    recv(pair[1], got, 16, 0);
    if (!whole) recv(pair[1], got, 16, MSG_PEEK);
    if (!whole) recv(pair[1], got, 16, 0);
    close(pair[1]);
  }
}`);

/** What is noted at the calls of this name. */
const notes = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`${name}\\(.*\\) += \\d+ +(.*?) +log:\\d+$`, 'gm'))].map(([, note]) => note);

const skipped = no_strace === undefined ? '' : ` (skipped: ${no_strace})`;

describe.skipIf(no_strace)(`frames in a log of the real strace${skipped}`, () => {
  const received = [
    '',
    'header 5',
    'payload 3 of 5: L, partial: 1 of 16',
    '',
    'end of stream',
    'header 5',
    'payload 5 of 5: RLD, partial: 3 of 16',
  ];

  it('begin anew with a socket whose number is reused, and a peek takes nothing of them', async () => {
    // Neither socketpair nor accept is traced, so nothing in the log but close shows that the numbers are reused.
    const { log: text } = strace_command([program()], { trace: 'sendto,recvfrom,read,close' });
    const { stdout } = await sys_socket(['strace', '--all', log('log', text)]);
    expect(notes(stdout, 'sendto')).toEqual(['header 5, payload 3 of 5: HEL', 'header 5, payload WORLD']);
    expect(notes(stdout, 'recvfrom')).toEqual(received);
    expect(stdout).not.toContain('findings');
  });

  it('are followed through calls that are not shown', async () => {
    const { log: text } = strace_command([program()], { trace: '%network,read,close' });
    const { stdout } = await sys_socket(['strace', '-e', 'recvfrom', log('log', text)]);
    expect(notes(stdout, 'recvfrom')).toEqual(received);
  });

  it('of several logs are not mixed, though numbers and lines are the same', async () => {
    const one = (payload: string) =>
      `1.0 socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0 <0.0>\n1.1 sendto(3, "${payload}`;
    const logs = [
      log('one.log', `${one('\\0\\0\\0\\5HEL", 7')}, MSG_NOSIGNAL, NULL, 0) = 7 <0.0>\n`),
      log('two.log', `${one('\\0\\0\\0\\5WORLD", 9')}, MSG_NOSIGNAL, NULL, 0) = 9 <0.0>\n`),
    ];
    const { stdout } = await sys_socket(['strace', ...logs]);
    expect(stdout).toContain('payload 3 of 5: HEL');
    expect(stdout).toContain('payload WORLD');
  });
});
