import { setTimeout as sleep } from 'node:timers/promises';
import {
  AF_INET,
  AF_UNIX,
  accept,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  getsockopt,
  IP_MINTTL,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_TCP,
  listen,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  own,
  type Result,
  recv,
  SO_KEEPALIVE,
  SO_RCVTIMEO,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  sockaddr_in,
  sockaddr_storage,
  socket,
  socketpair,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_USER_TIMEOUT,
  unwrap,
} from 'sys-socket';
import { exercise, say, type Watched, watch, wrong } from 'sys-socket/learn';

type Outcome = Result<unknown, { readonly code?: unknown }>;
type NoticeDeath = (fd: Fd, ms: number) => Outcome;
type Row = readonly [string, string];

/** The first is tried out; the results of the others follow from it. */
const times = [3000, 9000, 60_000] as const;

/**
 * A socket that accepts no packet below this TTL is dead to a peer whose packets have a lower one: they are dropped, and get no answer. See ip(7).
 * Unlike a packet filter, this needs no privilege.
 */
const highest_ttl = 255;

/** 150 of them take the promised time; a kernel before 4.19 needs twice as long. */
const most_looks = 400;

export default exercise({
  section: '0.11',
  minutes: 25,
  pages: ['tcp(7)', 'socket(7)', 'setsockopt(2)'],
  lab: 'loss',
  async judge(bench) {
    const notice_death = await bench.load<NoticeDeath>('notice_death');
    for (const ms of times) await promises(notice_death, ms);
    await refused(notice_death);
    await dies(notice_death, times[0]);
  },
});

/** The options of a connection: seconds, and for the last one milliseconds. */
interface Told {
  readonly on: boolean;
  readonly idle: number;
  readonly every: number;
  readonly count: number;
  readonly user_timeout: number;
}

/** When the kernel gives up with these options. */
async function promises(notice_death: NoticeDeath, ms: number): Promise<void> {
  const [mine, theirs] = connected();
  using _theirs = own(theirs);
  const run = await called(notice_death, mine, ms);
  const asked: Row = [say('within', '시간'), seconds(ms)];
  const told = told_of(mine);
  if (told === undefined) return wrong('closes-the-connection', asked, run);
  using _mine = own(mine);
  if (run.returned?.ok !== true) wrong('takes-success-for-failure', asked, run);
  const { tv_sec, tv_usec } = unwrap(getsockopt(mine, SOL_SOCKET, SO_RCVTIMEO));
  if (Number(tv_sec) + Number(tv_usec) > 0) wrong('thinking-is-not-dead', asked, run);
  const { silence, unanswered } = when_idle(told);
  const in_flight = told.user_timeout || Number.POSITIVE_INFINITY; // or about 15 minutes: tcp_retries2
  const evidence = [asked, shown(told), given_up(silence, in_flight), run] as const;
  if (!told.on) wrong(told.user_timeout > 0 ? 'nobody-asks' : 'waits-for-ever', ...evidence);
  if (told.user_timeout === 0) wrong('keepalive-is-for-idle', ...evidence);
  if (told.user_timeout < ms / 2) wrong('dies-of-a-delay', ...evidence);
  if (silence > ms || in_flight > ms) wrong('too-late', ...evidence);
  if (unanswered < 2) wrong('one-lost-packet-is-no-death', ...evidence);
}

/** tcp_keepalive_timer() of the kernel: how long nothing arrives, in ms, and how many probes are unanswered by then. */
function when_idle({ on, idle, every, count, user_timeout }: Told): { silence: number; unanswered: number } {
  if (!on) return { silence: Number.POSITIVE_INFINITY, unanswered: 0 };
  // With a user timeout, the kernel checks it when a probe is due, and does not check the count.
  const unanswered = user_timeout > 0 ? Math.max(1, Math.ceil((user_timeout / 1000 - idle) / every)) : count;
  return { silence: 1000 * (idle + unanswered * every), unanswered };
}

