import { expect, it } from 'vitest';
import { no_strace } from '../support/strace.js';
import { proves_itself } from './kit.js';

proves_itself('nagle', ({ right, twin }) => {
  it.skipIf(no_strace)(`points at the gap in the trace${no_strace ? ` (${no_strace})` : ''}`, () => {
    const [, seconds] =
      /sendto\(.*\\v", 4, .*\n +sendto\(.*"HELLO-WORLD", 11, .*\n +recvfrom\(.* <(\d+\.\d+)>\n +\^ the payload waited/.exec(
        right().stdout,
      ) ?? [];
    expect(Number(seconds)).toBeGreaterThan(0.036);
  });

  it('shows that the peer alone can cure the twin: TCP_QUICKACK', () => {
    const holds = (law: RegExp) => twin().verdict.checks.find((check) => law.test(check.law))?.holds;
    expect(holds(/^TCP_QUICKACK/)).toBe(true);
    expect(holds(/^TCP_NODELAY/)).toBe(false);
  });
});
