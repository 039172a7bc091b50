// The echo server and client, and the calls of both: starts the server, lets the client send HELLO-WORLD, and prints both traces.
//
//   npm run demo
//
// The package itself writes the traces (SYS_SOCKET_TRACE, docs/trace.md), so strace need not be installed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const patience = 20_000;
const folder = mkdtempSync(join(tmpdir(), 'sys-socket-demo-'));
const children: ChildProcess[] = [];

const timer = setTimeout(() => {
  finish();
  console.error(`demo: gave up after ${patience / 1000} s`);
  process.exit(1);
}, patience);

try {
  const server = start('echo-server', '--host', '127.0.0.1', '--port', '0');
  const port = await listening(server);
  const client = start('echo-client', 'HELLO-WORLD', '--host', '127.0.0.1', '--port', port);
  client.stdout?.pipe(process.stdout);
  const [status] = await once(client, 'close');
  while (!/accept\(\d+, NULL, NULL$/.test(traced('server'))) await sleep(10); // until it waits for the next client
  server.kill();
  await once(server, 'close');
  show('server');
  show('client');
  process.exitCode = status ?? 1;
} finally {
  clearTimeout(timer);
  finish();
}

/** Runs one of the two, with its trace in a separate file. */
function start(name: 'echo-server' | 'echo-client', ...args: string[]): ChildProcess {
  const program = fileURLToPath(new URL(name + extname(import.meta.url), import.meta.url));
  const child = spawn(process.execPath, [program, ...args], {
    // The results start in column 94, to the right of all but the longest calls.
    env: { ...process.env, SYS_SOCKET_TRACE: `-a 94 -o ${trace_of(name)}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

function trace_of(name: string): string {
  return join(folder, name);
}

function traced(side: 'server' | 'client'): string {
  return readFileSync(trace_of(`echo-${side}`), 'utf8');
}

/** The port that the server prints when it listens. */
async function listening(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('the server has no stdout');
  for await (const line of createInterface({ input: server.stdout })) {
    const port = /^listening on .*:(\d+)$/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('the server ended before it listened');
}

function show(side: 'server' | 'client'): void {
  const lines = traced(side).split('\n');
  // The server was killed during its last call, so that line is incomplete. It is marked as strace marks it.
  const last = lines.pop();
  if (last) lines.push(`${last} <unfinished ...>`);
  console.log(`\n${side}:`);
  for (const line of lines) console.log(`  ${line}`);
}

function finish(): void {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
