import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../support/strace.js';
import { proves_itself } from './kit.js';

proves_itself('checklist', ({ twin }) => {
  it('finds nothing else in the twin than what is wrong there', () => {
    expect(twin().verdict.diagnoses).toEqual(['trusts-one-call']);
  });
});

/** The command, on a program. */
async function checklist(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const { SYS_SOCKET_TRACE, SYS_SOCKET_FAULT, LD_PRELOAD, ...env } = process.env;
  const child = spawn(process.execPath, [join(root, 'out/labs/checklist/main.js'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 85_000,
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status, stdout, stderr };
}

function program(name: string, source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-checklist-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), source);
  return join(folder, name);
}

describe('npm run checklist', { timeout: 90_000 }, () => {
  it('passes the echo server of the examples', async () => {
    const ran = await checklist('examples/echo-server.ts', '--host', '127.0.0.1', '--port', '0');
    expect(ran.stdout, ran.stderr).toMatch(/\npass\n$/);
    expect(ran.stdout).not.toContain('✗');
    expect(ran.status).toBe(0);
  });

  it.each([
    ['no-cap', 'believes-any-length', 'recvfrom(FD, "\\377\\377\\377\\377", 4, MSG_DONTWAIT, NULL, NULL) = 4'],
    ['text', 'takes-bytes-for-text', 'recvfrom(FD, "\\303(\\377\\376\\355\\240\\200", 7, 0, NULL, NULL) = 7'],
    ['pipe', 'dies-of-a-broken-pipe', 'sendto(FD, "\\0\\0\\0\\v", 4, MSG_NOSIGNAL, NULL, 0) = -1 EPIPE'],
  ])('finds %s.ts out, and shows the call that proves it', async (name, diagnosis, proof) => {
    const ran = await checklist(`labs/checklist/wrong/${name}.ts`);
    expect(ran.stdout, ran.stderr).toContain(`\nfail: ${diagnosis}\n`);
    expect(ran.stdout.replaceAll(/\((\d+), /g, '(FD, ')).toContain(proof);
    expect(ran.status).toBe(1);
  });

  it("tries a server on Node's net, and says which trials have no faults there", async () => {
    const file = program(
      'server.mjs',
      `import { createServer } from 'node:net';
       const server = createServer((conn) => conn.on('error', () => {}).pipe(conn));
       server.listen(0, '127.0.0.1', () => console.log('listening on 127.0.0.1:' + server.address().port));`,
    );
    const ran = await checklist(file);
    expect(ran.stdout).toContain('\nfail: believes-any-length\n'); // it echoes anything
    expect(ran.stdout.match(/· .*\(no faults: it makes no calls of sys-socket\)/g)).toHaveLength(3);
    expect(ran.status).toBe(1);
  });

  it('counts an end in the middle of a frame among the lengths, not as a cap', async () => {
    const file = program(
      'server.mjs',
      `import { createServer } from 'node:net';
       const server = createServer({ allowHalfOpen: true }, (conn) => {
         let all = Buffer.alloc(0);
         conn.on('error', () => {}).on('data', (bytes) => {
           for (all = Buffer.concat([all, bytes]); all.length >= 4; ) {
             const length = 4 + all.readUInt32BE();
             if (length > 1 << 20) return conn.destroy();
             if (all.length < length) return;
             conn.write(all.subarray(0, length));
             all = all.subarray(length);
           }
         });
       });
       server.listen(0, '127.0.0.1', () => console.log('listening on 127.0.0.1:' + server.address().port));`,
    );
    const ran = await checklist(file); // the end is not looked at
    expect(ran.stdout, ran.stderr).toContain('\nfail: trusts-one-call\n');
    expect(ran.stdout.match(/✗ .*/g)).toEqual([
      expect.stringMatching(/\[trusts-one-call\]$/),
      '✗ ends in the middle of a frame',
    ]);
  });

  it('says usage, and what is no server', async () => {
    expect(await checklist()).toMatchObject({ status: 2, stderr: 'usage: npm run checklist -- SERVER [ARG]...\n' });
    expect(await checklist('nowhere.ts')).toMatchObject({ status: 2, stderr: 'checklist: nowhere.ts: no such file\n' });
    const ran = await checklist(program('mute.mjs', 'console.log("hello");'));
    expect(ran).toMatchObject({ status: 4, stderr: expect.stringMatching(/^checklist: .* ended before it said/m) });
  });
});
