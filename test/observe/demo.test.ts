import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { example } from '../support/strace.js';

it('npm run demo prints the echo, and what each side called, and leaves nothing behind', () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('sys-socket-demo-'));
  const before = left();
  const [echo, server = '', client = '', ...more] = example('demo').split('\n\n');
  expect(echo).toBe('echo: HELLO-WORLD');
  expect(more).toEqual([]);
  const calls = (block: string) => block.split('\n').flatMap((line) => /^ {2}(\w+)\(/.exec(line)?.[1] ?? []);
  expect(client).toMatch(/^client:\n/);
  expect(calls(client)).toEqual(['socket', 'connect', 'sendto', 'sendto', 'recvfrom', 'recvfrom', 'close']);
  expect(server).toMatch(/^server:\n/);
  expect(calls(server).slice(0, 6)).toEqual(['socket', 'setsockopt', 'bind', 'listen', 'getsockname', 'accept']);
  expect(server).toMatch(/\n {2}sendto\(\d+, "HELLO-WORLD", 11, MSG_DONTWAIT\|MSG_NOSIGNAL, NULL, 0\) += 11\n/);
  expect(server).toMatch(/\n {2}accept\(\d+, NULL, NULL <unfinished \.\.\.>$/);
  expect(left().filter((name) => !before.includes(name))).toEqual([]);
});
