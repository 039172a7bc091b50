// docs/observe.md: every command is run beside a server on port 9000 that clients come to, in a network of its own, and shows what the
// page says.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hang } from './support/hang.js';
import { no_strace, root } from './support/strace.js';

const page = readFileSync(join(root, 'docs/observe.md'), 'utf8');
const commands = [...page.matchAll(/```sh\n([\s\S]*?)\n```/g)].flatMap(([, lines = '']) =>
  lines.split('\n').map((line) => {
    const [command = '', shows] = line.split(/ +# /);
    return { command, shows };
  }),
);
/** The first cells of the table whose head has this word. */
const table = (head: string) => {
  const rows = page.split(`| ${head} |`)[1]?.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, filter = '']) => filter));
};

const privileged = process.getuid?.() === 0;
/** Why a command cannot be run here. */
function lacking(command: string): string | undefined {
  const tool = command.replace(/^(\w+=\S+ )+/, '').split(' ')[0] ?? '';
  if (spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0) return `${tool} is not installed`;
  if (tool === 'strace') return no_strace;
  return privileged ? undefined : 'only root has a network of its own here';
}

const client = `${process.execPath} out/examples/echo-client.js HELLO-WORLD --host 127.0.0.1`;
const server = `${process.execPath} out/examples/echo-server.js --host 127.0.0.1`;

// As a reader has it: without the sanitizers that the tests may run under.
const { SYS_SOCKET_TRACE, SYS_SOCKET_FAULT, SYS_SOCKET_BINARY, LD_PRELOAD, ...env } = process.env;

/** Brings lo up, serves, and lets a client come again and again, unless the file "$QUIET" is there. Says which process serves. */
const scene = `ip link set lo up; ${server} & echo $!; while sleep 0.2; do if [ -e "$QUIET" ]; then echo quiet; else ${client}; fi; done`;
let stage: ReturnType<typeof spawn>;
let served = '';
let folder: string;
let quiet: string;

/** Until {@link quiet} is removed, no client comes. A capture that began within a connection would show its end alone. */
async function no_client(): Promise<void> {
  writeFileSync(quiet, '');
  let said = '';
  const hear = (part: string) => {
    said += part;
  };
  stage.stdout?.on('data', hear);
  while (!/^quiet$/m.test(said)) await once(stage.stdout ?? stage, 'data');
  stage.stdout?.off('data', hear);
}

/**
 * One of the page's commands, in that network, to its end. What attaches to the server ends by Ctrl-C alone, as soon as it has shown what it must.
 * No other command gets one: strace 6.1 waits for ever if a Ctrl-C reaches it while a program of several threads ends.
 */
async function run(command: string, shows?: string): Promise<string> {
  const here = command
    .replaceAll('npx sys-socket', `${process.execPath} dist/cli.js`)
    .replaceAll('queues.svg', join(folder, 'queues.svg'))
    .replaceAll('trace.pcap', join(folder, 'trace.pcap'));
  const captures = command.startsWith('tcpdump') && command.includes(' -w ');
  const attaches = command.startsWith('strace -p');
  if (captures) await no_client();
  const inside = ['-t', String(stage.pid), '-n', 'sh', '-c', `exec 2>&1; ${here}`];
  const child = spawn('nsenter', inside, {
    cwd: root,
    env: { ...env, PID: served },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true, // a group of its own, as a terminal gives it
  });
  const interrupt = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, signal);
  };
  const guard = setTimeout(interrupt, hang, 'SIGKILL');
  let said = '';
  for await (const part of child.stdout.setEncoding('utf8')) {
    const had = shows !== undefined && said.includes(shows);
    said += part;
    if (captures && said.includes('listening on')) rmSync(quiet, { force: true });
    if (attaches && shows !== undefined && !had && said.includes(shows)) interrupt('SIGINT');
  }
  clearTimeout(guard);
  return said;
}

describe.skipIf(!privileged)('docs/observe.md', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sys-socket-observe-'));
    quiet = join(folder, 'quiet');
    stage = spawn('unshare', ['--net', '--kill-child', 'sh', '-c', scene], {
      cwd: root,
      env: { ...env, QUIET: quiet },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true, // a group of its own, to be ended together
    });
    if (stage.stdout === null) throw new Error('no output');
    let said = '';
    stage.stdout.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    while (!/^listening/m.test(said)) await once(stage.stdout, 'data');
    served = /^\d+$/m.exec(said)?.[0] ?? '';
  });
  afterAll(() => {
    if (stage.pid !== undefined) process.kill(-stage.pid, 'SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('says of each command what it shows', () => {
    expect(commands.length).toBeGreaterThan(25);
    expect(commands.filter(({ shows }) => shows === undefined)).toEqual([]);
  });

  for (const { command, shows = '' } of commands) {
    const why = lacking(command);
    it.skipIf(why)(`${command}${why ? ` (${why})` : ''}`, async () => {
      expect(await run(command, shows)).toContain(shows);
    });
  }

  const no_tcpdump = lacking('tcpdump');
  it.skipIf(no_tcpdump).each(table('filter'))(`tcpdump understands %s${no_tcpdump ?? ''}`, (filter) => {
    expect(execFileSync('tcpdump', ['-i', 'lo', '-d', filter], { encoding: 'utf8', stdio: 'pipe' })).toContain('ret');
  });

  const no_tshark = lacking('tshark');
  it.skipIf(no_tshark).each(table('display filter'))(`tshark understands %s${no_tshark ?? ''}`, async (filter) => {
    const printed = await run(`tshark -r trace.pcap -Y '${filter}' && echo understood`);
    expect(printed).toMatch(/understood$/m);
    // What cannot have happened here matches nothing, and what must have happened something.
    const frames = printed.split('\n').filter((line) => /^ +\d+ /.test(line)).length;
    if (/port|stream|len|contains/.test(filter)) expect(frames).toBeGreaterThan(0);
    if (/reset|zero_window|retrans/.test(filter)) expect(frames).toBe(0);
  });
});
