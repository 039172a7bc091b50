import { expect, it } from 'vitest';
import { no_strace } from '../support/strace.js';
import { proves_itself } from './kit.js';

proves_itself('threads', ({ right, twin }) => {
  it('tells of each connection who answered it, in both servers', () => {
    const [, ...rows] = right().file('events.csv').trimEnd().split('\r\n');
    const of = (server: string) => rows.filter((row) => row.startsWith(`${server},`));
    expect([of('one queue').length, of('one queue per thread').length]).toEqual([60, 60]);
    expect(of('one queue').filter((row) => row.endsWith(',0'))).toEqual([]);
    expect(of('one queue per thread').filter((row) => row.endsWith(',0')).length).toBeGreaterThan(0);
  });

  it('says of the twin how many it reset: those that waited for the thread that stopped', () => {
    const [, waited, reset] = /(\d+) waited, (\d+) reset/.exec(twin().stdout) ?? [];
    expect(Number(reset)).toBeGreaterThan(0);
    expect(reset).toBe(waited);
    expect(twin().verdict.diagnoses).toEqual(['a-queue-is-lost']);
  });

  it.skipIf(no_strace)(`shows the accepts of several threads${no_strace ? ` (${no_strace})` : ''}`, () => {
    const accepts = right()
      .file('program.strace')
      .matchAll(/^(\d+) .*accept\(/gm);
    expect(new Set([...accepts].map(([, thread]) => thread)).size).toBe(4);
  });
});
