// Nothing of a trace is dropped: each line is in an event, whatever it is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse_strace, type StraceEvent } from '../../src/strace/index.js';

const parse = (...lines: string[]): StraceEvent[] => [...parse_strace(lines)];

describe('halves of calls', () => {
  it('of one thread are two calls when two begin', () => {
    expect(
      parse('5 read(3,  <unfinished ...>', '5 read(4,  <unfinished ...>', '5 <... read resumed>"a", 1) = 1'),
    ).toMatchObject([
      { kind: 'call', tid: 5, name: 'read', args: [3], unfinished: true, number: 1, line: 'read(3,  <unfinished ...>' },
      { kind: 'call', tid: 5, name: 'read', unfinished: false, number: 2, resumed: 3, result: 1 },
    ]);
  });

  it('without a first half keep name, result and text', () => {
    const line = '<... read resumed>"ab", 2) = 2';
    expect(parse(`7 ${line}`)).toEqual([
      {
        kind: 'call',
        number: 1,
        tid: 7,
        name: 'read',
        args: [],
        partial: true,
        line,
        call: '<... read resumed>"ab", 2)',
        returned: '2',
        result: 2,
        unfinished: false,
      },
    ]);
    expect(parse('7 <... read resumed>0x7ffe, 2) = -1 EAGAIN (Resource temporarily unavailable) <0.5>')).toMatchObject([
      { name: 'read', code: 'EAGAIN', errno: 11, duration: 500, partial: true },
    ]);
    expect(parse('7 <... socket resumed>) = 3', '7 close(3) = 0').at(-1)).toMatchObject({
      descriptor: { fd: 3, made: { by: 'socket', number: 1 } },
    });
  });

  it('without a first half, broken off again, are one call', () => {
    expect(
      parse('7 <... read resumed> <unfinished ...>', '8 close(4) = 0', '7 <... read resumed>"ab", 2) = 2'),
    ).toMatchObject([{ name: 'close' }, { name: 'read', partial: true, number: 1, resumed: 3, result: 2 }]);
  });

  it('that do not fit together are told each by itself', () => {
    expect(parse('7 read(3,  <unfinished ...>', '7 <... read resumed>"ab" = 2', '7 close(3) = 0')).toMatchObject([
      { kind: 'call', name: 'read', unfinished: true, number: 1 },
      { kind: 'malformed', number: 2, line: '7 <... read resumed>"ab" = 2' },
      { kind: 'call', name: 'close' },
    ]);
  });
});

describe('a thread that strace has let go of', () => {
  it.each(['???( <detached ...>', 'read(3,  <detached ...>', 'execve("/bin/x", [], 0x1 <detached ...>'])(
    '%s',
    (line) => {
      const [name = ''] = line.split('(');
      expect(parse(`5 ${line}`, '5 close(3) = 0')).toMatchObject([
        { kind: 'call', tid: 5, name, line, unfinished: true, result: undefined },
        { name: 'close' },
      ]);
    },
  );

  it('among three, interrupted on a terminal: its call goes on behind what strace says', () => {
    // strace -f -p of a program of three threads, and ^C.
    const trace = [
      'strace: Process 44 attached with 3 threads',
      '[pid    46] read(3,  <unfinished ...>',
      '[pid    44] read(4,  <unfinished ...>',
      '[pid    45] read(5, strace: Process 44 detached',
      'strace: Process 45 detached',
      ' <detached ...>',
      'strace: Process 46 detached',
    ];
    expect(parse(...trace)).toMatchObject([
      { kind: 'note', number: 1 },
      { kind: 'note', number: 4, text: 'strace: Process 44 detached' },
      { kind: 'note', number: 5, text: 'strace: Process 45 detached' },
      { kind: 'call', number: 4, tid: 45, args: [5], unfinished: true, line: 'read(5,  <detached ...>' },
      { kind: 'note', number: 7 },
      { kind: 'call', number: 2, tid: 46, args: [3], unfinished: true },
      { kind: 'call', number: 3, tid: 44, args: [4], unfinished: true },
    ]);
  });

  it('in the middle of a line whose rest never comes', () => {
    expect(parse('[pid 45] read(5, strace: Process 45 detached', '[pid 46] close(3) = 0')).toMatchObject([
      { kind: 'note' },
      { kind: 'malformed', line: '[pid 45] read(5, ', number: 1 },
      { kind: 'call', name: 'close', number: 2 },
    ]);
  });
});

