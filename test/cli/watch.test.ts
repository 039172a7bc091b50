import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AF_INET, connect, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/cli/watch/csv.js';
import { History } from '../../src/cli/watch/history.js';
import type { Sample } from '../../src/cli/watch/sample.js';
import { svg } from '../../src/cli/watch/svg.js';
import { sparkline } from '../../src/cli/watch/table.js';
import { hang } from '../support/hang.js';
import { installed } from '../support/installed.js';
import { alone, it_in_namespace, no_namespace } from '../support/namespace.js';
import { listener, open } from '../support/sockets.js';
import { plain_env, project, sys_socket, unaccepted } from './kit.js';

const rows_of = (text: string) => {
  const [head = '', ...rows] = text.trimEnd().split('\n');
  return rows.map((row) => Object.fromEntries(head.split(',').map((name, i) => [name, row.split(',')[i]])));
};

// Port numbers are shared by all of a network: what looks at one is in a network of its own.
const skipped = no_namespace === undefined ? '' : ` (skipped: ${no_namespace})`;

describe('sys-socket watch', () => {
  it_in_namespace('shows both ends of a port, with what waits in them', async () => {
    const { status, stdout, stderr } = await sys_socket(['watch', ':9000', '--count', '1'], { within: unaccepted });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [head = '', first = '', ...others] = stdout.trimEnd().split('\n');
    expect(head).toMatch(
      /^proto +state +Recv-Q +Send-Q +unacked +not sent +rtt +cwnd +retrans +Recv-Q over time +Send-Q over time +local +peer$/,
    );
    expect(first).toMatch(/^tcp +LISTEN +1 +5 .* 127\.0\.0\.1:9000 +\*$/);
    expect(others).toHaveLength(2);
    expect(others.find((line) => /127\.0\.0\.1:9000 +127\.0\.0\.1:\d+$/.test(line))).toMatch(
      /^tcp +ESTABLISHED +11 +0 +0 +0 +\d+\.\d\d ms +\d+ +0 +█/,
    );
  });

  it('says of a process what is behind its descriptors, and agrees with the kernel', async () => {
    const { fd, addr } = listener(AF_INET, 5);
    const client = open();
    unwrap(connect(client, addr));
    const { stdout } = await sys_socket(['watch', `${process.pid}`, '--csv', '--count=2', '--interval=0.05']);
    const rows = rows_of(stdout);
    const own = rows.filter((row) => row.fd === `${client}`);
    expect(own).toHaveLength(2);
    expect(own[0]).toMatchObject({
      protocol: 'tcp',
      state: 'ESTABLISHED',
      peer: String(addr),
      recv_q: '0',
      send_q: '0',
      retrans: '0',
    });
    expect(Number(own[1]?.time)).toBeGreaterThan(Number(own[0]?.time));
    expect(rows.find((row) => row.fd === `${fd}`)).toMatchObject({
      state: 'LISTEN',
      recv_q: '1',
      send_q: '5',
      rtt: '',
      cwnd: '',
    });
  });

  it_in_namespace('draws what it saw', async () => {
    const file = join(project({}), 'queues.svg');
    const args = ['watch', ':9000', '--csv', '--svg', file, '-c', '3', '-n', '0.05'];
    const { status, stdout } = await sys_socket(args, { within: unaccepted });
    expect(status).toBe(0);
    expect(rows_of(stdout)).toHaveLength(9);
    const drawn = readFileSync(file, 'utf8');
    expect(drawn).toContain('127.0.0.1:9000');
    expect(drawn.match(/<polyline class="recv_q" points="(\S+ ){2}\S+"\/>/g)).toHaveLength(2);
    expect(drawn).toContain('>time, s</text>');
  });

  it_in_namespace('says so when no socket is there', async () => {
    const { stdout, status } = await sys_socket(['watch', ':1', '-c', '1'], { within: alone });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'no sockets\n' });
  });

  it('shows the descriptors of a process in its table', async () => {
    const { fd, addr } = listener(AF_INET, 5);
    const { stdout } = await sys_socket(['watch', `${process.pid}`, '--count=1']);
    expect(stdout).toMatch(/^ *fd +proto +state /);
    expect(stdout.split('\n').find((line) => line.includes(` ${addr} `))).toMatch(
      new RegExp(`^ *${fd} +tcp +LISTEN +0 +5 `),
    );
  });

  // The kernel tells only of the sockets of one's own network.
  it_in_namespace('says how to watch a process in another network', async () => {
    const { status, stderr } = await sys_socket(['watch', `${process.pid}`], { within: alone });
    expect(status).toBe(1);
    // An ordinary user is in another user namespace too, and may not read what belongs to the process.
    expect(stderr).toContain(
      process.getuid?.() === 0
        ? `process ${process.pid} is in another network namespace: run this command with nsenter -t ${process.pid} -n`
        : `no permission to read the descriptors of process ${process.pid}: run as its user, or as root`,
    );
  });

  const no_root = process.getuid?.() === 0 ? '' : ' (skipped: only root can become somebody else)';
  it.skipIf(no_root)(`says that the descriptors of others are theirs${no_root}`, async () => {
    const within = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const { status, stderr } = await sys_socket(['watch', `${process.pid}`], { within });
    expect(status).toBe(1);
    expect(stderr).toContain(
      `no permission to read the descriptors of process ${process.pid}: run as its user, or as root`,
    );
  });

  it.each([
    [['watch'], 2, 'a process (1234) or a port (:9000) is missing'],
    [['watch', ':0'], 2, "got ':0'"],
    [['watch', ':65536'], 2, "got ':65536'"],
    [['watch', 'server'], 2, "got 'server'"],
    [['watch', '1', '2'], 2, "'2': only one process or port can be watched"],
    [['watch', ':1', '--interval=0'], 2, '--interval needs a number of at least 0.01'],
    [['watch', ':1', '--count=1.5'], 2, '--count needs a whole number'],
    [['watch', '4194305'], 1, 'there is no process 4194305'],
    [['watch', ':1', '-c1', '--svg=/no/such/folder/x.svg'], 1, 'ENOENT'],
  ])('refuses %j', async (args, expected, says) => {
    const { status, stderr } = await sys_socket(args);
    expect(status).toBe(expected);
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/^sys-socket watch: [^\n]*\n$/);
  });

  it.skipIf(no_namespace).each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(`ends by %s with %i, and still draws${skipped}`, async (signal, expected) => {
    const file = join(project({}), 'queues.svg');
    const { status, stderr } = await sys_socket(['watch', ':1', '--svg', file], {
      within: alone,
      watch: (text, pid) => text.includes('no sockets') && process.kill(pid, signal),
    });
    expect({ status, stderr }).toEqual({ status: expected, stderr: '' });
    expect(existsSync(file)).toBe(true);
  });

  it('ends with the process that it watches', async () => {
    const folder = project({ 'brief.mjs': 'setTimeout(() => {}, 5000);' });
    const script = `"$1" "$2/brief.mjs" >/dev/null 2>&1 </dev/null & exec "$1" dist/cli.js watch -n 0.1 $!`;
    const { status, stdout } = spawnSync('sh', ['-c', script, 'sh', process.execPath, folder], {
      encoding: 'utf8',
      timeout: hang,
      env: plain_env(),
    });
    // Nobody waits for it, so it stays as a zombie.
    expect(status).toBe(0);
    expect(stdout).toContain('no sockets');
  });

  it_in_namespace('ends quietly when nobody reads', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    const script = '"$1" dist/cli.js watch :1 -n 0.02 | head -n 1; echo "${PIPESTATUS[0]}"';
    const [program = '', ...args] = [...alone, 'bash', '-c', script, 'bash', process.execPath];
    const { stdout, stderr } = spawnSync(program, args, {
      encoding: 'utf8',
      timeout: hang,
      env: plain_env(),
    });
    expect({ stdout, stderr }).toEqual({ stdout: 'no sockets\n141\n', stderr: '' });
  });

  const no_script = installed('script') ? skipped : ' (skipped: no script(1) here)';
  it.skipIf(no_script)(`gives a terminal its cursor and its colours back${no_script}`, () => {
    const command = `"${process.execPath}" dist/cli.js watch :1 -n 0.05 -c 3`;
    const [program = '', ...args] = [...alone, 'script', '-qec', command, '/dev/null'];
    const { stdout } = spawnSync(program, args, {
      encoding: 'utf8',
      timeout: hang,
      env: { ...plain_env(), TERM: 'xterm' },
    });
    expect(stdout.startsWith('\x1b[?25l\x1b[?7l')).toBe(true);
    expect(stdout.split('\x1b[1A\x1b[J')).toHaveLength(3); // each look takes the place of the one before
    expect(stdout.endsWith('\x1b[?7h\x1b[?25h\x1b[0m')).toBe(true);
  });
});

