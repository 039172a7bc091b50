import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { number_of, words_of } from '../../src/cli/arguments.js';
import { paint_for } from '../../src/cli/colour.js';
import { explained_codes, explanation } from '../../src/cli/trace/explain.js';
import { ends_of, span } from '../../src/cli/trace/format.js';
import { FrameWatch } from '../../src/cli/trace/frame-watch.js';
import { in_order, Merge } from '../../src/cli/trace/merge.js';
import type { Call } from '../../src/cli/trace/record.js';
import { Tally } from '../../src/cli/trace/tally.js';
import { frame_header } from '../../src/index.js';
import { errno_table } from '../../src/native.js';

const frame = (text: string) => Buffer.concat([frame_header(text.length), Buffer.from(text)]);

describe('frames', () => {
  it.each([
    [
      'in two',
      [
        [0, 4],
        [4, 15],
      ],
      [['header 11'], ['payload HELLO-WORLD']],
    ],
    ['in one', [[0, 15]], [['header 11', 'payload HELLO-WORLD']]],
    [
      'cut anywhere',
      [
        [0, 3],
        [3, 6],
        [6, 15],
      ],
      [['header, 3 of 4 bytes'], ['header 11, its last 1', 'payload 2 of 11: HE'], ['payload 11 of 11: LLO-WORLD']],
    ],
  ])('are recognised %s', (_how, cuts, said) => {
    const watch = new FrameWatch();
    expect(cuts.map(([from, to]) => watch.see(frame('HELLO-WORLD').subarray(from, to)))).toEqual(said);
  });

  it('may be several, and empty', () => {
    expect(new FrameWatch().see(Buffer.concat([frame(''), frame('a')]))).toEqual(['header 0', 'header 1', 'payload a']);
    expect(new FrameWatch().see(Buffer.concat(Array(5).fill(frame('a'))))?.at(-1)).toBe('and 6 parts more');
  });

  it('are not seen in what announces more than a frame may have', () => {
    const watch = new FrameWatch();
    expect(watch.see(Buffer.from('GET / HTTP/1.1\r\n'))).toBeUndefined();
    expect(watch.see(frame('x'))).toBeUndefined();
  });

  it('show what is no text as a string of C', () => {
    expect(new FrameWatch().see(frame('\0"a\\'))).toEqual(['header 4', 'payload "\\x00\\x22a\\x5c"']);
  });
});

describe('explanations', () => {
  it('are of names of errno', () => {
    const names = new Set(errno_table.map(({ name }) => name));
    expect(explained_codes.filter((code) => !names.has(code))).toEqual([]);
  });

  it('know what the call means by the code', () => {
    expect(explanation('accept4', 'EAGAIN')).toMatch(/^EAGAIN: no connection waits .*\. accept\(2\), ERRORS$/);
    expect(explanation('sendmsg', 'EPIPE')).toMatch(/send\(2\), ERRORS$/);
    expect(explanation('recv', 'ERRNO_4000')).toBe('ERRNO_4000: recv(2), ERRORS');
  });
});

const call = (fields: Partial<Call>): Call => ({
  kind: 'call',
  ...{
    name: 'recvfrom',
    function: 'recv',
    call: '',
    returned: '',
    result: 0,
    at: 0,
    duration: 0,
    blocks: true,
    tid: 1,
    program: 'p',
    pid: 1,
  },
  ...fields,
});

