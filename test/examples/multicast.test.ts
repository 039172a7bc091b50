// Who hears what examples/multicast.ts says: in a network of its own, since a group is the whole machine's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { alone, it_in_namespace } from '../support/namespace.js';
import { run } from '../support/servers.js';
import { root } from '../support/strace.js';

const program = join(root, 'out/examples/multicast.js');

// A shell in the namespace: two who hear, of two groups, and a third who hears the first group by its default interface.
const script = `
node=$1 program=$2
"$node" "$program" hear 239.1.2.3 7000 -i 127.0.0.1 -c 2 & first=$!
"$node" "$program" hear 239.9.9.9 7000 -i 127.0.0.1 -c 1 & second=$!
read -r _ # both listen
"$node" "$program" say 239.1.2.3 7000 -i 127.0.0.1 HELLO WORLD
"$node" "$program" say 239.9.9.9 7000 -i 127.0.0.1 OTHER
"$node" "$program" say 239.1.2.3 7000 -i 127.0.0.1 -t 0 HERE
wait $first && wait $second
`;

describe('examples/multicast', () => {
  it_in_namespace('is heard by those who joined the group, and by nobody else', async () => {
    const [unshare = '', ...args] = alone;
    const child = spawn(unshare, [...args, 'sh', '-c', script, 'sh', process.execPath, program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      if (lines.length === 2) child.stdin.end('\n');
    }
    expect(await exited).toEqual([0, null]);
    expect(lines.slice(0, 2).sort()).toEqual(['listening on 239.1.2.3:7000', 'listening on 239.9.9.9:7000']);
    const heard = lines.slice(2).map((line) => line.replace(/^127\.0\.0\.1:\d+: /, ''));
    expect(heard.filter((line) => line !== 'OTHER')).toEqual(['HELLO WORLD', 'HERE']);
    expect(heard.filter((line) => line === 'OTHER')).toHaveLength(1);
  });

  it('says that an address is no group', async () => {
    const { status, stderr } = await run([process.execPath, program, 'hear', '127.0.0.1', '0']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^multicast: EINVAL/) });
  });
});
