import {
  type AddrInfo,
  AI_NUMERICHOST,
  AI_NUMERICSERV,
  close,
  type Fd,
  type GaiError,
  getaddrinfo,
  type Result,
  SOCK_STREAM,
  unwrap,
} from 'sys-socket';
import { type Answer, exercise, type Play, play, say, wrong } from 'sys-socket/learn';

type Outcome = Result<Fd, { readonly code?: unknown; readonly message?: unknown }>;
type Found = Result<AddrInfo[], GaiError>;

interface Answers {
  readonly connect: readonly Answer[];
  readonly socket?: readonly Answer[];
}

const port = '7001';
const hints = { ai_flags: AI_NUMERICHOST | AI_NUMERICSERV, ai_socktype: SOCK_STREAM };

/** Numeric addresses are looked up without a file or a name server. */
function found(...hosts: string[]): Found {
  return { ok: true, value: hosts.flatMap((host) => unwrap(getaddrinfo(host, port, hints))) };
}

export default exercise({
  section: '0.5',
  minutes: 15,
  pages: ['getaddrinfo(3)', 'connect(2)', 'gai_strerror(3)'],
  lab: 'closing',
  async judge(bench) {
    const connect_any = await bench.load<(found: Found) => Outcome>('connect_any');
    /** What the calls of connect and socket return; what is left open is closed after the trial. */
    const trial = async (hosts: readonly string[], answers: Answers, wanted: string) => {
      const run = await play<Outcome>({ answers }, () => connect_any(found(...hosts)));
      const open = left_open(run);
      for (const fd of open) close(fd as Fd); // a number that socket(2) returned in the play
      if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
      const told = [say('addresses', '주소'), addresses(hosts, answers)] as const;
      const rows = { rows: [told, ...run.rows, [say('wanted', '기대'), wanted] as const] };
      return { run, open, rows, connects: run.calls.filter(({ name }) => name === 'connect') };
    };
    const connects_to = async (hosts: readonly string[], answers: Answers, host: string) => {
      const { run, open, rows, connects } = await trial(
        hosts,
        answers,
        say(`a socket connected to ${host}`, `${host}에 연결된 소켓`),
      );
      const again = connects.find(
        ({ args }, i) => i > 0 && args[0] === connects[i - 1]?.args[0] && !closed_between(run, i),
      );
      if (again !== undefined) wrong('same-socket-again', rows);
      if (run.returned?.ok !== true) wrong(hosts.length > 1 ? 'gives-up-after-one' : 'returns-no-connection', rows);
      const answered = connects.filter(({ result }) => result === 0);
      if (answered.length > 1) wrong('goes-on-after-success', rows);
      const [conn] = answered;
      if (conn?.args[0] !== run.returned.value) wrong('returns-no-connection', rows);
      if (!conn.call.includes(`"${host}"`) || !conn.call.includes(port)) wrong('other-address', rows);
      if (!open.includes(run.returned.value)) wrong('closes-the-connection', rows);
      if (open.length > 1) wrong('leaks-a-descriptor', rows);
    };

    await connects_to(['127.0.0.2'], { connect: [0] }, '127.0.0.2');
    await connects_to(['127.0.0.2', '127.0.0.3'], { connect: ['ECONNREFUSED', 0] }, '127.0.0.3');
    await connects_to(['127.0.0.2', '127.0.0.3', '127.0.0.4'], { connect: ['ECONNREFUSED', 0, 0] }, '127.0.0.3');
    await connects_to(
      ['127.0.0.2', '127.0.0.3', '127.0.0.4'],
      { connect: ['EHOSTUNREACH', 'ETIMEDOUT', 0] },
      '127.0.0.4',
    );

    const first = { connect: [0], socket: ['EAFNOSUPPORT', 'kernel'] };
    const six = await trial(['::1', '127.0.0.2'], first, say('a socket of each family', '주소마다 그 family의 소켓'));
    const sockets = six.run.calls.filter(({ name }) => name === 'socket');
    const [asked] = sockets;
    // It failed: of two addresses only one was tried.
    if (sockets.length === 1 && six.run.returned?.ok === false && !asked?.call.includes('AF_INET6'))
      wrong('skips-an-address', six.rows);
    if (asked !== undefined && !asked.call.includes('AF_INET6')) wrong('other-family', six.rows);
    await connects_to(['::1', '127.0.0.2'], first, '127.0.0.2');

    const none = await trial(['127.0.0.2', '127.0.0.3'], { connect: ['ECONNREFUSED', 'ETIMEDOUT'] }, 'err: ETIMEDOUT');
    if (none.run.returned?.ok !== false) wrong('returns-no-connection', none.rows);
    if (none.open.length > 0) wrong('leaks-a-descriptor', none.rows);
    if (none.run.returned.error.code !== 'ETIMEDOUT') wrong('not-the-last-error', none.rows);

    for (const [connects, sockets] of [
      [[], ['EAFNOSUPPORT', 'EMFILE']],
      [['ECONNREFUSED'], ['kernel', 'EMFILE']],
    ] as const) {
      const { run, rows } = await trial(
        ['127.0.0.2', '127.0.0.3'],
        { connect: connects, socket: sockets },
        'err: EMFILE',
      );
      if (run.returned?.ok !== false) wrong('returns-no-connection', rows);
      if (run.returned.error.code !== 'EMFILE') wrong('not-the-last-error', rows);
    }

    const nobody = getaddrinfo('no.such.host', port, hints);
    const run = await play<Outcome>({}, () => connect_any(nobody));
    if (run.thrown !== undefined) throw run.thrown;
    const { code, message } = run.returned?.ok === false ? run.returned.error : {};
    if (nobody.ok || (code === nobody.error.code && message === nobody.error.message)) return;
    wrong('gai-is-not-errno', [say('found', '찾은 것'), `${nobody.error.code} ${nobody.error.message}`], run, [
      say('message', 'message'),
      String(message),
    ]);
  },
});

/** Each with the results of its calls: `::1: socket EAFNOSUPPORT | 127.0.0.2: ok`. */
function addresses(hosts: readonly string[], { connect, socket = [] }: Answers): string {
  const connects = [...connect];
  const answer = (made: Answer = 'kernel') => (made === 'kernel' ? connects.shift() || 'ok' : `socket ${made}`);
  return hosts.map((host, i) => `${host}: ${answer(socket[i])}`).join(' | ');
}

/** The sockets that were made and not closed. */
function left_open({ calls }: Play<unknown>): number[] {
  const open = new Set<number>();
  for (const { name, result, args } of calls) {
    if (name === 'socket' && result >= 0) open.add(result);
    if (name === 'close') open.delete(Number(args[0]));
  }
  return [...open];
}

/** Whether the descriptor of the connect before this one was closed in between: then the number is that of another socket. */
function closed_between({ calls }: Play<unknown>, connect: number): boolean {
  const at = calls.flatMap(({ name }, i) => (name === 'connect' ? [i] : []));
  return calls.slice(at[connect - 1], at[connect]).some(({ name }) => name === 'close');
}
