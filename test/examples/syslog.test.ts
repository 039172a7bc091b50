// What examples/syslog.ts writes, beside what logger(1) of util-linux writes, to a receiver of the test's own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { AF_UNIX, bind, MSG_DONTWAIT, recv, SOCK_DGRAM, sendto, sockaddr_un, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { run } from '../support/servers.js';
import { open } from '../support/sockets.js';
import { root } from '../support/strace.js';
import { folder } from '../sys/kit.js';

const program = [process.execPath, join(root, 'out/examples/syslog.js')] as const;
const logger = spawnSync('logger', ['--version']).status === 0;

/** A log daemon that the test reads for. */
function daemon() {
  const path = join(folder(), 'log');
  const fd = open(AF_UNIX, SOCK_DGRAM);
  unwrap(bind(fd, sockaddr_un(path)));
  return {
    path,
    fd,
    /** The datagrams that have come. */
    read(): string[] {
      const all: string[] = [];
      for (const buffer = Buffer.alloc(4096); ; ) {
        const came = recv(fd, buffer, MSG_DONTWAIT);
        if (!came.ok) return all;
        all.push(buffer.toString('utf8', 0, came.value));
      }
    },
  };
}

/** A datagram with its time taken out: the milliseconds of it. logger and the example were given the time zone. */
function parts(datagram = ''): { readonly time: number; readonly rest: string } {
  const [, pri, time, rest] = /^(<\d+>)([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)( .*)$/s.exec(datagram) ?? [];
  return {
    time: Date.parse(`${time} ${new Date(Date.now() + 9 * 3600_000).getUTCFullYear()} GMT+0900`),
    rest: `${pri}TIME${rest}`,
  };
}

const zone = { encoding: 'utf8', timeout: hang, env: { ...process.env, TZ: 'Asia/Seoul' } } as const;

describe('examples/syslog', () => {
  it.skipIf(!logger)(
    `writes what logger writes${logger ? '' : ' (skipped: logger of util-linux is not installed)'}`,
    () => {
      const { path, read } = daemon();
      const began = Math.floor(Date.now() / 1000) * 1000;
      for (const args of [
        ['-t', 'tag', 'HELLO'],
        ['-t', 'tag', '-p', 'daemon.err', 'two  words', 'é'],
        ['-p', 'local7.debug', 'a line\nand another'],
      ]) {
        for (const [command, ...first] of [['logger'], program]) {
          const { status, stderr } = spawnSync(command, [...first, '-u', path, ...args], zone);
          expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        }
        const [theirs, ours] = read().map(parts);
        expect(ours?.rest).toBe(theirs?.rest);
        for (const time of [theirs?.time, ours?.time]) {
          expect(time).toBeGreaterThanOrEqual(began);
          expect(time).toBeLessThanOrEqual(Date.now());
        }
      }
    },
  );

  it('names its process, and takes each line of the standard input for a message', async () => {
    const { path, read } = daemon();
    const { status, stderr } = await run([...program, '-u', path, '-t', 'tag', '-i'], Buffer.from('HELLO\nWORLD\n'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(read().map((datagram) => parts(datagram).rest)).toEqual([
      expect.stringMatching(/^<13>TIME tag\[\d+\]: HELLO$/),
      expect.stringMatching(/^<13>TIME tag\[\d+\]: WORLD$/),
    ]);
  });

  it('gives up on a daemon that does not read, and says so', async () => {
    const { path, read } = daemon();
    const other = open(AF_UNIX, SOCK_DGRAM);
    while (sendto(other, Buffer.of(0), MSG_DONTWAIT, sockaddr_un(path)).ok);
    const { status, stderr } = await run([...program, '-u', path, '--timeout', '20', 'HELLO']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: `syslog: ${path}: Nothing was ready within 20 ms\n` });
    expect(read().filter((datagram) => datagram !== '\0')).toEqual([]);
  });

  it('says that there is no daemon, and what is no priority', async () => {
    const absent = await run([...program, '-u', '/no/such/log', 'HELLO']);
    expect(absent).toMatchObject({ status: 1, stderr: 'syslog: /no/such/log: No such file or directory\n' });
    const wrong = await run([...program, '-p', 'user.loud', 'HELLO']);
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('user.loud is no FACILITY.LEVEL of syslog(3)');
  });
});
