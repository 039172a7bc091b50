// After an await, AsyncLocalStorage has the store of the caller, whoever ended the wait, and however. Each call waits before anything happens.
import { AsyncLocalStorage } from 'node:async_hooks';
import { openSync } from 'node:fs';
import {
  AF_INET,
  AF_UNIX,
  accept as accept_now,
  as_fd,
  bind,
  CMSG_SPACE,
  close,
  connect as connect_now,
  EPOLL_CTL_ADD,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  eventfd,
  eventfd_write,
  type Fd,
  listen,
  O_NONBLOCK,
  POLLIN,
  pipe2,
  type Result,
  recv as recv_now,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  send_frame as send_frame_now,
  send as send_now,
  sockaddr_in,
  sockaddr_un,
  socket,
  socketpair,
  unwrap,
  write as write_now,
} from 'sys-socket';
import * as soon from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { known } from '../../src/promises/descriptors.js';
import { closing, name_of } from '../support/sockets.js';

const x = Buffer.from('x');
const byte = () => new Uint8Array(1);

/** How a wait is ended early. */
type How = { readonly signal?: AbortSignal; readonly timeout?: number; readonly deadline?: number };

type Said = Result<unknown, { readonly code: string }>;
type Answer = Said | IteratorResult<Said, void>;

/** A call that waits for `fd`: its next await ends when `make` is called. */
interface Waiting {
  readonly fd: Fd;
  readonly call: (how: How) => Promise<Answer>;
  readonly make: () => unknown;
}

/** Two connected unix sockets that do not block. */
function pair(): readonly [Fd, Fd] {
  const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
  return [closing(a), closing(b)];
}

const open = (family: typeof AF_INET | typeof AF_UNIX) =>
  closing(unwrap(socket(family, SOCK_STREAM | SOCK_NONBLOCK, 0)));

/** What waits for bytes, `Buffer.from('x')` unless said. */
function receives(call: (fd: Fd, how: How) => Promise<Answer>, make = (peer: Fd): unknown => send_now(peer, x)) {
  return (): Waiting => {
    const [a, b] = pair();
    return { fd: b, call: (how) => call(b, how), make: () => make(a) };
  };
}

/** What waits for room. */
function sends(call: (fd: Fd, how: How) => Promise<Answer>) {
  return (): Waiting => {
    const [a, b] = pair();
    for (const size of [65_536, 1]) while (send_now(a, new Uint8Array(size)).ok);
    const drain = () => {
      const into = new Uint8Array(65_536);
      while (recv_now(b, into).ok);
    };
    return { fd: a, call: (how) => call(a, how), make: drain };
  };
}

/** What waits for a connection. */
function accepts(call: (fd: Fd, how: How) => Promise<Answer>) {
  return (): Waiting => {
    const fd = open(AF_INET);
    unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
    unwrap(listen(fd, 8));
    const client = open(AF_INET);
    return { fd, call: (how) => call(fd, how), make: () => connect_now(client, name_of(fd)) };
  };
}

/** Closes the descriptor that a call of accept has brought. */
async function closed_again<E>(accepting: Promise<Result<Fd, E>>): Promise<Result<Fd, E>> {
  const conn = await accepting;
  if (conn.ok) unwrap(close(conn.value));
  return conn;
}

/** Waits for a place in the backlog of a unix socket. */
function connects(): Waiting {
  const [listener, first, fd] = [open(AF_UNIX), open(AF_UNIX), open(AF_UNIX)];
  unwrap(bind(listener, sockaddr_un(`@sys-socket-${process.pid}-${listener}-storage`)));
  unwrap(listen(listener, 0));
  unwrap(connect_now(first, name_of(listener)));
  const make = () => closing(unwrap(accept_now(listener)));
  return { fd, call: (how) => soon.connect(fd, name_of(listener), how), make };
}

/** Waits for bytes of a socket, which go to a pipe. */
function splices(): Waiting {
  const [a, b] = pair();
  const [, writing] = unwrap(pipe2(O_NONBLOCK)).map((fd) => closing(fd)) as [Fd, Fd];
  return { fd: b, call: (how) => soon.splice(b, null, writing, null, 1, 0, how), make: () => send_now(a, x) };
}

/** Waits for an event of a set. */
function events(): Waiting {
  const [fd, counter] = [closing(unwrap(epoll_create1(0))), closing(unwrap(eventfd(0, 0)))];
  unwrap(epoll_ctl(fd, EPOLL_CTL_ADD, counter, { events: EPOLLIN }));
  const call = ({ signal }: How) => soon.ready_events(fd, { signal }).next();
  return { fd, call, make: () => eventfd_write(counter, 1n) };
}

const file = () => closing(as_fd(openSync(import.meta.filename, 'r')));
const frame = (peer: Fd) => send_frame_now(peer, x);

