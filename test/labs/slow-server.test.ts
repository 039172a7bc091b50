import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { send, unwrap } from 'sys-socket';
import { expect, it } from 'vitest';
import { ss_tool } from '../../labs/kit/ss.js';
import { name_of, tcp_pair } from '../support/sockets.js';
import { root } from '../support/strace.js';
import { proves_itself } from './kit.js';

const chunk = 16 * 1024;

proves_itself('slow-server', ({ right, twin }) => {
  it('sees a saw in the queues of the right one, and nothing in those of the twin', () => {
    const recv_q = (csv: string) =>
      csv
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((row) => Number(row.split(',')[3]));
    expect(right().file('events.csv')).toMatch(/^ms,accepted,done,recv_q,send_q\r\n/);
    const queue = recv_q(right().file('events.csv'));
    expect(queue.filter((bytes) => bytes >= chunk).length).toBeGreaterThan(queue.length / 2);
    expect(queue.some((bytes, i) => bytes > (queue[i - 1] ?? bytes))).toBe(true);
    const none = recv_q(twin().file('events.csv'));
    expect(none.filter((bytes) => bytes === 0).length).toBeGreaterThan(none.length / 2);
  });
});

const run = promisify(execFile);
const main = join(root, 'out/labs/kit/ss-main.js');

it.skipIf(ss_tool.missing())('the sampler leaves what ss said as CSV, and draws it', async () => {
  const runs = mkdtempSync(join(tmpdir(), 'sys-socket-ss-'));
  const { client, server } = tcp_pair();
  try {
    unwrap(send(client, new Uint8Array(1234)));
    const port = String(name_of(client)).split(':').at(-1);
    const { stdout } = await run(process.execPath, [main, `:${port}`, '0.3', '--runs', runs], { timeout: 15_000 });
    expect(stdout).toMatch(/Recv-Q █+ up to 1,234 bytes\n/);
    const folder = join(runs, 'ss', readdirSync(join(runs, 'ss'))[0] ?? '');
    const [header, ...rows] = readFileSync(join(folder, 'ss.csv'), 'utf8').trimEnd().split('\r\n');
    expect(header).toBe('time,state,recv_q,send_q,local,peer');
    expect(
      rows.filter((row) => row.includes(`,ESTAB,1234,0,${name_of(server)},${name_of(client)}`)).length,
    ).toBeGreaterThan(1);
    expect(readFileSync(join(folder, 'figure.svg'), 'utf8')).toMatch(/^<svg [\s\S]*Recv-Q[\s\S]*<\/svg>\n$/);
  } finally {
    rmSync(runs, { recursive: true });
  }
});

it.each([[[]], [['9000']], [[':9000', 'soon']], [[':9000', '1', 'more']]])('refuses %j with status 2', async (args) => {
  await expect(run(process.execPath, [main, ...args])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^usage: /),
  });
});
