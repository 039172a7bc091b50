import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  AF_INET,
  accept4,
  as_sockaddr_in,
  bind,
  close,
  getsockname,
  listen,
  SO_RCVBUF,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { exercise, type Program, peer, program, rule, say, shown_bytes, wrong } from 'sys-socket/learn';
import { to_net } from 'sys-socket/promises';

type Row = readonly [string, string];

const size = 32_768;
const count = 64;
const blocks = Buffer.concat(Array.from({ length: count }, (_, number) => Buffer.alloc(size, number)));
/** A file that every installation has, and that is larger than both buffers of a connection. */
const path = fileURLToPath(new URL('shared/core.js', import.meta.resolve('sys-socket')));
const file = readFileSync(path);

export default exercise({
  section: '0.2.2',
  minutes: 25,
  pages: ['sendfile(2)', 'send(2)', 'recvmsg(2)', 'ip(7)'],
  lab: 'backpressure',
  async judge(bench) {
    await slow_peer(bench.file);
    await faulty(bench.file, 'sendto,sendmsg:short=100:when=1+2', 'trusts-one-call', [
      say('the kernel', '커널'),
      say('takes at most 100 bytes of every second send', 'send 둘에 하나는 많아야 100바이트를 받는다'),
    ]);
    await faulty(bench.file, 'sendto,sendmsg,sendfile,splice,poll,recvmsg:error=EINTR:when=1+2', 'gives-up-on-EINTR', [
      say('signals', '시그널'),
      say('interrupt every second call', '호출 둘에 하나를 중단시킨다'),
    ]);
  },
});

/** A peer that does not read until the program sleeps: the sent bytes wait in the program's send buffer, and are still needed there. */
async function slow_peer(learners: string): Promise<void> {
  const { sender, conn } = await connected(learners, '');
  conn.pause();
  conn.send(Buffer.from('b'));
  const tried: Row = [
    say('the peer', '상대'),
    say('asks for the blocks, and does not read', '블록을 달라 하고 읽지 않는다'),
  ];
  if (!(await sender.rests())) wrong('spins-for-the-completion', tried, sender);
  conn.resume();
  await receives_blocks(sender, conn, 'other-bytes', tried);
  await sender.until(() => sender.sleeps_in()?.startsWith('recvfrom') ?? false); // by then all its calls are reported
  const moved = (names: RegExp, flag = '') =>
    sender.calls
      .filter(({ name, call, result }) => names.test(name) && call.includes(flag) && result > 0)
      .reduce((sum, { result }) => sum + result, 0);
  if (moved(/^send|^write/, 'MSG_ZEROCOPY') < blocks.length || !has_asked(sender))
    wrong('zerocopy-is-off', tried, sender);

  conn.pause();
  conn.send(Buffer.from('f'));
  const signals: Row = [say('the peer', '상대'), say('reads late, and signals come', '늦게 읽고, 시그널이 온다')];
  for (let time = 0; time < 2; time++) {
    await sender.rests();
    sender.signal('SIGSTOP'); // sendfile(2) returns how many bytes it moved
    await sender.rests();
    sender.signal('SIGCONT');
  }
  await sender.rests();
  conn.resume();
  await receives_file(sender, conn, 'trusts-one-call', signals);
  await sender.until(() => sender.sleeps_in()?.startsWith('recvfrom') ?? false);
  const open = files_of(sender);
  conn.send(Buffer.from('f'));
  await receives_file(sender, conn, 'trusts-one-call', signals);
  await sender.until(() => files_of(sender) <= open);
  if (files_of(sender) > open)
    wrong('leaks-a-descriptor', sender, [
      say('open', '열린 것'),
      say(`the file, ${files_of(sender)} times`, `같은 파일 ${files_of(sender)}번`),
    ]);
  if (moved(/^send(to|msg|mmsg)$|^write/) > blocks.length) wrong('copies-the-file', sender);
  const flags = rule('sends_without_sigpipe', sender.calls);
  if (flags !== undefined) wrong('raises-SIGPIPE', flags);
  conn.end();
  await sender.ended();
}

async function faulty(learners: string, faults: string, diagnosis: string, tried: Row): Promise<void> {
  const { sender, conn } = await connected(learners, faults);
  conn.send(Buffer.from('b'));
  for (let time = 0; time < 4; time++) {
    conn.pause();
    await sender.rests();
    const before = conn.waiting;
    conn.resume();
    await sender.until(
      () => conn.waiting > before + 5 * size,
      () => true,
    );
  }
  await receives_blocks(sender, conn, diagnosis, tried);
  conn.send(Buffer.from('f'));
  await receives_file(sender, conn, diagnosis, tried);
  conn.end();
  await sender.ended();
}

