import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse_strace } from '../../src/strace/index.js';
import { run } from '../support/servers.js';
import { no_strace, root, strace_command } from '../support/strace.js';
import { folder } from '../sys/kit.js';

const program = join(root, 'out/examples/pass-fd.js');

function sample(): string {
  const path = join(folder(), 'file');
  writeFileSync(path, 'the parent reads' + 'then the child..' + 'and parent again' + 'and nobody this');
  return path;
}

describe('examples/pass-fd', () => {
  it('reads on in the child where the parent stopped, and the other way round', async () => {
    const path = sample();
    const { status, stdout, stderr } = await run([process.execPath, program, path]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const lines = stdout.toString().trim().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^parent \d+ reads from fd \d+: "the parent reads"$/),
      expect.stringMatching(/^child {2}\d+ was passed .*$/),
      expect.stringMatching(/^child {2}\d+ reads from fd \d+: "then the child\.\."$/),
      expect.stringMatching(/^parent \d+ reads from fd \d+: "and parent again"$/),
    ]);
    expect(lines[1]).toContain(`was passed ${path}`);
    const processes = lines.map((line) => /^\w+ +(\d+)/.exec(line)?.[1]);
    expect(processes[0]).toBe(processes[3]);
    expect(processes[1]).toBe(processes[2]);
    expect(processes[0]).not.toBe(processes[1]);
  });

  it('shows its own text without an argument', async () => {
    const { status, stdout } = await run([process.execPath, program]);
    expect(status).toBe(0);
    expect(stdout.toString()).toMatch(/^parent \d+ reads from fd \d+: "\/\/ Passes an op/);
  });

  it('ends with 1 and the reason when there is no such file', async () => {
    const { status, stderr } = await run([process.execPath, program, '/no/such/file']);
    expect(status).toBe(1);
    expect(stderr).toContain('ENOENT');
  });

  it.skipIf(no_strace)(
    `passes it in one sendmsg, and the child opens nothing${no_strace ? ` (${no_strace})` : ''}`,
    () => {
      const path = sample();
      const { log, status } = strace_command([process.execPath, program, path], {
        trace: 'sendmsg,recvmsg,open,openat',
      });
      expect(status).toBe(0);
      // The child may receive before strace has printed that the parent's call returned: two halves, and one event.
      const calls = [...parse_strace(log)].flatMap((event) => (event.kind === 'call' ? [event.line] : []));
      const passed = String.raw`msg_control=\[\{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=\[\d+\]\}\]`;
      expect(calls.filter((line) => line.includes('SCM_RIGHTS') || line.includes(`"${path}", O_`))).toEqual([
        expect.stringMatching(/^open(at)?\(/),
        expect.stringMatching(new RegExp(`^sendmsg\\(.*${passed}.*, MSG_NOSIGNAL\\) += \\d+$`)),
        expect.stringMatching(new RegExp(`^recvmsg\\(.*${passed}.*MSG_CMSG_CLOEXEC\\) += \\d+$`)),
      ]);
    },
  );
});
