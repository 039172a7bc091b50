// Two servers under the real strace: the echo server of the examples, and right and wrong ones on Node's net.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calls_after } from '../../src/cli/compare/measure.js';
import type { StraceCall } from '../../src/strace/event.js';
import { parse_strace } from '../../src/strace/parse.js';
import { no_strace } from '../support/strace.js';
import { project, server, sys_socket } from './kit.js';

/** A server on net, whose answer to a frame is what `answer` says. */
const on_net = (answer: string) => `import { createServer } from 'node:net';
createServer((socket) => {
  let left = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (piece) => {
    left = Buffer.concat([left, piece]);
    while (left.length >= 4 && left.length >= 4 + left.readUInt32BE(0)) {
      const frame = left.subarray(0, 4 + left.readUInt32BE(0));
      left = left.subarray(frame.length);
      ${answer}
    }
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
`;

const folder = project({
  'right.mjs': on_net('socket.write(frame);'),
  'wrong.mjs': on_net('socket.write(Buffer.concat([frame.subarray(0, 4), Buffer.alloc(frame.length - 4, 0x7a)]));'),
  'once.mjs': `import { existsSync, writeFileSync } from 'node:fs';
if (existsSync(process.argv[3])) process.exit(3);
writeFileSync(process.argv[3], '');
${on_net('socket.write(frame);')}`,
  'ends.mjs': "console.error('no licence'); process.exit(3);\n",
});
const right = `${join(folder, 'right.mjs')} 0`;
const ours = `${server} --port 0 --host 127.0.0.1`;

const few = ['compare', '--messages=10', '--large=65536'];

describe.skipIf(no_strace)(`sys-socket compare${no_strace ? ` (skipped: ${no_strace})` : ''}`, () => {
  it('shows what a blocking server and one of net do for the same frames, and measures their round trips', async () => {
    const { status, stdout, stderr } = await sys_socket([...few, ours, right]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const row = (what: string) => new RegExp(`^${what} .*$`, 'm').exec(stdout)?.[0] ?? '';
    expect(row('answers')).toMatch(/ 10 of 10 +10 of 10$/);
    expect(row('calls, 64 bytes')).toMatch(/ 2 recvfrom, .*2 sendto.* read/);
    expect(row('receives ask for')).toMatch(/ 4 and 64 bytes +65536 bytes$/);
    expect(row('round trip, A = 1')).toMatch(/ 1 \(.*\) +[\d.e-]+ \(.*\)$/);
    expect(stdout).toMatch(
      /when the client has no more to send\n(?: {2}poll.*\n)? {2}recvfrom\(\d+, "", 4, .*\) = 0\n {2}close\(\d+\) = 0\n/,
    );
  });

  it('tells a program of what was measured: --format=json', async () => {
    const { stdout } = await sys_socket([...few, '--no-times', '--format=json', right, ours]);
    const { asked, servers, trips } = JSON.parse(stdout);
    expect(asked).toEqual({ messages: 10, size: 64, large: 65536 });
    expect(trips).toBeUndefined();
    expect(servers[1]).toMatchObject({ answered: 10, calls: { recvfrom: 2, sendto: 2 }, room: [4, 64], findings: [] });
  });

  it('says which one does not answer, and ends with 1', async () => {
    const { status, stdout } = await sys_socket([...few, ours, `${join(folder, 'wrong.mjs')} 0`]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^answers +10 of 10 +0 of 10: the answer is a different frame$/m);
  });

  it.each([
    [['compare', 'a'], 2, 'two programs are needed'],
    [['compare', 'a', 'b', 'c'], 2, 'as one word'],
    [['compare', '--format=html', 'a', 'b'], 2, '--format must be text, json'],
    [['compare', ours, '/nowhere/server'], 1, '/nowhere/server: no such program'],
    [['compare', '/bin/true', ours], 1, '/bin/true exited before it listened'],
    // It serves the run under strace, and not the one that is measured.
    [['compare', `${join(folder, 'once.mjs')} 0 ${join(folder, 'served')}`, ours], 1, 'exited before it listened'],
    [['compare', join(folder, 'ends.mjs'), ours], 1, 'exited before it listened: no licence'],
  ])('%j ends with %d', async (args, wanted, message) => {
    const { status, stderr } = await sys_socket(args);
    expect(stderr).toContain(message);
    expect({ status, lines: stderr.trimEnd().split('\n').length }).toEqual({ status: wanted, lines: 1 });
  });
});

describe('when the client has no more to send', () => {
  it('a call that waits or receives counts by its end, and one that sends by its start', () => {
    const log = `
1700000000.000000 sendto(4, "late", 4, 0, NULL, 0) = 4 <0.200000>
1700000000.010000 poll([{fd=4, events=POLLIN}], 1, -1) = 1 ([{fd=4, revents=POLLIN}]) <0.200000>
1700000000.020000 recvfrom(4, "more", 4, 0, NULL, NULL) = 4 <0.000100>
1700000000.220000 recvfrom(4, "", 4, 0, NULL, NULL) = 0 <0.000100>
1700000000.230000 sendto(4, "bye", 3, 0, NULL, 0) = 3 <0.000100>
`;
    const calls = [...parse_strace(log)].filter((event): event is StraceCall => event.kind === 'call');
    expect(calls_after(calls, 1_700_000_000_100).map(({ line }) => line.split('(')[0]?.split(' ').at(-1))).toEqual([
      'poll',
      'recvfrom',
      'sendto',
    ]);
  });
});