describe('what is drawn', () => {
  const sample: Sample = {
    id: '1',
    fd: undefined,
    protocol: 'unix',
    state: 'ESTABLISHED',
    local: '@a "b", <c>',
    peer: '*',
    recv_q: 1,
    send_q: 2,
  };

  it.each([
    [[0, 1, 2, 4, 8], ' ▁▂▄█'],
    [[1, 1_000_000], '▁█'],
    [[0, 0], '  '],
    [[], ''],
  ])('sparks %j', (values, line) => expect(sparkline(values)).toBe(line));

  it('is quoted as RFC 4180 says', () => {
    expect(csv(1.5, [sample])).toBe('1.500,,unix,ESTABLISHED,"@a ""b"", <c>",*,1,2,,,,,\n');
  });

  it('is each queue on a scale of its own, over a time axis of round seconds', () => {
    const history = new History();
    for (const at of [0, 1500, 3000]) history.add(70 + at, [{ ...sample, recv_q: 2 * at, send_q: 5_000_000 }]); // from the first look on
    const drawn = svg(history);
    const texts = [...drawn.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(['Recv-Q', 'Send-Q', '6000', '5000000', 'time, s']));
    expect(texts.filter((text) => /^[\d.]+$/.test(text ?? '')).slice(0, 7)).toEqual([
      '0',
      '0.5',
      '1',
      '1.5',
      '2',
      '2.5',
      '3',
    ]);
    expect(drawn).toMatch(/<polyline class="recv_q" points="84\.0,76\.0 394\.0,50\.0 704\.0,24\.0"\/>/);
  });

  it('may be of an hour, each 10 ms', () => {
    const history = new History();
    for (let at = 0; at < 3_600_000; at += 10) history.add(at, [sample]);
    expect(svg(history)).toContain('>3500</text>');
  });

  it('is text in an SVG, never markup', () => {
    const history = new History();
    history.add(0, [sample]);
    expect(svg(history)).toContain('@a &#34;b&#34;, &#60;c&#62;');
    expect(svg(new History())).toContain('no connection was seen');
  });
});