describe('what is no call', () => {
  it('the buffers of -e write=3', () => {
    const dump = [
      ' * 2 bytes in buffer 0',
      ' | 00000  61 62                                             ab               |',
    ];
    expect(parse('writev(3, [{iov_base="ab", iov_len=2}], 1) = 2', ...dump)).toMatchObject([
      { kind: 'call' },
      { kind: 'note', text: '* 2 bytes in buffer 0', line: dump[0] },
      { kind: 'note', line: dump[1] },
    ]);
  });

  it('the table of -c and -C', () => {
    const table = [
      '% time     seconds  usecs/call     calls    errors syscall',
      '------ ----------- ----------- --------- --------- ----------------',
      ' 19.06    0.000207         103         2         1 execve',
      '------ ----------- ----------- --------- --------- ----------------',
      '100.00    0.001086           8       126         4 total',
    ];
    const [call, exit, ...notes] = parse('close(3) = 0', '+++ exited with 0 +++', ...table);
    expect([call, exit]).toMatchObject([{ kind: 'call' }, { kind: 'exit' }]);
    expect(notes).toEqual(table.map((line, i) => ({ kind: 'note', number: i + 3, line, text: line.trim() })));
    // Two traces in one file.
    expect(parse(...table, 'close(3) = 0').at(-1)).toMatchObject({ kind: 'call', name: 'close' });
  });

  it('a frame of -k that belongs to no call, or was not asked for', () => {
    const frame = ' > /usr/lib/libc.so.6(read+0x10) [0x1]';
    expect([...parse_strace([frame], { stacks: true })]).toEqual([
      { kind: 'note', number: 1, line: frame, text: frame.trim() },
    ]);
    expect(parse('close(3) = 0', frame)).toMatchObject([{ kind: 'call' }, { kind: 'note', line: frame }]);
    expect([...parse_strace(['close(3) = 0', frame], { stacks: true })]).toMatchObject([{ stack: [frame.slice(3)] }]);
  });
});

describe('what stands around a call', () => {
  const call = 'close(3) = 0';
  it.each<[string, string[], object[]]>([
    ['--relative-timestamps=ns', ['     0.000000000', '     0.250000001'], [{ start: 0 }, { start: 250.000001 }]],
    ['--relative-timestamps=ms', ['     0.000', '     0.250'], [{ start: 0 }, { start: 250 }]],
    ['--relative-timestamps=s', ['     0', '     2'], [{ start: 0 }, { start: 2000 }]],
    [
      '-f --relative-timestamps=s',
      ['44       0', '45       2'],
      [
        { tid: 44, start: 0 },
        { tid: 45, start: 2000 },
      ],
    ],
    ['--absolute-timestamps=unix,s', ['1700000000'], [{ start: 1.7e12 }]],
    ['-f --absolute-timestamps=unix,s', ['4194304 1700000000'], [{ tid: 4194304, start: 1.7e12 }]],
    ['--absolute-timestamps=unix,s -r', ['1700000000 (+     0.000401)'], [{ start: 1.7e12 }]],
    ['--absolute-timestamps=unix,ns', ['1700000000.123456789'], [{ start: 1700000000123.4568 }]],
    ['--absolute-timestamps=time,ms', ['00:00:01.500'], [{ start: 1500 }]],
  ])('%s', (_option, prefixes, fields) => {
    const events = parse(...prefixes.map((prefix) => `${prefix} ${call}`));
    expect(events).toMatchObject(fields.map((field) => ({ kind: 'call', name: 'close', line: call, ...field })));
    if (!fields.some((field) => 'tid' in field)) expect(events.every((event) => event.tid === undefined)).toBe(true);
  });

  it('--syscall-times=s', () => {
    expect(parse('close(3) = 0 <2>', 'open("a") = 4</a> <0>')).toMatchObject([
      { result: 0, duration: 2000, returned: '0' },
      { result: 4, duration: 0, returned: '4</a>' },
    ]);
  });

  it('--decode-pids=comm, of a thread whose name needs escapes', () => {
    for (const escaped of ['a\\76b] \\74', '\\x61\\x3e\\x62\\x5d\\x20\\x3c'])
      expect(parse(`7<${escaped}> getpid() = 7<${escaped}>`)).toMatchObject([{ name: 'getpid', comm: 'a>b] <' }]);
  });

  it('--decode-pids=comm,pidns, in a namespace of processes', () => {
    expect(
      parse("7<sh> getpid() = 1<sh> /* 7 in strace's PID NS */", "7<sh> kill(1<sh> /* 7 in strace's PID NS */, 0) = 0"),
    ).toMatchObject([
      { name: 'getpid', result: 1, comm: 'sh' },
      { name: 'kill', args: [{ kind: 'numbered', number: 1 }, 0], result: 0 },
    ]);
  });

  it('the ends of lines of other systems, and blanks', () => {
    const lines = [
      'close(3) = 0',
      '5 read(3,  <unfinished ...>',
      '5 <... read resumed>"a", 1) = 1',
      '+++ exited with 0 +++',
    ];
    const plain = parse(...lines);
    for (const end of ['\r', '  ', '\t\r']) expect(parse(...lines.map((line) => line + end))).toEqual(plain);
    expect([...parse_strace(lines.join('\r\n'))]).toEqual(plain);
  });
});

