import {
  AF_UNIX,
  close,
  EPOLL_CTL_ADD,
  EPOLLET,
  EPOLLIN,
  EPOLLRDHUP,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  type Fd,
  ioctl,
  own,
  recv,
  SHUT_WR,
  SIOCINQ,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  send,
  shutdown,
  socketpair,
  unwrap,
} from 'sys-socket';
import { type Answer, exercise, guess, play, say, shown_bytes, wrong } from 'sys-socket/learn';

type Row = readonly [event: string, LT: boolean, ET: boolean];
type MakeEdges = (
  came: (fd: Fd, bytes: Uint8Array) => void,
  ended: (fd: Fd) => void,
) => { add(fd: Fd): void; turn(timeout: number): void };

export default exercise({
  section: '0.1.2',
  minutes: 25,
  pages: ['epoll(7)', 'epoll_ctl(2)'],
  lab: 'readiness',
  async judge(bench) {
    const make_edges = await bench.load<MakeEdges>('make_edges');
    const predict = await bench.load<() => readonly Row[]>('guess');
    const same = (one: Row, other: Row) => one[1] === other[1] && one[2] === other[2];
    const parted = guess(predict(), table(), same);
    if (parted !== undefined) wrong('other-table', parted);

    for (const sizes of [[100], [1024], [4000], [16_384], [4096, 1], [100, 16_384]])
      await edges(make_edges, sizes, [], 'stops-before-EAGAIN');
    for (const answers of [['EINTR'], ['kernel', 'EINTR'], ['kernel', 'EINTR', 'EINTR']] as const)
      await edges(make_edges, [8192], answers, 'stops-at-EINTR');
    await edges(make_edges, [0], [], 'misses-the-end', true);
    await edges(make_edges, [100], [], 'misses-the-end', true);
    await edges(make_edges, [4096], [], 'misses-the-end', true);
  },
});

/** Bytes for two descriptors, send by send, with one turn after each. */
async function edges(
  make_edges: MakeEdges,
  sizes: readonly number[],
  answers: readonly Answer[],
  diagnosis: string,
  ends = false,
): Promise<void> {
  const pairs = [1, 2].map(() => unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)));
  const came = new Map<Fd, Uint8Array[]>(pairs.map(([fd]) => [fd, []]));
  const over: Fd[] = [];
  const sent = pairs.map((_, who) => sizes.map((size, i) => Buffer.alloc(size, `${'AB'[who]}${i}.`)));
  const script = Object.fromEntries(['recv', 'recvfrom', 'read', 'readv', 'recvmsg'].map((name) => [name, answers]));
  const run = await play({ answers: script, calls: 500 }, () => {
    const { add, turn } = make_edges(
      (fd, bytes) => came.get(fd)?.push(bytes),
      (fd) => over.push(fd),
    );
    for (const [fd] of pairs) add(fd);
    for (const [i] of sizes.entries()) {
      for (const [who, [, peer]] of pairs.entries()) {
        const bytes = sent[who]?.[i] ?? Buffer.alloc(0);
        if (bytes.length > 0) unwrap(send(peer, bytes));
        if (ends && i === sizes.length - 1) unwrap(shutdown(peer, SHUT_WR));
      }
      turn(0);
      if (left(pairs) > 0) return;
    }
    if (ends) turn(0);
  });
  const unread = left(pairs);
  for (const fd of pairs.flat()) close(fd);
  // The epoll set of this trial, which the learner is not asked to close.
  for (const { name, result } of run.calls) if (name === 'epoll_create1') close(result as Fd);
  if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;

  const kernel = [
    say('comes', '오는 것'),
    `${sizes.join(' + ')} ${say('bytes', '바이트')}${answers.length > 0 ? `, ${answers.join(' | ')}` : ''}${ends ? say(', the end', ', 끝') : ''}`,
  ] as const;
  const told = { rows: [kernel, ...run.rows.filter(([, text]) => !is_own(text))] };
  if (
    run.calls.some(
      ({ name, call }) => name === 'epoll_ctl' && /EPOLL_CTL_(ADD|MOD)/.test(call) && !call.includes('EPOLLET'),
    )
  )
    wrong('level-is-another-exercise', told);
  if (run.stopped === 'endless') wrong('spins-at-the-end', told);
  const asked = new Set(run.calls.filter(({ name }) => /^(recv|read)/.test(name)).map(({ args }) => args[0]));
  if (unread > 0)
    wrong(asked.size < pairs.length ? 'one-stops-the-others' : diagnosis, told, [
      say('unread', '남은 것'),
      `${unread} ${say('bytes', '바이트')}`,
    ]);
  for (const [who, [fd]] of pairs.entries()) {
    const wanted = Buffer.concat(sent[who] ?? []);
    const pieces = came.get(fd) ?? [];
    const got = Buffer.concat(pieces);
    if (got.equals(wanted)) continue;
    const rows = [say('passed on', '넘긴 것'), `${got.length} ${say('bytes', '바이트')} ${shown_bytes(got)}`] as const;
    wrong(got.length === wanted.length ? 'keeps-what-is-overwritten' : 'other-bytes', told, rows);
  }
  if (!ends) return;
  const ended = [say('ended', 'ended'), over.join(', ') || say('(never)', '(없음)')] as const;
  if (new Set(over).size < pairs.length) wrong(diagnosis, told, ended);
  if (over.length > pairs.length) wrong('says-the-end-again', told, ended);
}

/** Whether this is a call of this file, without a line of the learner's file. */
function is_own(text: string): boolean {
  return /^\w+\(.* = /.test(text) && !/\.\w+:\d+$/.test(text);
}

function left(pairs: readonly (readonly [Fd, Fd])[]): number {
  return pairs.reduce((sum, [fd]) => sum + unwrap(ioctl(fd, SIOCINQ)), 0);
}

/** What this kernel reports. */
function table(): Row[] {
  const [near, far] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
  using fd = own(near);
  using peer = own(far);
  using level = own(unwrap(epoll_create1(0)));
  using edge = own(unwrap(epoll_create1(0)));
  for (const [set, how] of [
    [level, 0],
    [edge, EPOLLET],
  ] as const)
    unwrap(epoll_ctl(set.fd, EPOLL_CTL_ADD, fd.fd, { events: EPOLLIN | EPOLLRDHUP | how }));
  const comes = (size: number) => unwrap(send(peer.fd, Buffer.alloc(size)));
  const read = (size: number) => unwrap(recv(fd.fd, Buffer.alloc(size)));
  const events: readonly (readonly [string, () => void])[] = [
    ['nothing has come', () => {}],
    ['4000 bytes come', () => comes(4000)],
    ['asked again', () => {}],
    ['1000 are read', () => read(1000)],
    ['1000 more come', () => comes(1000)],
    ['asked again', () => {}],
    ['all are read', () => [read(4096), recv(fd.fd, Buffer.alloc(4096))]],
    ['100 bytes come', () => comes(100)],
    ['the peer has ended', () => unwrap(shutdown(peer.fd, SHUT_WR))],
    ['asked again', () => {}],
  ];
  const told = (set: Fd) => unwrap(epoll_wait(set, epoll_events(1), 0)) > 0;
  return events.map(([name, happens]) => {
    happens();
    return [name, told(level.fd), told(edge.fd)];
  });
}
