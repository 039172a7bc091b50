// TLS on descriptors that raw calls have made: both sides of the example, and openssl's own client.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';

const no_openssl = spawnSync('openssl', ['version']).status !== 0;
const folder = mkdtempSync(join(tmpdir(), 'sys-socket-tls-'));
const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
const example = join(root, 'out/examples/tls.js');

afterAll(() => rmSync(folder, { recursive: true }));

async function serve(): Promise<string> {
  const child = spawn(process.execPath, [example, 'serve', cert, key, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface(child.stdout), 'line');
  return /:(\d+)$/.exec(String(line))?.[1] ?? '';
}

function ask(port: string, ...own: string[]): unknown[] {
  const args = [example, 'ask', cert, port, 'localhost', 'HELLO', ...own];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8', timeout: hang });
  return printed
    .trimEnd()
    .split('\n')
    .map((line) => [line.slice(0, 7), JSON.parse(line.slice(8))]);
}

describe.skipIf(no_openssl)(`examples/tls${no_openssl ? ' (skipped: openssl is not installed)' : ''}`, () => {
  beforeAll(() => {
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', ['req', '-x509', ...curve, ...name, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  });

  const answer = { line: 'HELLO', servername: 'localhost', alpnProtocol: 'line/1' };

  it('has SNI and ALPN, and resumes a session', async () => {
    expect(ask(await serve())).toEqual([
      ['TLSv1.3', { ...answer, client: null, resumed: false }],
      ['TLSv1.3', { ...answer, client: null, resumed: true }],
    ]);
  });

  it('knows a client by its certificate', async () => {
    expect(ask(await serve(), cert, key)).toEqual([
      ['TLSv1.3', { ...answer, client: 'localhost', resumed: false }],
      ['TLSv1.3', { ...answer, client: 'localhost', resumed: true }],
    ]);
  });

  it('serves openssl s_client', async () => {
    const address = ['-connect', `127.0.0.1:${await serve()}`, '-servername', 'localhost', '-alpn', 'line/1'];
    const { stdout } = spawnSync('openssl', ['s_client', ...address, '-CAfile', cert, '-quiet'], {
      input: 'HELLO\n',
      encoding: 'utf8',
      timeout: hang,
    });
    expect(JSON.parse(stdout)).toEqual({ ...answer, client: null, resumed: false });
  });
});
