// The servers of the examples under faults of the real strace: the honest client has all of its answers, or sees the end of its connection, and the next
// one is served.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Fd, frame_header, SHUT_WR, shutdown, unwrap } from 'sys-socket';
import { recv, recv_exact, send_all } from 'sys-socket/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Server, serve, traced } from '../support/servers.js';
import { no_strace, root } from '../support/strace.js';
import { dial } from './kit.js';

/** The arguments of each example, which sends back what it is sent: the last one by a server behind it. */
const examples = {
  'echo-service': () => ['127.0.0.1:0'],
  'await-server': () => ['0'],
  'splice-proxy': async () => ['0', String(await echo())],
};
type Example = keyof typeof examples;

async function echo(): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (conn) => conn.on('error', () => {}).pipe(conn));
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** An example under strace, and whether every one of the rules has changed a call. */
async function faulty(name: Example, inject: readonly string[]) {
  const program = join(root, `out/examples/${name}.js`);
  const trace = 'accept4,recvfrom,sendto,sendmsg,splice,socket,/^epoll_p?wait$';
  const { command, lines } = traced([process.execPath, program, ...(await examples[name]())], { inject, trace });
  const server = await serve(command);
  const injected = () => new Set(lines().flatMap((line) => /^(\w+)\(.*\(INJECTED\)$/.exec(line)?.[1] ?? []));
  return { server, injected };
}

const frames = [1, 5, 100_000, 0, 20].map((length, i) =>
  Buffer.concat([frame_header(length), Buffer.alloc(length, i)]),
);

/** What comes back of all that a client asks. */
async function answers(server: Server): Promise<Buffer> {
  const fd = dial(server);
  const pieces: Buffer[] = [];
  for (const frame of frames) {
    const sending = send_all(fd, frame);
    const room = Buffer.alloc(frame.length);
    const got = await recv_exact(fd, room);
    await sending;
    pieces.push(room.subarray(0, got.ok ? got.value : got.error.received));
    if (!got.ok) return Buffer.concat(pieces);
  }
  expect(await end_of(fd)).toBe(0);
  return Buffer.concat(pieces);
}

async function end_of(fd: Fd): Promise<number> {
  unwrap(shutdown(fd, SHUT_WR));
  return unwrap(await recv(fd, new Uint8Array(1)));
}

const all = Buffer.concat(frames);
const reason = no_strace === undefined ? '' : ` (${no_strace})`;
const waits = '/^epoll_p?wait$:error=EINTR:when=1+2';

describe.skipIf(no_strace !== undefined)(`the servers of the examples, under faults of strace${reason}`, () => {
  it.each<[Example, readonly string[]]>([
    ['echo-service', ['accept4:error=EMFILE:when=1..2', 'recvfrom,sendto:error=EAGAIN:when=1+2', waits]],
    ['echo-service', ['accept4:error=EINTR:when=1+2', 'recvfrom,sendto:error=EINTR:when=1+2', waits]],
    ['await-server', ['accept4:error=EMFILE:when=1..2', 'recvfrom,sendmsg:error=EAGAIN:when=1+2', waits]],
    ['await-server', ['accept4:error=ECONNABORTED:when=1', 'recvfrom,sendmsg:error=EINTR:when=1+2', waits]],
    ['splice-proxy', ['accept4:error=EMFILE:when=1..2', 'splice:error=EAGAIN:when=1+2', waits]],
    ['splice-proxy', ['accept4:error=EINTR:when=1+2', waits]],
  ])('%s goes on serving and loses nothing: %j', async (name, rules) => {
    const { server, injected } = await faulty(name, rules);
    for (let client = 0; client < 2; ++client) expect((await answers(server)).equals(all)).toBe(true);
    const calls = rules.flatMap((rule) => rule.split(':')[0]?.split(',') ?? []);
    const is = (call: string) => (call.startsWith('/') ? new RegExp(call.slice(1)) : new RegExp(`^${call}$`));
    expect(calls.filter((call) => ![...injected()].some((name) => is(call).test(name)))).toEqual([]);
  });

  it.each<[Example, string, RegExp]>([
    ['echo-service', 'recvfrom:error=ECONNRESET:when=3', /^$/],
    ['echo-service', 'sendto:error=ECONNRESET:when=2', /^$/],
    ['await-server', 'recvfrom:error=ECONNRESET:when=4', /^dropped: .*Connection reset by peer$/m],
    ['await-server', 'sendmsg:error=ECONNRESET:when=2', /^dropped: .*Connection reset by peer$/m],
    ['splice-proxy', 'splice:error=ECONNRESET:when=3', /^dropped: ECONNRESET.*$/m],
    ['splice-proxy', 'splice:error=EINTR:when=3', /^dropped: EINTR.*$/m],
    ['splice-proxy', 'socket:error=EMFILE:when=2', /^dropped: EMFILE.*$/m],
  ])('%s drops one connection without corrupting its bytes, and serves the next: %s', async (name, rule, said) => {
    const { server, injected } = await faulty(name, [rule]);
    const some = await answers(server);
    expect(some.length).toBeLessThan(all.length);
    expect(some.equals(all.subarray(0, some.length))).toBe(true);
    expect((await answers(server)).equals(all)).toBe(true);
    expect(injected().size).toBe(1);
    expect(server.stdout().replace(/^listening on .*\n/, '') + server.stderr()).toMatch(said);
  });
});
