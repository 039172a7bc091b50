// What the real strace 6.1 printed of programs in C, Python and JavaScript, with every flag that changes the notation:
// recordings/record.sh made them.
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { is, parse_strace, type StraceCall, type StraceEvent, type Value } from '../../src/strace/index.js';
import { root } from '../support/strace.js';

const folder = join(root, 'test/strace/recordings');
const files = readdirSync(folder).filter((name) => name.endsWith('.strace'));
const text_of = (name: string) => readFileSync(join(folder, name), 'utf8');
const events_of = (name: string) => [...parse_strace(text_of(name), { stacks: true })];

function calls_of(events: readonly StraceEvent[]): StraceCall[] {
  return events.filter((event) => event.kind === 'call');
}

function texts(value: Value): string[] {
  if (is(value, 'raw')) return [value.text];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (is(value, 'struct')) return [...Object.values(value.fields), ...value.items].flatMap(texts);
  if (is(value, 'expression')) return value.args.flatMap(texts);
  if (is(value, 'changed')) return [value.before, value.after].flatMap(texts);
  return is(value, 'bits') ? value.members.flatMap(texts) : [];
}

/** How many calls a file shows, by the simplest count: a call begins once, whatever stands around it. */
function begun_in(text: string): number {
  const whole = text.replaceAll(/strace: Process \d+ attached\n/g, '');
  return whole.split('\n').filter((line) => /^[^"]*?(?:^|[\] ])[a-z]\w*\(/.test(line)).length;
}

it('there are recordings of all three languages', () => {
  for (const language of ['c-', 'python-', 'node-']) expect(files.some((name) => name.startsWith(language))).toBe(true);
});

describe.each(files)('%s', (name) => {
  const events = events_of(name);

  it('is read from its first line to its last', () => {
    expect(events.filter(({ kind }) => kind === 'malformed')).toEqual([]);
    expect(calls_of(events)).toHaveLength(begun_in(text_of(name)));
    expect(events.filter(({ kind }) => kind === 'exit').length).toBeGreaterThan(1);
  });

  it('leaves nothing as mere text but C expressions of wait(2)', () => {
    const raw = calls_of(events).flatMap(({ args }) => args.flatMap(texts));
    expect(raw.filter((text) => !/^WIF\w+\(s\) && W\w+\(s\) == \w+$/.test(text))).toEqual([]);
  });

  it('is the same as a stream, in pieces of seven bytes', async () => {
    const pieces = createReadStream(join(folder, name), { highWaterMark: 7 });
    const streamed: StraceEvent[] = [];
    for await (const event of parse_strace(pieces, { stacks: true })) streamed.push(event);
    expect(streamed).toEqual(events);
  });
});

describe('the notations say the same', () => {
  const outline = (name: string) =>
    calls_of(events_of(name))
      .filter(({ tid }, _i, [first]) => tid === first?.tid)
      .map(
        ({ name, result, code }) => `${name} = ${result !== undefined && result < 0x1000 ? result : '?'} ${code ?? ''}`,
      )
      .filter((line) => !/^(clone|wait4|futex|execve|getpid|fcntl)/.test(line));

  it('-ttt -T -yy, -tt -r -y -xx and -r -Y -n -i -v', () => {
    const [first, second, third] = ['c-ttt-T-yy', 'c-tt-r-y-xx', 'c-r-Y-n-i-v'].map((name) =>
      outline(`${name}.strace`),
    );
    expect(first?.length).toBeGreaterThan(20);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  it('-X verbose gives the names that plain strace gives', () => {
    const option = (name: string) => calls_of(events_of(name)).find(({ name }) => name === 'setsockopt')?.args;
    expect(option('c-verbose-s8.strace')).toEqual(option('c-inject.strace'));
    expect(option('c-inject.strace')?.slice(1)).toEqual([
      { kind: 'flags', names: ['SOL_SOCKET'], rest: [] },
      { kind: 'flags', names: ['SO_LINGER'], rest: [] },
      { kind: 'struct', fields: { l_onoff: 1, l_linger: 5 }, items: [], more: false },
      8,
    ]);
  });
});

describe('what stands around a call', () => {
  const find = (file: string, name: string) => calls_of(events_of(file)).filter((call) => call.name === name);

  it('the injected result, the injected error, and the delay', () => {
    expect(find('c-inject.strace', 'getpid').map(({ result, injected }) => ({ result, injected }))).toContainEqual({
      result: 5,
      injected: 'retval',
    });
    expect(find('c-inject.strace', 'setsockopt')[0]).toMatchObject({
      result: -1,
      code: 'EINTR',
      errno: 4,
      injected: 'retval',
    });
    expect(find('c-inject.strace', 'dup')[0]).toMatchObject({ delayed: true });
  });

  it('thread, time and duration', () => {
    const [socket] = find('c-ttt-T-yy.strace', 'socketpair');
    expect(socket?.tid).toBeGreaterThan(0);
    expect(new Date(socket?.start ?? 0).getFullYear()).toBeGreaterThan(2020);
    expect(socket?.duration).toBeGreaterThan(0);
    const [day] = find('c-tt-r-y-xx.strace', 'socketpair');
    expect(day?.start).toBeLessThan(86_400_000);
    const [relative] = find('c-r-Y-n-i-v.strace', 'socketpair');
    expect(relative).toMatchObject({ comm: 'calls', syscall_number: 53, ip: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });

  it('the stack', () => {
    const [socketpair] = find('c-t-k.strace', 'socketpair');
    expect(socketpair?.stack?.[0]).toMatch(/libc.so.6\(socketpair\+0x/);
    expect(socketpair?.stack?.some((frame) => frame.includes('calls(main+0x'))).toBe(true);
  });

  it('signals and exits', () => {
    const events = events_of('python-ttt-T-yy.strace');
    expect(events.find(({ kind }) => kind === 'signal')).toMatchObject({ name: 'SIGUSR1', stopped: false });
    expect(
      events
        .filter(({ kind }) => kind === 'exit')
        .map((event) => ('signal' in event ? event.signal : 'status' in event && event.status)),
    ).toEqual([0, 'SIGKILL', 0]);
  });
});

describe('where descriptors come from', () => {
  const calls = calls_of(events_of('python-ttt-T-yy.strace'));

  it('an accepted connection: the call, the listening socket, and the peer', () => {
    const sent = calls.find(({ name, tid }) => name === 'sendto' && tid !== calls[0]?.tid);
    const listening = calls.find(({ name }) => name === 'listen')?.descriptor?.fd;
    expect(sent?.descriptor).toMatchObject({ made: { by: 'accept4', from: listening }, is: { protocol: 'TCP' } });
    expect(sent?.descriptor?.peer).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('a duplicate: the call that made the first', () => {
    const c = calls_of(events_of('c-tt-r-y-xx.strace'));
    const copied = c.find(({ name, descriptor }) => name === 'close' && descriptor?.made?.by === 'fcntl');
    expect(copied?.descriptor?.made).toMatchObject({ by: 'fcntl', first: { by: 'socket' } });
    expect(copied?.descriptor?.peer).toBe('127.0.0.1:9');
  });

  it('a child has those of its parent', () => {
    const c = calls_of(events_of('c-ttt-T-yy.strace'));
    const child = c.filter(({ name, call }) => name === 'sendto' && call.includes('"x"'));
    expect(child[0]?.descriptor?.made?.by).toBe('socketpair');
    expect(child[0]?.tid).not.toBe(c[0]?.tid);
  });
});
