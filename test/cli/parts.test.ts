import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { number_of, words_of } from '../../src/cli/arguments.js';
import { paint_for } from '../../src/cli/colour.js';
import { explanation } from '../../src/cli/trace/explain.js';
import { ends_of, span } from '../../src/cli/trace/format.js';
import { FrameWatch } from '../../src/cli/trace/frame-watch.js';
import { Known } from '../../src/cli/trace/known.js';
import { in_order, Merge, type Threads } from '../../src/cli/trace/merge.js';
import { type Call, is_partial } from '../../src/cli/trace/record.js';
import { Tally } from '../../src/cli/trace/tally.js';
import { frame_header, MSG_ERRQUEUE, MSG_OOB, MSG_PEEK, MSG_TRUNC } from '../../src/index.js';
import { calls } from '../../src/observe/calls/index.js';
import { transfer_of } from '../../src/observe/calls/moved.js';

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
      [['header, 3 of 4 bytes'], ['header 11, last 1', 'payload 2 of 11: HE'], ['payload 11 of 11: LLO-WORLD']],
    ],
  ])('are recognised %s', (_how, cuts, said) => {
    const watch = new FrameWatch();
    expect(cuts.map(([from, to]) => watch.see(frame('HELLO-WORLD').subarray(from, to)))).toEqual(said);
  });

  it('may be several, and empty', () => {
    expect(new FrameWatch().see(Buffer.concat([frame(''), frame('a')]))).toEqual(['header 0', 'header 1', 'payload a']);
    expect(new FrameWatch().see(Buffer.concat(Array(5).fill(frame('a'))))?.at(-1)).toBe('and 6 more parts');
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
  it('know what the call means by the code', () => {
    expect(explanation('accept4', 'EAGAIN')).toMatch(/^EAGAIN: no connection is waiting .*\. accept\(2\), ERRORS$/);
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

describe('what went before', () => {
  const socket = call({ name: 'socket', function: 'socket', made: [7], result: 7 });
  const close = call({ name: 'close', function: 'close', fd: 7, where: 'server.ts:41:18' });

  it('says which line closed the descriptor, until another has its number', () => {
    const known = new Known();
    for (const before of [socket, close]) known.see(before);
    const after_close = known.see(call({ fd: 7, result: -1, code: 'EBADF' }));
    expect(explanation('recv', 'EBADF', after_close)).toBe(
      'EBADF: the descriptor is not open: server.ts:41:18 closed it. recv(2), ERRORS',
    );
    known.see(socket);
    expect(known.see(call({ fd: 7 })).closed_by).toBeUndefined();
    expect(known.see(call({ fd: 7, program: 'another' })).closed_by).toBeUndefined();
  });

  it('tells a socket that was never connected from a peer that is gone', () => {
    const known = new Known();
    known.see(socket);
    const epipe = () => explanation('send', 'EPIPE', known.see(call({ fd: 7, result: -1, code: 'EPIPE' })));
    expect(epipe()).toContain('the socket was never connected: call connect(2) first');
    known.see(call({ name: 'connect', function: 'connect', fd: 7, result: -1, code: 'ECONNREFUSED' }));
    expect(epipe()).toContain('was never connected: call connect(2)');
    known.see(call({ name: 'connect', function: 'connect', fd: 7, result: -1, code: 'EINPROGRESS' }));
    expect(epipe()).toContain('the peer is gone');
    known.see(call({ name: 'accept', function: 'accept', made: [8], result: 8 }));
    expect(known.see(call({ fd: 8 })).never_connected).toBe(false);
  });
});

describe('a transfer', () => {
  const of = (name: string, ...args: unknown[]) => {
    const row = calls[name];
    if (row === undefined) throw new Error(`no call ${name}`);
    return transfer_of(row, args, 3);
  };

  it('is none when the bytes are looked at, urgent or of the error queue', () => {
    for (const flag of [MSG_PEEK, MSG_OOB, MSG_ERRQUEUE])
      expect(of('recv', 4, new Uint8Array(8), flag)).toBeUndefined();
    expect(of('send', 4, new Uint8Array(8), MSG_OOB)).toBeUndefined();
    expect(of('bind', 4, new Uint8Array(8))).toBeUndefined();
  });

  it('has bytes that nobody knows when MSG_TRUNC throws them away, and no frames from there on', () => {
    const transfer = of('recv', 4, new Uint8Array(8), MSG_TRUNC);
    expect(transfer).toMatchObject({ direction: 'in', wanted: 8 });
    expect(transfer?.bytes()).toBeUndefined();
    const watch = new FrameWatch();
    expect(watch.see(transfer?.bytes())).toBeUndefined();
    expect(watch.see(frame('x'))).toBeUndefined();
  });
});

const asleep: Threads = { runs: () => false, work: () => undefined };

describe('the merge', () => {
  it('puts what was sent before what it ended', () => {
    const received = call({ name: 'recvfrom', at: 1, duration: 5 });
    const sent = call({ name: 'sendto', function: 'send', at: 5, duration: 30 });
    expect(in_order([received, sent])).toEqual([sent, received]);
  });

  it('waits for what another thread did before, however late it tells of it', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'hrtime'] });
    onTestFinished(() => void vi.useRealTimers());
    const told: string[] = [];
    const merge = new Merge(({ name }) => told.push(name), asleep);
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

  it('waits for the call that a thread has begun as long as the thread is not asleep', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'hrtime'] });
    onTestFinished(() => void vi.useRealTimers());
    const told: string[] = [];
    let sleeps = false;
    const merge = new Merge(({ name }) => told.push(name), {
      runs: (thread) => thread === 'server' && !sleeps,
      work: () => undefined,
    });
    const now = Number(process.hrtime.bigint()) / 1e6;
    const sent = call({ name: 'sendto', function: 'send', at: now });
    merge.waits('server', sent);
    merge.add('client', call({ name: 'recvfrom', at: now, duration: 1 }));
    vi.advanceTimersByTime(5000);
    expect(told).toEqual([]);
    merge.add('server', sent);
    vi.advanceTimersByTime(100);
    expect(told).toEqual(['sendto', 'recvfrom']);
    merge.waits('server', call({ name: 'sendto', function: 'send', at: now + 5100 }));
    merge.add('client', call({ name: 'close', function: 'close', at: now + 5100 }));
    sleeps = true;
    vi.advanceTimersByTime(1000);
    expect(told.at(-1)).toBe('close');
  });

  it('waits for a thread that a busy machine does not let run, and not for one that runs and reports nothing', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'hrtime'] });
    onTestFinished(() => void vi.useRealTimers());
    const told: string[] = [];
    let work = 300;
    const merge = new Merge(({ name }) => told.push(name), {
      runs: () => true,
      work: (thread) => (thread === 'server' ? work : undefined),
    });
    const now = Number(process.hrtime.bigint()) / 1e6;
    merge.add('server', call({ name: 'recvfrom', at: now }));
    merge.add('client', call({ name: 'recvfrom', at: now + 1, duration: 1 }));
    vi.advanceTimersByTime(5000);
    expect(told).toEqual(['recvfrom']);
    merge.add('server', call({ name: 'sendto', function: 'send', at: now + 1 }));
    vi.advanceTimersByTime(100);
    expect(told).toEqual(['recvfrom', 'sendto']);
    vi.advanceTimersByTime(1000);
    work += 500;
    vi.advanceTimersByTime(100);
    expect(told).toEqual(['recvfrom', 'sendto', 'recvfrom']);
  });
});