describe('the merge', () => {
  it('puts what was sent before what it ended', () => {
    const received = call({ name: 'recvfrom', at: 1, duration: 5 });
    const sent = call({ name: 'sendto', function: 'send', at: 5, duration: 30 });
    expect(in_order([received, sent])).toEqual([sent, received]);
  });

  it('waits for what another thread did before, however late it tells of it', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
    onTestFinished(() => void vi.useRealTimers());
    const told: string[] = [];
    const merge = new Merge(({ name }) => told.push(name));
    const now = Number(process.hrtime.bigint()) / 1e6;
    merge.add('server', call({ name: 'accept4', function: 'accept', at: now }));
    merge.add('client', call({ name: 'recvfrom', at: now + 1, duration: 1 }));
    vi.advanceTimersByTime(200);
    expect(told).toEqual(['accept4']);
    merge.add('server', call({ name: 'sendto', function: 'send', at: now + 1 }));
    merge.waits('server', call({ name: 'recvfrom', at: now + 3 }));
    vi.advanceTimersByTime(100);
    expect(told).toEqual(['accept4', 'sendto', 'recvfrom']);
    merge.add('client', call({ name: 'close', function: 'close', at: now + 300 }));
    vi.advanceTimersByTime(100);
    expect(told.at(-1)).toBe('close');
  });
});

describe('the tally', () => {
  it('begins anew when a number is used again', () => {
    const tally = new Tally();
    for (const sent of [3, 5]) {
      tally.add(call({ name: 'socket', made: [7], result: 7 }));
      tally.add(call({ name: 'sendto', fd: 7, result: sent, moved: { direction: 'out', wanted: 5 } }));
      tally.add(call({ name: 'close', fd: 7 }));
    }
    tally.add(call({ name: 'close', fd: 7, result: -1, code: 'EBADF' }));
    expect(tally.rows).toMatchObject([
      { fd: 7, calls: 2, sent: 3, partial: 1, closed: true },
      { fd: 7, calls: 2, sent: 5, partial: 0, closed: true },
    ]);
  });
});

describe('words', () => {
  it.each([
    ['a  b', ['a', 'b']],
    [`a 'b c' "d \\" e" f\\ g`, ['a', 'b c', 'd " e', 'f g']],
    [`x'y z'"w"`, ['xy zw']],
    [`''`, ['']],
    ['  ', []],
  ])('of %j', (line, words) => expect(words_of(line)).toEqual(words));

  it('must be whole', () => expect(() => words_of(`a "b`)).toThrow('a " without an end'));
});

describe('numbers', () => {
  it('are read, or refused by name', () => {
    expect(number_of('--slow', '1.5')).toBe(1.5);
    for (const text of ['', 'x', '-1', 'Infinity']) expect(() => number_of('--slow', text)).toThrow('--slow needs');
  });
});

describe('colour', () => {
  it.each([
    ['auto', true, {}, true],
    ['auto', false, {}, false],
    ['auto', true, { NO_COLOR: '1' }, false],
    ['auto', true, { NO_COLOR: '' }, true],
    ['auto', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['auto', true, { FORCE_COLOR: '0' }, false],
    ['auto', true, { TERM: 'dumb' }, false],
    ['never', true, { FORCE_COLOR: '1' }, false],
    ['always', false, { NO_COLOR: '1' }, true],
  ])('%s, terminal %s, %j: %s', (color, terminal, env, expected) => {
    expect(paint_for(color, terminal, env)('red', 'x') !== 'x').toBe(expected);
  });
});

describe('ends', () => {
  it.each([
    ['TCP:[127.0.0.1:1->127.0.0.1:2]', '127.0.0.1:1', '127.0.0.1:2'],
    ['TCPv6:[[::1]:1->[::1]:2]', '[::1]:1', '[::1]:2'],
    ['UNIX-STREAM:[10->11]', '10', '11'],
    ['UNIX-STREAM:[10->11,@"x"]', '10', '11'],
  ])('of %s', (behind, self, peer) => expect(ends_of(behind)).toEqual({ self, peer }));

  it('are none where nothing is connected', () => expect(ends_of('TCP:[127.0.0.1:1]')).toBeUndefined());
});

it('time is read by people', () => {
  expect([0.0123, 1.23, 45.6, 1234].map(span)).toEqual(['12 us', '1.2 ms', '46 ms', '1.23 s']);
});
