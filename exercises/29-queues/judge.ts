import { AF_INET, sock_diag, sockaddr_in, TCP_LISTEN } from 'sys-socket';
import { exercise, type Program, peer, program, rule, say, wrong } from 'sys-socket/learn';

type Row = readonly [string, string];

const workers = 4;

/** Some clients have gone before they are accepted: not the first, so that a queue without a worker is found earlier. */
const faults = 'accept,accept4:error=ECONNABORTED:when=100+2';

export default exercise({
  section: '0.1.2',
  minutes: 30,
  pages: ['socket(7)', 'listen(2)', 'accept(2)'],
  lab: 'threads',
  async judge(bench) {
    const server = program(bench.file, { faults });
    const port = await listens(server);
    await chosen_by_the_kernel(server);
    await not_before_all_listen(bench.file);
    const alone = server.sockets();
    const few = await asks(server, 64);
    if (few.answered < few.clients) await unanswered(server, few, 'no-answer');
    const many = await asks(server, 200).catch(() => unanswered(server, few, 'gives-up-on-one-client')); // nobody listens
    await server.rests();
    const fewer = () => (listeners(port) ?? workers) < workers;
    if (many.answered < many.clients || fewer()) await unanswered(server, many, 'gives-up-on-one-client');
    if (many.answers.size < workers) wrong('too-few-queues', server, told(many));

    const stopping = await one_stops(server);
    if (stopping.answered < stopping.clients) await unanswered(server, stopping, 'loses-its-queue');
    if (listeners(port) !== undefined && !(await server.until(fewer, () => true)))
      await unanswered(server, stopping, 'does-not-stop');
    const later = await asks(server, 100).catch(() => unanswered(server, stopping, 'one-stops-all'));
    if (later.answered < 100) await unanswered(server, later, 'one-stops-all');
    const closed = () => server.sockets() < alone;
    if (!(await server.until(closed, () => true)))
      wrong('leaks-a-descriptor', server, [
        say('open sockets', '열린 소켓'),
        say('as many as before one of the workers stopped', '워커 하나가 멈추기 전과 같다'),
      ]);
    const flags = rule('sends_without_sigpipe', server.calls);
    if (flags !== undefined) wrong('raises-SIGPIPE', flags);
    server.end();
  },
});

/** Its port, on which each worker must have a queue. */
async function listens(server: Program): Promise<number> {
  const refused = () => server.calls.some(({ code }) => code === 'EADDRINUSE');
  await server.until(() => refused() || has_said(server));
  if (refused()) wrong('EADDRINUSE', server);
  const port = await server.port();
  if (
    await server.until(
      () => (listeners(port) ?? workers) >= workers,
      () => true,
    )
  )
    return port;
  const found = listeners(port);
  const row: Row = [say('listeners', 'listen하는 소켓'), String(found)];
  return wrong(found === 1 ? 'one-queue' : 'too-few-queues', server, row);
}

function has_said({ said }: Program): boolean {
  return said.some((line) => /^\s*listening on\b/i.test(line));
}

/** A program that starts processes may have bound a socket in one of them. Those are not traced. */
async function chosen_by_the_kernel(server: Program): Promise<void> {
  const bound = () => server.calls.filter(({ name, result }) => name === 'bind' && result === 0);
  await server.until(
    () => bound().length > 0,
    () => true,
  );
  const [first] = bound();
  if (first !== undefined && !bound().some(({ call }) => call.includes('htons(0)')))
    wrong('other-port', [say('call', '호출'), `${first.call} = 0`], server);
}

/** The last worker starts later than any program waits: one that prints `listening on` earlier has not waited for all workers. */
async function not_before_all_listen(learners: string): Promise<void> {
  const server = program(learners, { faults: `listen:delay_enter=60s:when=${workers}` });
  const says = await server.until(
    () => has_said(server),
    () => true,
  );
  const found = says ? listeners(await server.port()) : undefined;
  if (found !== undefined && found < workers)
    wrong('says-it-too-early', server, [
      say('listeners', 'listen하는 소켓'),
      say(`${found}, when it prints that it listens`, `listen한다고 출력할 때 ${found}개`),
    ]);
  server.end();
}

/** How many sockets listen on the port, according to the kernel: each has a queue. Undefined if the kernel does not tell. */
function listeners(port: number): number | undefined {
  const found = sock_diag({ family: AF_INET, states: [TCP_LISTEN], src: sockaddr_in('0.0.0.0', port) });
  return found.ok ? found.value.length : undefined;
}

interface Asked {
  readonly clients: number;
  /** How many were answered by each worker. */
  readonly answers: ReadonlyMap<string, number>;
  readonly answered: number;
  /** How many were closed, or reset, without one; the others wait. */
  readonly refused: number;
}

async function asks(server: Program, count: number): Promise<Asked> {
  const clients = await Promise.all(Array.from({ length: count }, () => peer.connect(server)));
  for (const client of clients) client.send(Buffer.from('?'));
  return answers(server, clients);
}

/** While the server is stopped, many clients connect, so that each queue has some of them. The first asks its worker to stop. */
async function one_stops(server: Program): Promise<Asked> {
  await server.rests();
  server.signal('SIGSTOP');
  await server.rests();
  const first = await peer.connect(server);
  first.send(Buffer.from('!'));
  const others = await Promise.all(Array.from({ length: 79 }, () => peer.connect(server)));
  for (const client of others) client.send(Buffer.from('?'));
  server.signal('SIGCONT');
  return answers(server, [first, ...others]);
}

async function answers(server: Program, clients: readonly peer.Peer[]): Promise<Asked> {
  await server.until(
    () => clients.every(({ over, waiting }) => over || waiting > 0),
    () => true, // the questions have arrived: the kernel of this machine has them
  );
  const counts = new Map<string, number>();
  let answered = 0;
  let refused = 0;
  for (const client of clients) {
    const answer = client.take(1).toString();
    if (answer !== '') {
      answered += 1;
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
    } else if (client.over) refused += 1;
    client.leave();
  }
  return { clients: clients.length, answers: counts, answered, refused };
}

/** Some clients have no answer: the server has ended, they were refused, or they wait where nobody accepts. */
async function unanswered(server: Program, asked: Asked, diagnosis: string): Promise<never> {
  await server.rests();
  const { answered, refused, clients } = asked;
  const before = /^(no-answer|gives-up-on-one-client)$/.test(diagnosis); // nobody was asked to stop
  const ended = before ? diagnosis : 'one-stops-all';
  if (server.status() !== undefined) {
    await server.ended(diagnosis === 'no-answer' ? 'throws' : ended);
    wrong(ended, server, told(asked));
  }
  const waits = diagnosis !== 'gives-up-on-one-client' && answered > 0 && refused === 0 && answered < clients;
  return wrong(waits ? 'a-queue-without-a-worker' : diagnosis, server, told(asked));
}

function told({ clients, answered, refused, answers }: Asked): Row {
  const by = [...answers].sort().map(([worker, count]) => `${worker}: ${count}`);
  const waiting = clients - answered - refused;
  return [
    say('clients', '클라이언트'),
    say(
      `${clients}; answered by ${by.join(', ') || 'nobody'}; refused ${refused}; waiting ${waiting}`,
      `${clients}; 답한 워커 ${by.join(', ') || '없음'}; 거절 ${refused}; 기다림 ${waiting}`,
    ),
  ];
}
