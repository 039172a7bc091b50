// The blocks of docs/promises.md are what the real strace prints.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as promises from 'sys-socket/promises';
import { expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { module_of } from '../support/modules.js';
import { no_strace, root } from '../support/strace.js';

const page = readFileSync(join(root, 'docs/promises.md'), 'utf8');
const reason = no_strace === undefined ? '' : ` (${no_strace})`;

/** The block of the page that has this name. */
function shown(name: string): string[] {
  const [, block] = new RegExp(`^\`\`\`text ${name}\n([\\s\\S]*?)\n\`\`\`$`, 'm').exec(page) ?? [];
  if (block === undefined) throw new Error(`docs/promises.md has no block "text ${name}"`);
  return block.split('\n');
}

/**
 * What strace shows of the main thread (without -f, so that no other thread's line comes between), between two calls of `mark()`. The
 * program names its descriptors: `name({ a, b })`.
 */
function traced(body: string, more: readonly string[] = []): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sys-socket-strace-'));
  try {
    const log = join(folder, 'log');
    const program = module_of(`
      const names = {};
      const name = (more) => Object.assign(names, more);
      const mark = () => sys.shutdown(sys.as_fd(4242), 0);
      const epoll = () => name({ epfd: Number(readdirSync('/proc/self/fd').sort((x, y) => x - y).findLast((fd) => {
        try { return readlinkSync('/proc/self/fd/' + fd).includes('eventpoll'); } catch { return false; }
      })) });
      ${body}
      process.stdout.write(JSON.stringify(names));`);
    const trace = 'trace=%network,fcntl,poll,epoll_ctl,epoll_wait';
    const flags = ['-qq', '-s', '64', '-e', 'signal=none', '-e', trace, ...more, '-o', log];
    const node = [process.execPath, '--no-warnings', '--input-type=module', '-e', program];
    const ran = spawnSync('strace', [...flags, ...node], { encoding: 'utf8', timeout: hang });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    const names = Object.entries(JSON.parse(ran.stdout) as Record<string, number>);
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    const marks = lines.flatMap((line, i) => (line.startsWith('shutdown(4242') ? [i] : []));
    const named = (fd: string) => names.find(([, number]) => String(number) === fd)?.[0] ?? fd;
    return lines
      .slice((marks[0] ?? 0) + 1, marks[1])
      .map((line) =>
        line
          .replace(/ += /, ' = ')
          .replace(/ \(DELAYED\)$/, '')
          .replace(/@"\w+"/, '@"PATH"')
          .replaceAll(/(?<=\{fd=)\d+/g, named)
          .replaceAll(/data=\{u32=\d+, u64=\d+\}/g, 'data=DATA')
          .replaceAll(/htons\(\d+\)/g, 'htons(PORT)')
          .replace(/^(recvfrom\(\d+, )0x\w+/, '$1DATA')
          .replace(/^(\w+\()(\d+)/, (_all, call, fd) => call + named(fd))
          .replace(/(EPOLL_CTL_\w+, )(\d+)/, (_all, op, fd) => op + named(fd))
          .replace(/^(accept4.* = )(\d+)$/, (_all, call, fd) => call + named(fd)),
      )
      .filter((line) => !/^epoll_\w+\(\d/.test(line)); // those of Node's own loop
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const cases: Readonly<Record<string, string>> = {
  recv: `
    const [a, b] = pair();
    name({ a, b });
    sys.send(a, Buffer.from('HELLO'));
    mark();
    unwrap(await soon.recv(b, new Uint8Array(16)));
    mark();`,
  'recv waits': `
    const [a, b] = pair();
    name({ a, b });
    await soon.writable(a);
    epoll();
    mark();
    const later = soon.recv(b, new Uint8Array(16));
    sys.send(a, Buffer.from('HELLO'));
    unwrap(await later);
    mark();`,
  'recv waits again': `
    const [a, b] = pair();
    name({ a, b });
    const word = async () => {
      const later = soon.recv(b, new Uint8Array(16));
      sys.send(a, Buffer.from('HELLO'));
      unwrap(await later);
    };
    await word();
    epoll();
    mark();
    await word();
    mark();`,
  on_ready: `
    const [a, b] = pair();
    const set = unwrap(sys.epoll_create1(0));
    name({ a, b, set });
    unwrap(sys.epoll_ctl(set, sys.EPOLL_CTL_ADD, b, { events: sys.EPOLLIN }));
    const came = new Promise((resolve) => {
      const watch = unwrap(soon.on_ready(set, () => {
        unwrap(sys.recv(b, new Uint8Array(16), 0));
        watch.close();
        resolve();
      }));
    });
    mark();
    sys.send(a, Buffer.from('HELLO'));
    await came;
    mark();`,
  connect: `
    const stream = () => unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM | sys.SOCK_NONBLOCK, 0));
    const [listener, client] = [stream(), stream()];
    unwrap(sys.bind(listener, sys.sockaddr_in('127.0.0.1', 0)));
    unwrap(sys.listen(listener, 8));
    const addr = unwrap(sys.getsockname(listener));
    await soon.writable(pair()[0]);
    epoll();
    mark();
    const accepted = soon.accept4(listener, null, sys.SOCK_NONBLOCK | sys.SOCK_CLOEXEC);
    unwrap(await soon.connect(client, addr));
    const conn = unwrap(await accepted);
    mark();
    name({ listener, client, conn });`,
  blocking: `
    const [a] = pair();
    name({ a });
    mark();
    await soon.read(a, new Uint8Array(16));
    mark();`,
};

/** The queue of the peer is full, and poll(2) calls the socket writable all the same. */
const in_vain = `
  const path = sys.sockaddr_un('\\0' + process.pid.toString(16).padStart(8, '0'));
  const datagram = () => unwrap(sys.socket(sys.AF_UNIX, sys.SOCK_DGRAM, 0));
  const [a, b] = [datagram(), datagram()];
  name({ a, b });
  unwrap(sys.bind(b, path));
  while (sys.sendto(a, Buffer.from('x'), sys.MSG_DONTWAIT, path).ok);
  await soon.writable(pair()[0]);
  epoll();
  mark();
  await soon.sendto(a, Buffer.from('x'), 0, path, { timeout: 200 });
  mark();`;

it.skipIf(no_strace !== undefined).each(Object.entries(cases))(`what strace shows: %s${reason}`, (name, body) => {
  expect(traced(body)).toEqual(shown(name));
});

it.skipIf(no_strace !== undefined)(`what strace shows: sendto waits in vain${reason}`, () => {
  // Each sendto takes 2 ms: in a wait that took less than 1 ms, poll is not asked.
  const lines = traced(in_vain, ['-e', 'inject=sendto:delay_exit=2000']);
  const asks = lines.findIndex((line) => line.startsWith('poll('));
  expect(lines.slice(0, asks + 1)).toEqual(shown('sendto waits in vain'));
});

it('the page says of each function what keeps it from blocking', () => {
  const [, section = ''] = page.split('## What keeps a call from blocking');
  const [table = ''] = section.split('\n## ');
  const said = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []);
  const exported = Object.keys(promises).filter((name) => !['from_net', 'to_net', 'to_dgram'].includes(name));
  expect(said.sort()).toEqual(exported.sort());
});
