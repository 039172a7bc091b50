// What `sys-socket checklist` takes, and what it leaves. What it finds: test/labs/checklist.test.ts.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { command, plain_env, sys_socket } from './kit.js';

/** A folder that does not have this package. */
function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'sys-socket-test-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

const python = `
import socket, struct, sys
listener = socket.create_server(('127.0.0.1', int(sys.argv[1])))
print('listening on 127.0.0.1:%d' % listener.getsockname()[1], flush=True)
def exactly(conn, length):
    data = b''
    while len(data) < length:
        more = conn.recv(length - len(data))
        if not more: raise ConnectionError
        data += more
    return data
while True:
    conn, _ = listener.accept()
    with conn:
        try:
            while True:
                length, = struct.unpack('!I', exactly(conn, 4))
                if length > 1 << 20: break
                conn.sendall(struct.pack('!I', length) + exactly(conn, length))
        except OSError: pass
`;
const no_python = spawnSync('python3', ['--version']).status === 0 ? '' : ' (skipped: no python3)';

describe('sys-socket checklist tries out', { timeout: 60_000 }, () => {
  it('a server of sys-socket/promises, in a folder that does not have the package', async () => {
    const server = `
      import { AF_INET, bind, close, getsockname, listen, SOCK_NONBLOCK, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
      import { connections, frames, send_frame } from 'sys-socket/promises';
      const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
      unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
      unwrap(listen(listener, 16));
      console.log('listening on ' + unwrap(getsockname(listener)));
      async function serve(conn) {
        for await (const frame of frames(conn)) if (!frame.ok || !(await send_frame(conn, frame.value)).ok) break;
        close(conn);
      }
      for await (const accepted of connections(listener)) serve(unwrap(accepted));`;
    const ran = await sys_socket(['checklist', 'server.mjs'], { cwd: folder({ 'server.mjs': server }) });
    expect(ran, ran.stderr).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/does not block the others\npass\n$/),
    });
  });

  it.skipIf(no_python)(`a program of another language, whose calls nobody sees${no_python}`, async () => {
    const cwd = folder({ 'server.py': python });
    const ran = await sys_socket(['checklist', 'python3', 'server.py', '0'], { cwd });
    expect(ran, ran.stderr).toMatchObject({ status: 0, stdout: expect.stringMatching(/^not tried: .*\npass\n$/m) });
  });
});

/** Everything that has this in its environment. */
function processes_with(mark: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
    } catch {
      return false; // it has ended, or is another user's
    }
  });
}

describe('sys-socket checklist leaves nothing behind', { timeout: 60_000 }, () => {
  const rude = `
    import { spawn } from 'node:child_process';
    spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).unref();
    console.log('a child is there');
    setInterval(() => {}, 1e6);`;

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('of %s: no process, and no file', async (signal) => {
    const cwd = folder({ 'server.mjs': rude });
    const files = folder({});
    const child = spawn(process.execPath, [command, 'checklist', 'server.mjs'], {
      cwd,
      env: { ...plain_env(), TMPDIR: files },
      stdio: 'ignore',
    });
    // Itself, the guard, the server and its child.
    while (processes_with(`TMPDIR=${files}`).length < 4) await sleep(10);
    expect(readdirSync(files)).toHaveLength(1);
    child.kill(signal);
    await once(child, 'exit');
    while (processes_with(`TMPDIR=${files}`).length > 0) await sleep(10);
    expect(readdirSync(files)).toEqual([]);
  });

  it('when it has ended by itself', async () => {
    const files = folder({});
    const cwd = folder({ 'server.mjs': rude });
    const ran = await sys_socket(['checklist', 'server.mjs'], { cwd, env: { TMPDIR: files } });
    expect(ran).toMatchObject({ status: 1, stdout: expect.stringMatching(/\nfail: never-listens\n$/) });
    expect(processes_with(`TMPDIR=${files}`)).toEqual([]);
    expect(readdirSync(files)).toEqual([]);
  });
});

describe('sys-socket checklist refuses', () => {
  it('what is neither a script nor executable, and says how to run it', async () => {
    const cwd = folder({ 'server.py': python });
    expect(await sys_socket(['checklist', './server.py'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/not executable; put its interpreter first, as in: .* python3 \.\/server\.py/),
    });
  });
});
