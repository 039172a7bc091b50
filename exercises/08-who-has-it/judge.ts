import { setTimeout as sleep } from 'node:timers/promises';
import {
  AF_INET,
  accept,
  bind,
  connect,
  type Fd,
  getsockname,
  ioctl,
  listen,
  MSG_DONTWAIT,
  own,
  recv,
  SIOCINQ,
  SIOCOUTQ,
  SO_RCVBUF,
  SO_SNDBUF,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { exercise, guess, say, wrong } from 'sys-socket/learn';

interface Where {
  readonly accepted: number;
  readonly send_queue: number;
  readonly receive_queue: number;
}

type Step = 'sent' | 'read' | 'full';

export default exercise({
  section: '0.2.2',
  minutes: 15,
  pages: ['send(2)', 'tcp(7)', 'ss(8)'],
  lab: 'backpressure',
  async judge(bench) {
    const learners = await bench.load<() => Readonly<Record<Step, Where>>>('guess');
    const guessed = learners();
    const measured = { ...(await small()), full: await full() };

    /** The rows of a step, if they differ. */
    const parted = (step: Step, alike: (one: Where, other: Where) => boolean) => {
      const found = guess([guessed[step]], [measured[step]], alike);
      return found && { rows: [[say('step', '단계'), step] as const, ...found.rows.slice(1)] };
    };
    const exact = (one: Where, other: Where) =>
      one.accepted === other.accepted &&
      one.send_queue === other.send_queue &&
      one.receive_queue === other.receive_queue;

    const nowhere = ({ send_queue, receive_queue }: Where) => send_queue === 0 && receive_queue === 0;
    for (const step of ['sent', 'full'] as const) {
      const found = parted(step, (one) => !nowhere(one));
      if (found !== undefined) wrong('sent-is-not-received', found);
    }
    const sent = parted('sent', exact);
    if (sent !== undefined)
      wrong(guessed.sent.send_queue === guessed.sent.accepted ? 'acknowledged-is-not-read' : 'other-count', sent);
    const read = parted('read', exact);
    if (read !== undefined) wrong('reading-makes-room', read);

    const one_queue = parted('full', ({ send_queue, receive_queue }) => send_queue > 0 && receive_queue > 0);
    if (one_queue !== undefined) wrong('two-queues', one_queue);
    const sum = parted('full', (one) => one.accepted === one.send_queue + one.receive_queue);
    if (sum !== undefined) wrong('bytes-are-somewhere', sum);
    const size = parted(
      'full',
      (one, other) =>
        twice(one.accepted, other.accepted) &&
        twice(one.send_queue, other.send_queue) &&
        twice(one.receive_queue, other.receive_queue),
    );
    if (size !== undefined) wrong('other-size', size);
  },
});

function twice(one: number, other: number): boolean {
  return one <= 2 * other && other <= 2 * one;
}

async function small(): Promise<Record<'sent' | 'read', Where>> {
  using pair = connected();
  const accepted = unwrap(send(pair.sender, Buffer.alloc(1000)));
  const sent = await at_rest(pair, accepted, 0);
  const taken = unwrap(recv(pair.receiver, Buffer.alloc(400)));
  return { sent, read: await at_rest(pair, accepted, taken) };
}

/** Sends until the buffers are full, again and again: while the queues come to rest, space appears. */
async function full(): Promise<Where> {
  using pair = connected(65_536);
  const chunk = Buffer.alloc(65_536);
  for (let accepted = 0; ; ) {
    const before = accepted;
    for (let took = send(pair.sender, chunk, MSG_DONTWAIT); took.ok; took = send(pair.sender, chunk, MSG_DONTWAIT))
      accepted += took.value;
    const where = await at_rest(pair, accepted, 0);
    if (accepted === before) return where;
  }
}

interface Pair extends Disposable {
  readonly sender: Fd;
  readonly receiver: Fd;
}

/** Two ends of a connection, with buffers of that size before Linux doubles it. */
function connected(buffers?: number): Pair {
  using listener = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  const sender = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  if (buffers !== undefined) {
    unwrap(setsockopt(listener.fd, SOL_SOCKET, SO_RCVBUF, buffers)); // an accepted socket inherits it
    unwrap(setsockopt(sender.fd, SOL_SOCKET, SO_SNDBUF, buffers));
  }
  unwrap(bind(listener.fd, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener.fd, 1));
  unwrap(connect(sender.fd, unwrap(getsockname(listener.fd))));
  const receiver = own(unwrap(accept(listener.fd)));
  return {
    sender: sender.fd,
    receiver: receiver.fd,
    [Symbol.dispose]() {
      sender[Symbol.dispose]();
      receiver[Symbol.dispose]();
    },
  };
}

/** Where the bytes are once each of them is in one place: a byte that has arrived and is not yet acknowledged is in both queues. */
async function at_rest({ sender, receiver }: Pair, accepted: number, read: number): Promise<Where> {
  for (;;) {
    const send_queue = unwrap(ioctl(sender, SIOCOUTQ));
    const receive_queue = unwrap(ioctl(receiver, SIOCINQ));
    if (send_queue + receive_queue + read === accepted) return { accepted, send_queue, receive_queue };
    await sleep(10);
  }
}