it('the order is that of the calls when this process is delayed: what has arrived is read first', async () => {
  const told: string[] = [];
  const merge = new Merge(({ name }) => told.push(name), { runs: () => false, work: () => undefined });
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const now = Number(process.hrtime.bigint()) / 1e6;
  merge.add('server', call({ name: 'accept4', function: 'accept', at: now - 1 }));
  merge.add('client', call({ name: 'recvfrom', at: now + 1, duration: 1 }));
  port1.on('message', () => merge.add('server', call({ name: 'sendto', function: 'send', at: now + 1 })));
  port2.postMessage('arrived');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  await vi.waitFor(() => expect(told).toHaveLength(3));
  expect(told).toEqual(['accept4', 'sendto', 'recvfrom']);
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

describe('a transfer', () => {
  const received = (behind: string | undefined) =>
    call({ name: 'recvfrom', result: 4, moved: { direction: 'in', wanted: 1500 }, behind });
  const sent = (behind: string) => call({ name: 'sendto', result: 4, moved: { direction: 'out', wanted: 5 }, behind });

  it.each([
    'TCP:[127.0.0.1:1->127.0.0.1:2]',
    'TCPv6:[17]',
    'UNIX-STREAM:[17->18]',
    '/tmp/file',
    'pipe:[17]',
    undefined,
  ])('is partial if less came than there was room for, of %s', (behind) =>
    expect(is_partial(received(behind))).toBe(true),
  );

  it.each(['UDP:[127.0.0.1:1]', 'UDPv6:[17]', 'UNIX-DGRAM:[17]', 'UNIX-SEQPACKET:[17->18]', 'NETLINK:[ROUTE:17]'])(
    'is whole if a message came that is shorter than the room, of %s, and partial if less was sent than was asked for',
    (behind) => expect([is_partial(received(behind)), is_partial(sent(behind))]).toEqual([false, true]),
  );
});

describe('words', () => {
  it.each([
    ['a  b', ['a', 'b']],
    [`a 'b c' "d \\" e" f\\ g`, ['a', 'b c', 'd " e', 'f g']],
    [`x'y z'"w"`, ['xy zw']],
    [`''`, ['']],
    ['  ', []],
  ])('of %j', (line, words) => expect(words_of(line)).toEqual(words));

  it('must be whole', () => expect(() => words_of(`a "b`)).toThrow('unclosed " in: a "b'));
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
