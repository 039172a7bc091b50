// Row by row against the real ss(8), in a network namespace whose sockets are all the test's own.
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { no_namespace } from '../support/namespace.js';
import { child } from '../sys/child.js';
import { type Line, line_of, said_of, type Told, unix_line_of } from './ss.js';

const no_ss = spawnSync('ss', ['-V']).error ? 'ss is not installed: apt-get install iproute2' : undefined;
const skipped = no_ss ?? no_namespace;

/** Sockets in every state that holds still, then both views of them. */
const program = `
  import { spawnSync } from 'node:child_process';
  import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  const folder = mkdtempSync('/tmp/sys-ss-');
  const name = (fd) => {
    const addr = sockaddr_storage();
    unwrap(getsockname(fd, addr));
    return addr;
  };
  const bound = (family, type, addr, protocol = 0) => {
    const fd = unwrap(socket(family, type, protocol));
    unwrap(bind(fd, addr));
    return fd;
  };
  for (const [family, addr] of [[AF_INET, sockaddr_in('127.0.0.1', 0)], [AF_INET6, sockaddr_in6('::1', 0)]]) {
    const listening = bound(family, SOCK_STREAM, addr);
    unwrap(listen(listening, 7));
    const dial = () => {
      const fd = unwrap(socket(family, SOCK_STREAM, 0));
      unwrap(connect(fd, name(listening)));
      return fd;
    };
    const [unread, kept] = [dial(), unwrap(accept(listening))];
    unwrap(send(unread, Buffer.from('hello')));
    unwrap(setsockopt(unread, SOL_SOCKET, SO_KEEPALIVE, 1));
    const [half, waiting] = [dial(), unwrap(accept(listening))];
    unwrap(shutdown(half, SHUT_WR));
    const [first, second] = [dial(), unwrap(accept(listening))];
    unwrap(close(first));
    unwrap(close(second));
    dial(); // waits for accept
    const full = dial();
    unwrap(accept(listening));
    fill(full); // a closed window
    const udp = bound(family, SOCK_DGRAM, addr);
    const other = unwrap(socket(family, SOCK_DGRAM, 0));
    unwrap(connect(other, name(udp)));
    unwrap(send(other, Buffer.from('a datagram')));
    bound(family, SOCK_STREAM, addr); // bound, and nothing more
  }
  const path = bound(AF_UNIX, SOCK_STREAM, sockaddr_un(folder + '/socket'));
  unwrap(listen(path, 5));
  unwrap(connect(unwrap(socket(AF_UNIX, SOCK_STREAM, 0)), name(path)));
  unwrap(listen(bound(AF_UNIX, SOCK_SEQPACKET, sockaddr_un('@abstract')), 3));
  const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  unwrap(send(a, Buffer.from('unread')));
  unwrap(shutdown(a, SHUT_WR));
  unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0));

  await sleep(1000); // delayed acknowledgements are sent, and the probes of the closed window are far apart
// Without pipes to the child: Node makes those of unix sockets.
  const ss = (options) => {
    spawnSync('sh', ['-c', \`ss \${options} > \${folder}/lines\`], { stdio: 'ignore' });
    return readFileSync(folder + '/lines', 'utf8').split('\\n').filter((line) => line.trim() !== '');
  };
  // ss asks for the states that it knows: not for those that are bound and nothing more.
  const states = Array.from({ length: 12 }, (_, state) => state);
  const told = (request) => unwrap(sock_diag({ states, ...request })).map((row) => ({
    ...row, src: String(row.src), dst: row.dst && String(row.dst), state: tcp_state_name(row.state),
    cookie: row.cookie.toString(16), cgroup_id: 0, attributes: [...row.attributes.keys()],
  }));
  const inet = (protocol, only = states) => [AF_INET, AF_INET6].flatMap((family) => told({ family, protocol, states: only }));
// Where nothing happens between two looks of ours, ss saw the same.
  const lasting = (rows) => JSON.stringify(rows, (name, value) => /^tcpi_(last|busy|rwnd_l|sndbuf_l)|^expires$/.test(name) ? 0 : value);
  const beside = (look, options) => {
    for (let tried = 0; tried < 20; tried++) {
      const rows = look();
      const lines = ss(options);
      if (lasting(rows) === lasting(look())) return [rows, lines];
    }
    throw new Error('something happens all the time');
  };
  const pairs = {
    tcp: beside(() => inet(IPPROTO_TCP), '-tanmieoOH'),
    udp: beside(() => inet(IPPROTO_UDP), '-uanmeoOH'),
    unix: beside(() => told({ family: AF_UNIX }), '-xanmeOH'),
    listening: beside(() => inet(IPPROTO_TCP, [TCP_LISTEN]), '-tlnemiOH'),
    established: beside(() => inet(IPPROTO_TCP, [TCP_ESTABLISHED]), '-tnemioOH state established'),
  };
  rmSync(folder, { recursive: true });
  report(pairs);
`;

type Pairs = Readonly<Record<string, readonly [Told[], string[]]>>;

const order = (lines: readonly Line[]) => [...lines].sort((a, b) => (a.local + a.peer < b.local + b.peer ? -1 : 1));

describe.skipIf(skipped)(`sock_diag beside ss(8)${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
  let pairs: Pairs = {};
  beforeAll(() => {
    pairs = child(program, { namespace: 'true' }) as Pairs;
  });

  const compare = (what: string, read: (text: string) => Line, least: number) => {
    const [told = [], lines = []] = pairs[what] ?? [];
    expect(lines.length).toBeGreaterThanOrEqual(least);
    expect(order(told.map(said_of))).toEqual(order(lines.map(read)));
  };

  it('tells of TCP what ss -tanmieo does: states, queues, memory, timers, and tcp_info', () => {
    compare('tcp', line_of, 20);
    const states = new Set(pairs.tcp?.[0].map(({ state }) => state));
    expect([...states].sort()).toEqual([
      'TCP_CLOSE_WAIT',
      'TCP_ESTABLISHED',
      'TCP_FIN_WAIT2',
      'TCP_LISTEN',
      'TCP_TIME_WAIT',
    ]);
  });

  it('tells of UDP what ss -uanme does', () => compare('udp', line_of, 4));

  it('tells only of the states that are asked for', () => {
    compare('listening', line_of, 2);
    const [told = [], lines = []] = pairs.established ?? [];
    // With a filter ss leaves the column of states out.
    expect(order(told.map(said_of))).toEqual(order(lines.map((line) => line_of(`ESTAB ${line}`))));
    expect(lines.length).toBeGreaterThanOrEqual(10);
  });

  it('tells of unix sockets what ss -xanm does', () => {
    const [told = [], lines = []] = pairs.unix ?? [];
    // ss looks up the names of peers, which the kernel does not tell.
    const names = new Map(told.map(({ inode, src }) => [inode, src === '(unnamed)' ? '*' : src]));
    const said = told.map((row) => ({ ...said_of(row), peer: `${names.get(row.peer ?? 0) ?? '*'} ${row.peer ?? 0}` }));
    expect(order(said)).toEqual(order(lines.map(unix_line_of)));
    expect(lines.length).toBeGreaterThanOrEqual(7);
  });
});