/** With a peer whose buffer is smaller than a block: the rest of it waits in the program's send buffer as long as nobody reads. */
async function connected(learners: string, faults: string): Promise<{ sender: Program; conn: peer.Peer }> {
  const listener = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  unwrap(setsockopt(listener, SOL_SOCKET, SO_RCVBUF, size / 4)); // socket(7): the kernel doubles it; an accepted socket inherits it
  unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
  unwrap(listen(listener, 1));
  const port = as_sockaddr_in(unwrap(getsockname(listener)))?.sin_port;
  const sender = program(learners, { args: [String(port), path], faults });
  let conn: peer.Peer | undefined;
  await sender.until(() => {
    const accepted = accept4(listener, null, SOCK_NONBLOCK | SOCK_CLOEXEC);
    const handed = accepted.ok ? unwrap(to_net(accepted.value, { allowHalfOpen: true })) : undefined;
    if (handed instanceof Socket) conn = new peer.Peer(handed);
    return conn !== undefined;
  });
  close(listener);
  if (conn !== undefined) return { sender, conn };
  await sender.ended();
  return wrong('nothing-came', sender);
}

/** How often the program has the file open, when it sleeps or has ended. */
function files_of({ pid }: Program): number {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).filter((fd) => readlinkSync(`${folder}/${fd}`) === path).length;
  } catch {
    return 0;
  }
}

/** Whether the program has set SO_ZEROCOPY: without it MSG_ZEROCOPY has no effect. */
function has_asked({ calls }: Program): boolean {
  return calls.some(({ call, result }) => call.includes('SO_ZEROCOPY') && result === 0);
}

async function receives_blocks(sender: Program, conn: peer.Peer, diagnosis: string, tried: Row): Promise<void> {
  const came = await peer.receive(sender, conn, blocks.length);
  const bad = came.findIndex((byte, i) => byte !== blocks[i]);
  if (bad >= 0) {
    const [number, found] = [Math.floor(bad / size), came[bad] ?? 0];
    const row: Row = [
      say('came', '온 것'),
      say(`block ${number} with bytes of block ${found}`, `블록 ${found}의 바이트가 든 블록 ${number}`),
    ];
    // The first bytes had arrived before there was another block.
    const overwritten = bad > 0 && came.length === blocks.length && diagnosis !== 'gives-up-on-EINTR';
    wrong(overwritten ? 'overwrites-what-is-being-sent' : diagnosis, tried, row, sender);
  }
  if (came.length === blocks.length) return;
  await missing(sender, came.length, blocks.length, diagnosis, tried);
}

async function receives_file(sender: Program, conn: peer.Peer, diagnosis: string, tried: Row): Promise<void> {
  const came = await peer.receive(sender, conn, file.length);
  if (came.length < file.length) await missing(sender, came.length, file.length, diagnosis, tried);
  const bad = came.findIndex((byte, i) => byte !== file[i]);
  if (bad >= 0) {
    const again = came.indexOf(file.subarray(0, 64), 1) > 0;
    const row: Row = [say('came', '온 것'), `${shown_bytes(came.subarray(bad))}  @${bad}`];
    wrong(again ? 'starts-again' : 'other-bytes', tried, row, sender);
  }
  const more = await peer.receive(sender, conn, 1);
  if (more.length > 0)
    wrong('starts-again', tried, [say('came', '온 것'), say('more than the file has', '파일보다 많다')], sender);
}

/** Why not all bytes arrived. */
async function missing(sender: Program, came: number, all: number, diagnosis: string, tried: Row): Promise<never> {
  await sender.rests();
  const row: Row = [say('came', '온 것'), say(`${came} of ${all} bytes`, `${all}바이트 중 ${came}바이트`)];
  if (sender.status() !== undefined) {
    await sender.ended(diagnosis === 'other-bytes' ? 'throws' : diagnosis);
    wrong(diagnosis, tried, row, sender);
  }
  const waits = !/^recvfrom/.test(sender.sleeps_in() ?? 'recvfrom');
  if (waits && !has_asked(sender)) wrong('zerocopy-is-off', row, sender);
  return wrong(
    waits ? 'waits-for-ever' : came === 0 && diagnosis === 'trusts-one-call' ? 'nothing-came' : diagnosis,
    tried,
    row,
    sender,
  );
}
