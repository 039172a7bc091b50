import { expect, it } from 'vitest';
import { no_strace } from '../support/strace.js';
import { proves_itself } from './kit.js';

proves_itself('closing', ({ right, twin }) => {
  it('asked the peer six times after each of four endings, and draws every answer', () => {
    const [, ...rows] = right().file('events.csv').trimEnd().split('\r\n');
    for (const row of rows) expect(row).toMatch(/,([^,]+),\1$/); // measured as the law
    expect(right().stdout).toMatch(/close +CLOSE_WAIT +5 +0 +1 +EPIPE +0\n/);
    expect(right().stdout).toMatch(/close, unread +CLOSE +5 +ECONNRESET +EPIPE +EPIPE +0\n/);
    expect(right().stdout).toMatch(/first 0 +EADDRINUSE +EADDRINUSE\n +first 1 +EADDRINUSE +ok\n/);
  });

  it('draws what arrived of the reply, which tells the program from its twin', () => {
    expect(right().file('figure.svg')).toContain('>65536 B, then FIN<');
    expect(twin().file('figure.svg')).toMatch(/>\d+ B, then ECONNRESET</);
  });

  it.skipIf(no_strace)(`shows SIGPIPE behind EPIPE in the strace${no_strace ? ` (${no_strace})` : ''}`, () => {
    const told = / sendto\(\d+, "x", 1, 0, NULL, 0\) = 1 .*\n +sendto\(.* = -1 EPIPE .*\n +--- SIGPIPE \{/;
    expect(right().stdout).toMatch(told);
  });

  it.skipIf(no_strace)(`shows what the twin leaves out${no_strace ? ` (${no_strace})` : ''}`, () => {
    expect(right().file('program.strace')).toMatch(/ shutdown\(\d+, SHUT_WR\) += 0[\s\S]* recvfrom\(.*, "", .* = 0 /);
    expect(twin().file('program.strace')).not.toMatch(/ shutdown\(/);
    expect(twin().verdict.diagnoses).toEqual(['reply-destroyed']);
    const measured = twin().verdict.checks.find(({ holds }) => !holds)?.measured;
    expect(measured).toMatch(/^\d+ of 65536 bytes, then ECONNRESET$/);
  });
});
