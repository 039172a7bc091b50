import {
  AF_INET,
  bind,
  type Fd,
  getsockname,
  getsockopt,
  listen,
  own,
  POLLIN,
  poll,
  type Result,
  SO_RCVBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockAddr,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';
import { exercise, rule, say, type Watched, watch, wrong } from 'sys-socket/learn';

interface Path {
  readonly rate: number;
  readonly rtt: number;
}

type Outcome = Result<Fd, { readonly code?: unknown }>;
type ConnectOver = (path: Path, server: SockAddr) => Outcome;
type Row = readonly [string, string];

/** The first is the path of the lab. Of the others, one needs more, and one less than a new socket has. */
const paths: readonly Path[] = [
  { rate: 20e6, rtt: 40 },
  { rate: 8e6, rtt: 150 },
  { rate: 4e6, rtt: 40 },
];

/** Bytes beyond this many times what the path holds wait in queues. */
const most = 4;

export default exercise({
  section: '0.9.1',
  minutes: 20,
  pages: ['socket(7)', 'tcp(7)', 'getsockopt(2)'],
  lab: 'bdp',
  async judge(bench) {
    const connect_over = await bench.load<ConnectOver>('connect_over');
    const most_given = largest();
    for (const path of paths) if (bytes_of(path) <= most_given) await over(path, connect_over);
    await to_nobody(connect_over);
    await too_long(connect_over);
  },
});

/** A connection over a path for which the kernel gives a large enough buffer. */
async function over(path: Path, connect_over: ConnectOver): Promise<void> {
  using server = own(listening());
  const run = await called(connect_over, path, address_of(server.fd));
  if (run.returned?.ok !== true) wrong(refused_by(run) ? 'loses-the-error' : 'finds-no-room', of(path), run);
  using mine = own(run.returned.value);
  const given = getsockopt(mine.fd, SOL_SOCKET, SO_RCVBUF);
  if (!given.ok || !has_come(server.fd)) wrong('no-connection', of(path), run);
  const set = run.calls.findIndex(({ call, result }) => /^setsockopt\(.*SO_RCVBUF/.test(call) && result === 0);
  if (set > run.calls.findIndex(({ name }) => name === 'connect')) wrong('scale-is-agreed', of(path), run);
  const room = given.value / 2;
  const told = [of(path), gave(given.value, path), run] as const;
  if (room < bytes_of(path)) {
    if (set < 0) wrong('leaves-it-to-the-kernel', ...told);
    wrong(Math.abs(given.value - bytes_of(path)) < 2 ? 'counts-the-doubling' : 'buffer-smaller-than-the-path', ...told);
  }
  if (set >= 0 && room > most * bytes_of(path)) wrong('buffer-bloat', ...told);
}

/** Nobody listens there. */
async function to_nobody(connect_over: ConnectOver): Promise<void> {
  using nobody = own(bound()); // it holds the port, and does not listen
  const run = await called(connect_over, { rate: 20e6, rtt: 40 }, address_of(nobody.fd));
  const answer: Row = [say('answer', '대답'), 'ECONNREFUSED'];
  if (run.returned?.ok !== false) wrong('hides-a-refusal', answer, run);
  if (run.returned.error.code !== 'ECONNREFUSED') wrong('loses-the-error', answer, run);
  const left = rule('closes_every_socket', run.calls);
  if (left !== undefined) wrong('leaks-a-descriptor', answer, left);
}

/** A path that holds more than the buffer of an ordinary process may. */
async function too_long(connect_over: ConnectOver): Promise<void> {
  const path = { rate: 2 * largest() * 8, rtt: 1000 };
  if (2 * bytes_of(path) > 0x7fff_ffff) return; // an int holds at most this
  using server = own(listening());
  const run = await called(connect_over, path, address_of(server.fd));
  const { returned } = run;
  if (returned?.ok === true) {
    using mine = own(returned.value);
    const given = unwrap(getsockopt(mine.fd, SOL_SOCKET, SO_RCVBUF));
    if (given / 2 < bytes_of(path)) wrong('believes-setsockopt', of(path), gave(given, path), run);
    return; // SO_RCVBUFFORCE
  }
  if (returned?.error.code !== 'ENOBUFS') wrong('loses-the-error', of(path), run);
  const left = rule('closes_every_socket', run.calls);
  if (left !== undefined) wrong('leaks-a-descriptor', of(path), left);
}

async function called(connect_over: ConnectOver, path: Path, server: SockAddr): Promise<Watched<Outcome>> {
  const run = await watch(() => connect_over(path, server));
  if (run.thrown !== undefined) throw run.thrown;
  return run;
}

/** Whether a call of the learner's file failed. */
function refused_by({ calls }: Watched<Outcome>): boolean {
  return calls.some(({ result }) => result < 0);
}

function bytes_of({ rate, rtt }: Path): number {
  return Math.floor((rate * rtt) / 8000);
}

function of(path: Path): Row {
  const text = `${mbits(path.rate)} Mbit/s × ${path.rtt} ms = ${bytes_of(path)}`;
  return [say('path', '경로'), say(`${text} bytes`, `${text}바이트`)];
}

/** What the kernel reports, and the rate that follows from it: at most one window in a round trip. */
function gave(given: number, path: Path): Row {
  const rate = mbits(Math.min(path.rate, (given / 2) * (8000 / path.rtt)));
  return [
    say('kernel', '커널'),
    say(
      `SO_RCVBUF is ${given}, for ${given / 2} bytes and their headers: ${rate} Mbit/s`,
      `SO_RCVBUF는 ${given}, ${given / 2}바이트와 그 헤더의 자리: ${rate} Mbit/s`,
    ),
  ];
}

function mbits(rate: number): number {
  return Math.round(rate / 1e5) / 10;
}

/** The most that SO_RCVBUF gives here: net.core.rmem_max. */
function largest(): number {
  using probe = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  unwrap(setsockopt(probe.fd, SOL_SOCKET, SO_RCVBUF, 0x7fff_ffff));
  return unwrap(getsockopt(probe.fd, SOL_SOCKET, SO_RCVBUF)) / 2;
}

function bound(): Fd {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  return fd;
}

function listening(): Fd {
  const fd = bound();
  unwrap(listen(fd, 1));
  return fd;
}

function address_of(fd: Fd): SockAddr {
  const addr = sockaddr_storage();
  unwrap(getsockname(fd, addr));
  return addr;
}

/** Whether a client waits for accept(2). */
function has_come(listener: Fd): boolean {
  return unwrap(poll([{ fd: listener, events: POLLIN }], 2000)) === 1;
}
