// What examples/sockets-of.ts sees in a process that does not help it: one in Python, with sockets of several kinds.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { close, pidfd_getfd, pidfd_open, unwrap } from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../support/servers.js';

import { root } from '../support/strace.js';

const program = join(root, 'out/examples/sockets-of.js');

const python = `
import socket, sys
listener = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(listener.getsockname())
served, _ = listener.accept()
client.sendall(b'HELLO')
served.recv(1, socket.MSG_PEEK)
udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
named = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
print(*(s.fileno() for s in (listener, client, served, udp, named)), listener.getsockname()[1], client.getsockname()[1], flush=True)
sys.stdin.read()
`;

const missing = (() => {
  if (spawnSync('python3', ['--version']).status !== 0) return 'python3 is not installed';
  const sleeper = spawn('sleep', ['60'], { stdio: 'ignore' });
  try {
    const pidfd = unwrap(pidfd_open(sleeper.pid ?? 0, 0));
    const taken = pidfd_getfd(pidfd, 0, 0);
    close(pidfd);
    if (taken.ok) close(taken.value);
    return taken.ok ? undefined : `this machine lets no process trace another: ${taken.error.message}`;
  } finally {
    sleeper.kill('SIGKILL');
  }
})();

describe('examples/sockets-of', () => {
  it.skipIf(missing)(
    `tells the sockets of another process, and when it has ended${missing ? ` (skipped: ${missing})` : ''}`,
    async () => {
      const other = spawn('python3', ['-c', python], { stdio: ['pipe', 'pipe', 'inherit'] });
      onTestFinished(() => void other.kill('SIGKILL'));
      const [said] = await once(createInterface(other.stdout), 'line');
      const [listener, client, served, udp, named, port, from] = String(said).split(' ');

      const looking = spawn(process.execPath, [program, '-w', String(other.pid)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void looking.kill('SIGKILL'));
      const lines: string[] = [];
      for await (const line of createInterface(looking.stdout)) {
        lines.push(line);
        if (line.startsWith(`${named}: `)) other.stdin.end(); // the last of them: from here on it only waits
      }
      expect(lines.filter((line) => !/^[012]: /.test(line))).toEqual([
        `${listener}: AF_INET SOCK_STREAM 127.0.0.1:${port} listens`,
        `${client}: AF_INET SOCK_STREAM 127.0.0.1:${from} to 127.0.0.1:${port} unread 0`,
        `${served}: AF_INET SOCK_STREAM 127.0.0.1:${port} to 127.0.0.1:${from} unread 5`,
        `${udp}: AF_INET6 SOCK_DGRAM [::]:0 to nobody unread 0`,
        expect.stringMatching(new RegExp(`^${named}: AF_UNIX SOCK_SEQPACKET .* to nobody`)),
        `${other.pid} has ended`,
      ]);
    },
  );

  it('says that there is no such process', async () => {
    const never = 1 << 22; // PID_MAX_LIMIT of include/linux/threads.h: numbers are below it
    const { status, stderr } = await run([process.execPath, program, String(never)]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('sockets-of: ESRCH') });
  });
});
