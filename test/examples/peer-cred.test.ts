// Whom examples/peer-cred.ts takes its clients for: this process, a program in Python, a user whom it does not admit.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AF_UNIX, connect, SOCK_STREAM, sockaddr_un, unwrap } from 'sys-socket';
import { recv_frame } from 'sys-socket/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../support/servers.js';
import { open } from '../support/sockets.js';
import { root } from '../support/strace.js';
import { folder } from '../sys/kit.js';

const program = join(root, 'out/examples/peer-cred.js');
const uid = process.getuid?.() ?? -1;
const python = spawnSync('python3', ['--version']).status === 0;

async function serve(...admitted: number[]) {
  const path = join(folder(), 'socket');
  const child = spawn(process.execPath, [program, 'serve', path, ...admitted.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(createInterface(child.stdout), 'line');
  return { child, path };
}

describe('examples/peer-cred', () => {
  it('knows this process by number, user and groups, and leaves no socket behind', async () => {
    const { child, path } = await serve(uid);
    const fd = open(AF_UNIX, SOCK_STREAM);
    unwrap(connect(fd, sockaddr_un(path)));
    const told = JSON.parse(String(Buffer.from(unwrap(await recv_frame(fd)))));
    const groups = new Set(process.getgroups?.().filter((group) => group !== process.getgid?.()));
    expect(told).toMatchObject({ pid: process.pid, uid, gid: process.getgid?.() });
    expect(new Set(told.groups.filter((group: number) => group !== process.getgid?.()))).toEqual(groups);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(existsSync(path)).toBe(false);
  });

  it.skipIf(!python)(`knows a program in Python${python ? '' : ' (skipped: python3 is not installed)'}`, async () => {
    const { path } = await serve();
    const code = `import os, socket, struct, sys
s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
n, = struct.unpack('>I', s.recv(4, socket.MSG_WAITALL)); print(os.getpid(), s.recv(n, socket.MSG_WAITALL).decode())`;
    const { stdout } = await run(['python3', '-c', code, path]);
    const [, pid, answer] = /^(\d+) (.*)\n$/.exec(String(stdout)) ?? [];
    expect(JSON.parse(answer ?? '')).toMatchObject({ pid: Number(pid), uid });
  });

  it('answers nobody but the users that it was told', async () => {
    const { path } = await serve(uid + 1);
    const { status, stdout } = await run([process.execPath, program, 'ask', path]);
    expect({ status, told: JSON.parse(String(stdout)) }).toEqual({ status: 0, told: { refused: uid } });
  });
});