/** Two peers die: one while nothing is on its way, the other before it acknowledges what was sent. A third one is alive, and works. */
async function dies(notice_death: NoticeDeath, ms: number): Promise<void> {
  const open: Fd[] = [];
  const connection = async (how: { readonly asked: boolean; readonly dead: boolean }): Promise<Fd> => {
    const [mine, theirs] = connected();
    open.push(mine, theirs);
    await called(notice_death, mine, ms);
    if (how.dead) {
      unwrap(setsockopt(mine, IPPROTO_IP, IP_TTL, 64));
      unwrap(setsockopt(theirs, IPPROTO_IP, IP_MINTTL, highest_ttl));
    }
    if (how.asked) unwrap(send(mine, Buffer.from('HELLO'), MSG_NOSIGNAL));
    return mine;
  };
  try {
    const idle = await connection({ asked: false, dead: true });
    const in_flight = await connection({ asked: true, dead: true });
    const alive = await connection({ asked: true, dead: false });
    const dead = new Map<Fd, string>();
    for (let looks = 0; dead.size < 2 && looks < most_looks; looks++) {
      await sleep(ms / 150);
      for (const fd of [idle, in_flight]) {
        const code = dead.has(fd) ? undefined : hears(fd);
        if (code !== undefined) dead.set(fd, code);
      }
    }
    const row = (fd: Fd): Row => [say('recv', 'recv'), dead.get(fd) ?? hears(fd) ?? say('nothing', '없음')];
    if (dead.get(in_flight) !== 'ETIMEDOUT') wrong('keepalive-is-for-idle', row(in_flight));
    if (dead.get(idle) !== 'ETIMEDOUT') wrong('nobody-asks', row(idle));
    if (hears(alive) !== undefined) wrong('dies-of-a-delay', row(alive));
  } finally {
    for (const fd of open) close(fd);
  }
}

/** What a receive would return now; undefined while it would wait. */
function hears(fd: Fd): string | undefined {
  const got = recv(fd, Buffer.alloc(1), MSG_DONTWAIT);
  if (got.ok) return String(got.value);
  return got.error.code === 'EAGAIN' ? undefined : got.error.code;
}

/** A socket that is not a TCP socket. */
async function refused(notice_death: NoticeDeath): Promise<void> {
  const [one, other] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  using _one = own(one);
  using _other = own(other);
  const asked = setsockopt(one, IPPROTO_TCP, TCP_KEEPIDLE, 1);
  const code = asked.ok ? '' : asked.error.code;
  const run = await called(notice_death, one, times[0]);
  const answer: Row = [say('answer', '대답'), code];
  if (run.returned?.ok !== false) wrong('hides-a-refusal', answer, run);
  if (run.returned.error.code !== code) wrong('loses-the-error', answer, run);
}

async function called(notice_death: NoticeDeath, fd: Fd, ms: number): Promise<Watched<Outcome>> {
  const run = await watch(() => notice_death(fd, ms));
  if (run.thrown !== undefined) throw run.thrown;
  return run;
}

function told_of(fd: Fd): Told | undefined {
  const on = getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE);
  if (!on.ok) return undefined;
  const option = (name: typeof TCP_KEEPIDLE) => unwrap(getsockopt(fd, IPPROTO_TCP, name));
  return {
    on: Boolean(on.value),
    idle: option(TCP_KEEPIDLE),
    every: option(TCP_KEEPINTVL),
    count: unwrap(getsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT)),
    user_timeout: unwrap(getsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT)),
  };
}

function shown({ on, idle, every, count, user_timeout }: Told): Row {
  const probes = on
    ? say(
        `probes after ${idle} s, then every ${every} s, ${count} times`,
        `프로브를 ${idle}초 뒤에, 그다음 ${every}초마다, ${count}번`,
      )
    : say('sends no probes', '프로브를 보내지 않는다');
  return [say('kernel', '커널'), `${probes}; TCP_USER_TIMEOUT ${user_timeout} ms`];
}

function given_up(idle: number, in_flight: number): Row {
  const text = say(
    `when idle: ${seconds(idle)}; with bytes on their way: ${seconds(in_flight)}`,
    `조용할 때: ${seconds(idle)}; 가는 중인 바이트가 있을 때: ${seconds(in_flight)}`,
  );
  return [say('gives up', '포기'), text];
}

function seconds(ms: number): string {
  return Number.isFinite(ms) ? say(`${ms / 1000} s`, `${ms / 1000}초`) : say('not for a long time', '오래도록 없음');
}

/** Both ends of a connection. */
function connected(): readonly [Fd, Fd] {
  using listener = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  unwrap(bind(listener.fd, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener.fd, 1));
  const addr = sockaddr_storage();
  unwrap(getsockname(listener.fd, addr));
  const mine = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(mine, addr));
  return [mine, unwrap(accept(listener.fd))];
}
