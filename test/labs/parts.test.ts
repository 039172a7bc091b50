import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { call_of, calls_of } from '../../labs/kit/call.js';
import { bars, sparkline } from '../../labs/kit/chart.js';
import { Csv } from '../../labs/kit/csv.js';
import { lines_of } from '../../labs/kit/lines.js';
import { choose, median, quantile, random } from '../../labs/kit/statistics.js';
import { verdict_of } from '../../labs/kit/verdict.js';

vi.hoisted(() => {
  process.env.LC_ALL = 'C'; // before the kit is loaded: whoever runs the tests may speak Korean
});

describe('a line of the trace', () => {
  it('is a call that returned', () => {
    expect(call_of('1795397425.674842 recvfrom(19, "-WOR) = 7", 65536, 0, NULL, NULL) = 4 <0.000109>')).toEqual({
      time: 1795397425.674842,
      name: 'recvfrom',
      args: '19, "-WOR) = 7", 65536, 0, NULL, NULL',
      result: 4,
      code: undefined,
      duration: 0.000109,
    });
  });

  it('is a call that was refused', () => {
    const line =
      '4711  1795397425.1 sendto(3, "x"..., 9, MSG_DONTWAIT, NULL, 0) = -1 EAGAIN (Resource temporarily unavailable) <0.000009>';
    expect(call_of(line)).toMatchObject({ name: 'sendto', result: -1, code: 'EAGAIN' });
  });

  it.each(['listening on 127.0.0.1:9000', '1795397425.1 --- SIGTERM {si_signo=SIGTERM} ---', ''])(
    'is none: %j',
    (line) => {
      expect(call_of(line)).toBeUndefined();
    },
  );

  it('may be interrupted by another thread, and is joined', () => {
    const log = [
      '8959  1795397425.1 recvfrom(3,  <unfinished ...>',
      '8958  1795397425.2 close(28) = 0 <0.000017>',
      '8959  1795397425.3 <... recvfrom resumed>"HEL", 64, 0, NULL, NULL) = 3 <0.200000>',
    ].join('\n');
    expect(calls_of(log).map(({ name, result, time }) => [name, result, time])).toEqual([
      ['close', 0, 1795397425.2],
      ['recvfrom', 3, 1795397425.1],
    ]);
  });
});

describe('lines', () => {
  it('come one by one, whatever the pieces, and the last one needs no newline', async () => {
    const stream = new PassThrough();
    const lines = lines_of(stream, 'it');
    const first = lines.next();
    stream.write('on');
    stream.write('e\ntwo\nthr');
    stream.end('ee');
    expect([await first, await lines.next(), await lines.next(), await lines.next()]).toEqual([
      'one',
      'two',
      'three',
      undefined,
    ]);
  });

  it('that do not come in time are an error that says whose', async () => {
    await expect(lines_of(new PassThrough(), 'the program').next(20)).rejects.toThrow(
      'the program: no output for 0.02 s',
    );
  });
});

describe('statistics', () => {
  it('take quantiles with straight lines between the values', () => {
    expect(quantile([4, 1, 3, 2], 0)).toBe(1);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([3, 1, 1e9])).toBe(3);
    expect(median([])).toBeNaN();
  });

  it('count the ways to choose: a row of Pascal', () => {
    expect(Array.from({ length: 7 }, (_, k) => choose(6, k))).toEqual([1, 6, 15, 20, 15, 6, 1]);
  });

  it('throw the same dice for the same seed, evenly', () => {
    const [a, b, c] = [random(1), random(1), random(2)];
    const throws = Array.from({ length: 10_000 }, a);
    expect(throws.slice(0, 10)).toEqual(Array.from({ length: 10 }, b));
    expect(throws[0]).not.toBe(c());
    expect(median(throws)).toBeCloseTo(0.5, 1);
    expect(throws.every((x) => x >= 0 && x < 1)).toBe(true);
  });
});

describe('the terminal figure', () => {
  it('has a bar in eighths of a letter for each value, the largest as wide as there is room', () => {
    expect(
      bars(
        [
          { name: 'a', value: 8 },
          { name: 'bb', value: 1, law: 2.25 },
        ],
        'B',
        4,
      ),
    ).toEqual(['   a ████ 8 B', '  bb ▌    1 B   law 2.25']);
  });

  it('has a line of the largest of each part', () => {
    expect(sparkline('q', [0, 0, 7, 0, 3.5, 0], 'KiB', 3)).toBe('  q ▁█▅ up to 7 KiB');
    expect(sparkline('q', [0, 0])).toBe('  q ▁▁ up to 0');
  });
});

describe('events.csv', () => {
  it('quotes what needs it, and refuses a row with other columns', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sys-socket-csv-'));
    try {
      const csv = new Csv(join(folder, 'events.csv'));
      csv.row({ time: 1.5, call: 'recv(3, "a", 1)' });
      expect(() => csv.row({ call: 'x', time: 1 })).toThrow('events.csv has the columns time,call, not call,time');
      csv.write();
      expect(readFileSync(join(folder, 'events.csv'), 'utf8')).toBe('time,call\r\n1.5,"recv(3, ""a"", 1)"\r\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a verdict', () => {
  const settings = { lab: 'x', quick: true, twin: false, alone: true };
  const began = new Date();
  const check = (holds: boolean) => ({ law: 'l', holds, measured: 'm', otherwise: 'not-so' });
  const outcome = (...holds: boolean[]) => ({
    checks: holds.map(check),
    conclusion: ['1', '2', '3'] as const,
    figure: { title: 't' },
    chart: [],
  });

  it('is pass when every check holds, and fail with each diagnosis once when not', () => {
    expect(verdict_of({ settings, began, outcome: outcome(true, true), missing: [] })).toMatchObject({
      verdict: 'pass',
      diagnoses: [],
    });
    expect(verdict_of({ settings, began, outcome: outcome(false, true, false), missing: [] })).toMatchObject({
      verdict: 'fail',
      diagnoses: ['not-so'],
    });
  });

  it('is unchecked when something is missing, which it names with its install line', () => {
    const missing = [{ what: 'tshark', install: 'apt-get install tshark', missing: () => true }];
    expect(verdict_of({ settings, began, missing })).toMatchObject({
      verdict: 'unchecked',
      missing: [{ what: 'tshark', install: 'apt-get install tshark' }],
    });
  });

  it('is broken when the lab threw', () => {
    expect(verdict_of({ settings, began, missing: [], reason: 'why' })).toMatchObject({
      verdict: 'broken',
      reason: 'why',
    });
  });
});