/** A number that stands once in a trace, and can be found again in its events. */
const marker = fc.integer({ min: 10_000_000, max: 99_999_999 });
const tid = fc.constantFrom('', '5 ', '6 ', '[pid 5] ', '5 10:00:00 ');
const lines_with = (mark: number): readonly string[] => [
  `read(${mark},  <unfinished ...>`,
  `write(${mark} <unfinished ...>`,
  `<... read resumed>${mark}, 4) = 4`,
  `<... write resumed>, ${mark}) = -1 EAGAIN (Resource temporarily unavailable)`,
  `<... read resumed>${mark}, <unfinished ...>`,
  `<... read resumed>}${mark}) = 1`,
  `read(${mark}, <detached ...>`,
  `???(${mark} <detached ...>`,
  `close(${mark}) = 0`,
  `close(${mark} = 0`,
  `execve("${mark}", [], 0x1 <pid changed to 6 ...>`,
  `<... execve resumed>${mark}) = 0`,
  `--- SIGUSR1 {si_pid=${mark}} ---`,
  `--- SIGUSR1 (User ${mark}) @ 0 (0) ---`,
  `+++ exited with ${mark} +++`,
  `+++ superseded by execve in pid ${mark} +++`,
  `strace: Process ${mark} attached`,
  `read(3, strace: Process ${mark} attached`,
  `read(${mark}, strace: Process 6 attached`,
  `read(${mark}, "a"/usr/bin/strace: Process 6 detached`,
  `, ${mark}) = 3`,
  ` <detached ${mark}>`,
  ` | 00000  ${mark}`,
  ` * ${mark} bytes in buffer 0`,
  ` > /lib/libc(${mark}+0x1) [0x2]`,
  `100.00 ${mark} total`,
  `${mark}?`,
  `[ Process PID=${mark} runs in 32 bit mode. ]`,
];

it('each line is in an event, in any order and disorder', () => {
  const line = fc.tuple(tid, marker, fc.nat(lines_with(0).length - 1), fc.constantFrom('', '\r', ' '));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.boolean(), (lines, stacks) => {
      const texts = lines.map(([who, mark, form, end]) => who + (lines_with(mark)[form] ?? '') + end);
      const events = [...parse_strace(texts, { stacks })];
      const told = JSON.stringify(events.map((event) => [event.line, event.kind === 'call' ? event.stack : '']));
      for (const [, mark] of lines) expect(told).toContain(String(mark));
      // And nothing is told twice: a line is at most a message and the two ends of what it came between.
      expect(events.length).toBeLessThanOrEqual(2 * lines.length);
    }),
    { numRuns: 3000 },
  );
});