/** With `timeout`. */
const timed: Readonly<Record<string, () => Waiting>> = {
  accept: accepts((fd, how) => closed_again(soon.accept(fd, null, how))),
  accept4: accepts((fd, how) => closed_again(soon.accept4(fd, null, 0, how))),
  connect: connects,
  recv: receives((fd, how) => soon.recv(fd, byte(), 0, how)),
  recvfrom: receives((fd, how) => soon.recvfrom(fd, byte(), 0, null, how)),
  recvmsg: receives((fd, how) => soon.recvmsg(fd, { msg_iov: [byte()] }, 0, how)),
  send: sends((fd, how) => soon.send(fd, x, 0, how)),
  sendto: sends((fd, how) => soon.sendto(fd, x, 0, null, how)),
  sendmsg: sends((fd, how) => soon.sendmsg(fd, { msg_iov: [x] }, 0, how)),
  read: receives(
    (fd, how) => soon.read(fd, byte(), how),
    (peer) => write_now(peer, x),
  ),
  write: sends((fd, how) => soon.write(fd, x, how)),
  sendfile: sends((fd, how) => soon.sendfile(fd, file(), 0n, 1, how)),
  splice: splices,
  ready: receives((fd, how) => soon.ready(fd, POLLIN, how)),
  readable: receives((fd, how) => soon.readable(fd, how)),
  writable: sends((fd, how) => soon.writable(fd, how)),
};
/** With `deadline`. */
const until: Readonly<Record<string, () => Waiting>> = {
  send_all: sends((fd, how) => soon.send_all(fd, x, how)),
  recv_exact: receives((fd, how) => soon.recv_exact(fd, byte(), how)),
  recvmsg_exact: receives((fd, how) => soon.recvmsg_exact(fd, byte(), { msg_controllen: CMSG_SPACE(4), ...how })),
  send_frame: sends((fd, how) => soon.send_frame(fd, x, how)),
  recv_frame: receives((fd, how) => soon.recv_frame(fd, how), frame),
  frames: receives((fd, how) => soon.frames(fd, how).next(), frame),
};
/** Without a time. */
const endless: Readonly<Record<string, () => Waiting>> = {
  connections: accepts(async (fd, { signal }) => {
    const next = await soon.connections(fd, { signal }).next();
    return next.done ? next : closed_again(Promise.resolve(next.value));
  }),
  ready_events: events,
};
/** What waits for a descriptor of the caller. */
const all = { ...timed, ...until, ...endless };
/** What gives no promise. */
const at_once = ['from_net', 'on_ready', 'to_dgram', 'to_net'];

const storage = new AsyncLocalStorage<string>();
const elsewhere = (what: () => unknown): unknown => storage.run('somebody else', what);

/** `ok`, or the code of the error. An iterator that has ended says `end`. */
function said(answer: Answer): string {
  if ('ok' in answer) return answer.ok ? 'ok' : answer.error.code;
  return answer.done ? 'end' : said(answer.value);
}

/** Makes a call for the caller: what it says, and whose store there is after it. */
function asked(call: () => Promise<Answer>): Promise<readonly [string, string | undefined]> {
  return storage.run('the caller', async () => {
    const answer = await call();
    return [said(answer), storage.getStore()] as const;
  });
}

/** Begins the call, and sees that it waits. */
function begun({ fd, call }: Waiting, how: How = {}): ReturnType<typeof asked> {
  const answer = asked(() => call(how));
  expect(known.descriptors.get(fd)?.waiters.length).toBeGreaterThan(0);
  return answer;
}

describe('the table', () => {
  it('has every function that gives a promise or an async iterator', () => {
    const functions = Object.keys(soon).filter((name) => !at_once.includes(name));
    expect(Object.keys({ ...all, getaddrinfo: true }).sort()).toEqual(functions.sort());
  });
});

describe('the store of the caller is there', () => {
  it.each(Object.entries(all))('when somebody else has made what %s waits for', async (_name, begin) => {
    const waiting = begin();
    const answer = begun(waiting);
    elsewhere(waiting.make);
    expect(await answer).toEqual(['ok', 'the caller']);
  });

  it.each(Object.entries(all))('when somebody else aborts %s', async (name, begin) => {
    const controller = new AbortController();
    const answer = begun(begin(), { signal: controller.signal });
    elsewhere(() => controller.abort());
    expect(await answer).toEqual([name in endless ? 'end' : 'ABORT_ERR', 'the caller']);
  });

  it.each(Object.entries(all))('when somebody else closes the descriptor of %s', async (name, begin) => {
    const waiting = begin();
    const answer = begun(waiting);
    elsewhere(() => unwrap(close(waiting.fd)));
    expect(await answer).toEqual([name in endless || name === 'frames' ? 'end' : 'CLOSED', 'the caller']);
  });

  it.each(Object.entries(timed))('when the time of %s is over', async (_name, begin) => {
    expect(await begun(begin(), { timeout: 1 })).toEqual(['ETIMEDOUT', 'the caller']);
  });

  // A busy machine may let it pass before the call waits.
  it.each(Object.entries(until))('when the deadline of %s is over', async (_name, begin) => {
    const { call } = begin();
    expect(await asked(() => call({ deadline: 1 }))).toEqual(['DEADLINE_EXCEEDED', 'the caller']);
  });

  it('when a thread of libuv has resolved a name', async () => {
    expect(await asked(() => soon.getaddrinfo('127.0.0.1', '80'))).toEqual(['ok', 'the caller']);
  });

  it('of each of several who wait for one descriptor', async () => {
    const [a, b] = pair();
    const names = ['first', 'second', 'third'];
    const after = names.map((name) => storage.run(name, () => soon.readable(b).then(() => storage.getStore())));
    elsewhere(() => unwrap(send_now(a, x)));
    expect(await Promise.all(after)).toEqual(names);
  });
});
