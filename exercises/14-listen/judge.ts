import {
  AF_INET,
  accept,
  as_sockaddr_in,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  getsockopt,
  listen,
  own,
  type Result,
  recv,
  SO_ACCEPTCONN,
  SO_REUSEADDR,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { type Answer, exercise, play, say, type Watched, watch, wrong } from 'sys-socket/learn';

type Outcome = Result<Fd, { readonly code?: unknown }>;
type ListenOn = (port: number) => Outcome;
type AcceptNext = (listener: Fd, pause: () => void) => Outcome;

export default exercise({
  section: '0.5',
  minutes: 20,
  pages: ['socket(7)', 'bind(2)', 'listen(2)', 'accept(2)'],
  lab: 'closing',
  async judge(bench) {
    const listen_on = await bench.load<ListenOn>('listen_on');
    const late = await listens(listen_on);
    await after_another(listen_on, late ? 'too-late-to-reuse' : 'does-not-reuse');
    await beside_another(listen_on);
    await when_refused(listen_on);
    const accept_next = await bench.load<AcceptNext>('accept_next');
    await accepts(accept_next);
  },
});

/** Whether it sets the option after bind. */
async function listens(listen_on: ListenOn): Promise<boolean> {
  const { run, fd } = await listening(listen_on, 0);
  if (fd === undefined) return wrong('does-not-listen', run);
  using listener = own(fd);
  const listening_now = getsockopt(listener.fd, SOL_SOCKET, SO_ACCEPTCONN);
  if (!listening_now.ok || listening_now.value !== 1) wrong('does-not-listen', run);
  const { sin_addr } = name_of(listener.fd);
  if (sin_addr === '0.0.0.0' && run.calls.some(({ name }) => name === 'bind')) wrong('open-to-everybody', run);
  if (sin_addr !== '127.0.0.1') wrong('does-not-listen', run);
  const at = (called: string) => run.calls.findIndex(({ name }) => name === called);
  return at('setsockopt') > at('bind');
}

/** An earlier server on this port has closed its connection first: the kernel keeps that connection in TIME_WAIT, with the port. */
async function after_another(listen_on: ListenOn, diagnosis: string): Promise<void> {
  const before = server();
  const { sin_port } = name_of(before);
  const client = client_of(sin_port);
  unwrap(close(unwrap(accept(before))));
  unwrap(recv(client, Buffer.alloc(1)));
  for (const fd of [client, before]) unwrap(close(fd));

  const tried = [
    say('port', '포트'),
    say(`${sin_port}, which another server has just left`, `${sin_port}. 다른 서버가 방금 떠났다`),
  ] as const;
  const { run, fd } = await listening(listen_on, sin_port);
  if (fd === undefined) return wrong(diagnosis, tried, run);
  using listener = own(fd);
  if (name_of(listener.fd).sin_port !== sin_port) wrong('other-port', tried, run);
}

async function beside_another(listen_on: ListenOn): Promise<void> {
  using other = own(server());
  const { sin_port } = name_of(other.fd);
  const tried = [
    say('port', '포트'),
    say(`${sin_port}, on which another server listens`, `${sin_port}. 다른 서버가 listen하고 있다`),
  ] as const;
  const { run, fd } = await listening(listen_on, sin_port);
  if (fd !== undefined) close(fd);
  says_so(run, 'EADDRINUSE', tried);
}

/** The other calls that may fail. */
async function when_refused(listen_on: ListenOn): Promise<void> {
  for (const [call, code] of [
    ['socket', 'EMFILE'],
    ['listen', 'EADDRINUSE'],
  ] as const) {
    const run = await play({ answers: { [call]: [code] } }, () => listen_on(0));
    if (run.thrown !== undefined) throw run.thrown;
    if (run.returned?.ok === true) close(run.returned.value);
    says_so(run, code, [say('the kernel', '커널'), say(`refuses ${call}`, `${call}를 거절한다`)]);
  }
}

/** A call has failed: the error is returned, and nothing is left open. */
function says_so({ returned, calls, rows }: Watched<Outcome>, code: string, tried: readonly [string, string]): void {
  if (returned?.ok !== false) wrong('hides-a-refusal', tried, { rows });
  if (returned.error.code !== code) wrong('loses-the-error', tried, { rows });
  const made = calls.find(({ name, result }) => name === 'socket' && result >= 0);
  const closed = calls.some(({ name, args }) => name === 'close' && args[0] === made?.result);
  if (made === undefined || closed) return;
  close(made.result as Fd); // what socket(2) returned
  wrong('leaks-a-descriptor', tried, { rows });
}

async function accepts(accept_next: AcceptNext): Promise<void> {
  using listener = own(server());
  const { sin_port } = name_of(listener.fd);
  /** One client waits; before it is accepted, accept fails with these errors. */
  const accepting = async (answers: readonly Answer[]) => {
    using _client = own(client_of(sin_port));
    let pauses = 0;
    const run = await play<Outcome>({ answers: { accept: answers, accept4: answers } }, () =>
      accept_next(listener.fd, () => {
        pauses += 1;
      }),
    );
    const { returned } = run;
    const taken = run.calls.find(({ name, result }) => /^accept/.test(name) && result >= 0)?.result;
    const connected = taken !== undefined && returned?.ok === true && returned.value === taken;
    // What accept(2) returned; or it is accepted now, so that only its own client waits in the next trial.
    close((taken ?? unwrap(accept(listener.fd))) as Fd);
    if (run.thrown !== undefined && run.stopped === undefined) throw run.thrown;
    const rows = {
      rows: [
        [say('accept', 'accept'), [...answers, 'ok'].join(' | ')] as const,
        ...run.rows,
        [say('pauses', 'pause'), String(pauses)] as const,
      ],
    };
    return { run, connected, pauses, rows };
  };
  const plain = await accepting([]);
  if (!plain.connected) wrong('returns-no-connection', plain.rows);
  for (const answers of [['EINTR'], ['ECONNABORTED'], ['ECONNABORTED', 'EINTR', 'ECONNABORTED']]) {
    const { connected, rows } = await accepting(answers);
    if (!connected) wrong('gives-up-on-one-client', rows);
  }
  for (const answers of [['EMFILE'], ['ENFILE'], ['EMFILE', 'EINTR', 'EMFILE']]) {
    const { connected, pauses, rows } = await accepting(answers);
    if (!connected) wrong('gives-up-on-EMFILE', rows);
    if (pauses < answers.filter((code) => code.endsWith('FILE')).length) wrong('spins-on-EMFILE', rows);
  }
  const broken = await accepting(['EINVAL']);
  if (broken.run.returned?.ok !== false) wrong('goes-on-after-an-error', broken.rows);
  if (broken.run.returned.error.code !== 'EINVAL') wrong('loses-the-error', broken.rows);
}

async function listening(listen_on: ListenOn, port: number): Promise<{ run: Watched<Outcome>; fd: Fd | undefined }> {
  const run = await watch(() => listen_on(port));
  if (run.thrown !== undefined) throw run.thrown;
  return { run, fd: run.returned?.ok === true ? run.returned.value : undefined };
}

/** The judge's own server. */
function server(): Fd {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, 1));
  unwrap(bind(fd, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(fd, 8));
  return fd;
}

function client_of(port: number): Fd {
  const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
  unwrap(connect(fd, sockaddr_in('127.0.0.1', port)));
  return fd;
}

function name_of(fd: Fd): { readonly sin_addr: string; readonly sin_port: number } {
  return as_sockaddr_in(unwrap(getsockname(fd))) ?? { sin_addr: '', sin_port: 0 };
}
