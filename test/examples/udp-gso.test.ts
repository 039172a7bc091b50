import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { example, no_strace, root, strace_command } from '../support/strace.js';

const program = join(root, 'out/examples/udp-gso.js');

/** The lines of ten rounds, without their padding. */
const expected = (size: number) => [
  `640 datagrams of ${size} bytes`,
  'send 640 calls 1.000 each',
  'recv 640 calls 1.000 each',
  'sendmmsg 10 calls 0.016 each',
  'recvmmsg 10 calls 0.016 each',
  'sendmsg, UDP_SEGMENT 20 calls 0.031 each',
  `recvmsg, UDP_GRO 20 calls 0.031 each, 32 datagrams of ${size} bytes in a read`,
  'sendmmsg, UDP_SEGMENT 10 calls 0.016 each',
  `recvmmsg, UDP_GRO 10 calls 0.016 each, 32 datagrams of ${size} bytes in a read`,
];

describe('examples/udp-gso', () => {
  it.each([4, 1000, 1472])('says how many calls 640 datagrams of %i bytes took', (size) => {
    const lines = example('udp-gso', '10', String(size)).trim().split('\n');
    expect(lines.map((line) => line.replace(/ +/g, ' '))).toEqual(expected(size));
  });

  it.each([['0'], ['1', '3'], ['1', '1473'], ['x']])('ends with 1 and its usage for %s %s', (...args) => {
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', timeout: hang });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^usage: udp-gso /);
  });

  const calls = 'sendto,recvfrom,sendmsg,recvmsg,sendmmsg,recvmmsg';
  it.skipIf(no_strace)(`makes as many calls as it says${no_strace ? ` (skipped: ${no_strace})` : ''}`, () => {
    const { lines, status } = strace_command([process.execPath, program, '10'], { trace: calls });
    expect(status).toBe(0);
    const made = (name: string) => lines.filter((line) => line.startsWith(`${name}(`)).length;
    expect(Object.fromEntries(calls.split(',').map((name) => [name, made(name)]))).toEqual({
      sendto: 640,
      recvfrom: 640,
      sendmsg: 20,
      recvmsg: 20,
      sendmmsg: 20,
      recvmmsg: 20,
    });
  });
});
