import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/cli/watch/csv.js';
import { History } from '../../src/cli/watch/history.js';
import type { Sample } from '../../src/cli/watch/sample.js';
import { svg } from '../../src/cli/watch/svg.js';
import { sparkline } from '../../src/cli/watch/table.js';
import { hang } from '../support/hang.js';
import { plain_env, project, sys_socket } from './kit.js';
import { unaccepted } from './pair.js';

const rows_of = (text: string) => {
  const [head = '', ...rows] = text.trimEnd().split('\n');
  return rows.map((row) => Object.fromEntries(head.split(',').map((name, i) => [name, row.split(',')[i]])));
};

describe('sys-socket watch', () => {
  it('shows both ends of a port, with what waits in them', async () => {
    const { port } = unaccepted();
    const { status, stdout, stderr } = await sys_socket(['watch', `:${port}`, '--count', '1']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [head = '', first = '', ...others] = stdout.trimEnd().split('\n');
    expect(head).toMatch(
      /^proto +state +Recv-Q +Send-Q +unacked +not sent +rtt +cwnd +retrans +Recv-Q over time +Send-Q over time +local +peer$/,
    );
    expect(first).toMatch(new RegExp(`^tcp +LISTEN +1 +5 .* 127\\.0\\.0\\.1:${port} +\\*$`));
    expect(others).toHaveLength(2);
    expect(others.find((line) => line.includes(`127.0.0.1:${port}  127.0.0.1:`))).toMatch(
      /^tcp +ESTABLISHED +11 +0 +0 +0 +\d+\.\d\d ms +\d+ +0 +█/,
    );
  });

  it('says of a process what is behind its descriptors, and agrees with the kernel', async () => {
    const { listener, client, port } = unaccepted();
    const { stdout } = await sys_socket(['watch', `${process.pid}`, '--csv', '--count=2', '--interval=0.05']);
    const rows = rows_of(stdout);
    const own = rows.filter(({ fd }) => fd === `${client}`);
    expect(own).toHaveLength(2);
    expect(own[0]).toMatchObject({
      protocol: 'tcp',
      state: 'ESTABLISHED',
      peer: `127.0.0.1:${port}`,
      recv_q: '0',
      send_q: '0',
      retrans: '0',
    });
    expect(Number(own[1]?.time)).toBeGreaterThan(Number(own[0]?.time));
    expect(rows.find(({ fd }) => fd === `${listener}`)).toMatchObject({
      state: 'LISTEN',
      recv_q: '1',
      send_q: '5',
      rtt: '',
      cwnd: '',
    });
  });

  it('draws what it saw', async () => {
    const { port } = unaccepted();
    const file = join(project({}), 'queues.svg');
    const { status, stdout } = await sys_socket(['watch', `:${port}`, '--csv', '--svg', file, '-c', '3', '-n', '0.05']);
    expect(status).toBe(0);
    expect(rows_of(stdout)).toHaveLength(9);
    const drawn = readFileSync(file, 'utf8');
    expect(drawn).toContain(`127.0.0.1:${port}`);
    expect(drawn.match(/<polyline class="recv_q" points="(\S+ ){2}\S+"\/>/g)).toHaveLength(2);
    expect(drawn).toContain('>time, s</text>');
  });

  it('says so when no socket is there', async () => {
    const { stdout, status } = await sys_socket(['watch', ':1', '-c', '1']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'no socket\n' });
  });

  it.each([
    [['watch'], 2, 'whose sockets?'],
    [['watch', ':0'], 2, "not ':0'"],
    [['watch', ':65536'], 2, "not ':65536'"],
    [['watch', 'server'], 2, "not 'server'"],
    [['watch', '1', '2'], 2, "'2' is another"],
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

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends by %s with %i, and still draws', async (signal, expected) => {
    const file = join(project({}), 'queues.svg');
    const { status, stderr } = await sys_socket(['watch', ':1', '--svg', file], {
      watch: (text, pid) => text.includes('no socket') && process.kill(pid, signal),
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
    expect(stdout).toContain('no socket');
  });

  it('ends quietly when nobody reads', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    const script = '"$1" dist/cli.js watch :1 -n 0.02 | head -n 1; echo "${PIPESTATUS[0]}"';
    const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath], {
      encoding: 'utf8',
      timeout: hang,
      env: plain_env(),
    });
    expect({ stdout, stderr }).toEqual({ stdout: 'no socket\n141\n', stderr: '' });
  });

  const script = spawnSync('script', ['--version']).status === 0 ? '' : ' (skipped: no script(1) here)';
  it.skipIf(script)(`gives a terminal its cursor and its colours back${script}`, () => {
    const command = `"${process.execPath}" dist/cli.js watch :1 -n 0.05 -c 3`;
    const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
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
