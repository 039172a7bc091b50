import { expect, it } from 'vitest';
import { no_strace } from '../support/strace.js';
import { proves_itself } from './kit.js';

proves_itself('readiness', ({ right, twin }) => {
  it('asked in five ways after each of 13 events, and draws every answer', () => {
    const [, ...rows] = right().file('events.csv').trimEnd().split('\r\n');
    expect(rows).toHaveLength(13 * 5);
    for (const row of rows) expect(row).toMatch(/^[^,]+,[^,]+,([^,]+),\1$/); // measured as the law
    expect(right().stdout).toMatch(/12\. the peer shuts down +0 +IN\|RDHUP +IN\|RDHUP +IN\|RDHUP +IN\|RDHUP\n/);
  });

  it.skipIf(no_strace)(`shows EAGAIN in the strace${no_strace ? ` (${no_strace})` : ''}`, () => {
    expect(right().file('program.strace')).toMatch(/recvfrom\(.* = -1 EAGAIN/);
    expect(twin().file('program.strace')).not.toMatch(/recvfrom\(.* = -1 EAGAIN/);
  });

  it('draws what came back, which tells the program from its twin', () => {
    expect(right().file('figure.svg').match(/>all</g)).toHaveLength(4);
    expect(
      twin()
        .file('figure.svg')
        .match(/>1024, then it hangs</g),
    ).toHaveLength(2);
  });

  it('shows where the twin hangs: behind its buffer', () => {
    expect(twin().verdict.diagnoses).toEqual(['stops-before-EAGAIN', 'hangs']);
    const measured = twin().verdict.checks.find(({ otherwise }) => otherwise === 'hangs')?.measured;
    expect(measured).toBe('100 of 100, 1024 of 1024, 1024 of 4000, 1024 of 16384');
  });
});
