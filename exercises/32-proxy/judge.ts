import { exercise, peer, program, rule, wrong } from 'sys-socket/learn';
import {
  both,
  does,
  mebibyte,
  moved,
  mulberry32,
  Proxied,
  type Row,
  row,
  stuck,
  type Through,
  turned,
} from './proxied.kit.js';

export default exercise({
  section: '0.11',
  minutes: 90,
  pages: ['poll(2)', 'recv(2)', 'send(2)', 'shutdown(2)', 'connect(2)'],
  lab: 'backpressure',
  async judge(bench) {
    const listener = await peer.listen();
    const proxy = new Proxied(program(bench.file, { args: [String(listener.port)] }), listener);
    await proxy.program.port();
    const alone = proxy.program.sockets();
    const first = await proxy.connects('nothing-through');
    await proxy.passes(first.client, first.server, Buffer.from('HELLO'), 'nothing-through');
    await proxy.passes(first.server, first.client, Buffer.from('WORLD'), 'one-way-only');
    await proxy.idle();
    if (await peer.open_to_everybody(proxy.program)) wrong('open-to-everybody', proxy.program);
    await beside(proxy, first);
    await no_room(bench.file);
    for (const turn of [(one: Through) => one, turned]) {
      await halves(proxy, turn);
      await slow_reader(proxy, turn, first);
      await resets(proxy, turn, first);
    }
    await at_random(proxy);
    await proxy.idle();
    listener.close();
    await nobody_there(proxy, first);
    const flags = rule('sends_without_sigpipe', proxy.program.calls);
    if (flags !== undefined) wrong('raises-SIGPIPE', flags);
    for (const end of [first.client, first.server]) end.leave();
    await proxy.closes(alone);
    proxy.program.end();
    await faulty(bench.file);
  },
});

async function beside(proxy: Proxied, first: Through): Promise<void> {
  const tried = row('clients', '클라이언트', 'two', '둘');
  const second = await proxy.connects('one-stops-all');
  await proxy.passes(first.client, first.server, Buffer.from('FIRST'), 'mixes-connections', tried);
  await proxy.passes(second.client, second.server, Buffer.from('SECOND'), 'mixes-connections', tried);
  await proxy.passes(first.server, first.client, Buffer.from('ANSWER'), 'mixes-connections', tried);
  for (const end of [second.client, second.server]) end.end();
  for (const end of [second.client, second.server])
    await proxy.ends(end, 'does-not-say-that-it-ends', does('has ended', '끝냈다'));
}

/** One end ends its stream, and the other answers afterwards. */
async function halves(proxy: Proxied, turn: (one: Through) => Through): Promise<void> {
  const before = proxy.program.sockets();
  const { client, server } = turn(await proxy.connects('one-stops-all'));
  const tried = does('has ended, and still receives', '끝냈고, 아직 받는다');
  client.send(Buffer.from('QUESTION'));
  client.end();
  await proxy.brings(server, Buffer.from('QUESTION'), 'ends-before-the-rest', tried);
  await proxy.ends(server, 'does-not-say-that-it-ends', tried);
  await proxy.idle();
  await proxy.passes(server, client, Buffer.alloc(100_000, 'ANSWER'), 'closes-both-ways', tried);
  server.end();
  await proxy.ends(
    client,
    'does-not-say-that-it-ends',
    does('has ended, as the other had before', '끝냈다. 다른 쪽은 먼저 끝냈다'),
  );
  await proxy.closes(before);
}

/** One end sends and ends its stream, the other does not read; meanwhile other connections are served. Then it reads. */
async function slow_reader(proxy: Proxied, turn: (one: Through) => Through, other: Through): Promise<void> {
  const { client, server } = turn(await proxy.connects('one-stops-all'));
  server.pause();
  const batch = Buffer.concat(Array.from({ length: 64 }, (_, i) => Buffer.alloc(65_521, `${i}.`)));
  const tried = () =>
    does(
      `sends ${client.sent >> 20} MiB, the other reads nothing`,
      `${client.sent >> 20} MiB를 보내고, 다른 쪽은 읽지 않는다`,
    );
  for (let batches = 0; batches < 4; batches++) {
    client.send(batch);
    await proxy.program.until(
      () => false,
      () => stuck(proxy.program, client),
    );
    await proxy.lives('one-ends-all', tried());
    const { received, sent } = moved(proxy.program, client, server);
    const keeps = row('you keep', '간직한 것', ...both(`${received - sent} bytes`));
    if (received - sent > 2 * mebibyte) wrong('queue-in-user-space', tried(), keeps, proxy.program);
    if (client.unsent > 0) break;
  }
  await proxy.passes(other.client, other.server, Buffer.alloc(100_000, 'AND-I'), 'one-stops-all', tried());
  await proxy.passes(server, client, Buffer.from('OTHER-WAY'), 'one-stops-all', tried());
  await proxy.idle();
  client.end();
  server.resume();
  const whole = Buffer.concat(Array.from({ length: client.sent / batch.length }, () => batch));
  await proxy.brings(server, whole, 'bytes-lost', tried());
  await proxy.ends(server, 'does-not-say-that-it-ends', tried());
  for (const end of [client, server]) end.leave();
  await proxy.program.rests();
  await proxy.lives('one-ends-all', tried());
}

/** One end goes without warning: the other is closed, even if bytes wait for it, and no other connection is. */
async function resets(proxy: Proxied, turn: (one: Through) => Through, other: Through): Promise<void> {
  for (const full of [false, true]) {
    const before = proxy.program.sockets();
    const { client, server } = turn(await proxy.connects('one-stops-all'));
    const tried = full
      ? does('resets, and was sent to', 'RST를 보낸다. 받을 것이 있었다')
      : does('resets', 'RST를 보낸다');
    if (full) {
      client.pause();
      server.send(Buffer.alloc(8 * mebibyte));
    } else await proxy.passes(client, server, Buffer.from('HELLO'), 'other-bytes');
    await proxy.program.rests();
    client.reset();
    await proxy.ends(server, 'leaves-the-other-waiting', tried);
    await proxy.closes(before, 'leaves-the-other-waiting', tried);
    server.leave();
    await proxy.passes(other.client, other.server, Buffer.from('STILL-HERE'), 'one-ends-all', tried);
  }
}

/** Many connections, by thirty seeds, which decide who sends how much when, and who ends first. */
async function at_random(proxy: Proxied): Promise<void> {
  const all = [];
  for (let seed = 1; seed <= 30; seed++) {
    const { client, server } = await proxy.connects('one-stops-all');
    const dice = mulberry32(seed);
    all.push({ seed, dice, ends: [client, server], sent: [Buffer.alloc(0), Buffer.alloc(0)] });
  }
  for (let step = 0; step < 8; step++) {
    for (const { seed, dice, ends, sent } of all) {
      const side = dice() < 0.5 ? 0 : 1;
      const bytes = Buffer.alloc(1 + Math.floor(dice() ** 3 * 200_000), `${seed}:${step}:${side} `);
      const end = ends[side];
      if (end === undefined || end.ended !== undefined) continue;
      end.send(bytes);
      sent[side] = Buffer.concat([sent[side] ?? bytes, bytes]);
      if (dice() < 0.1) end.end();
    }
  }
  for (const { seed, ends, sent } of all) {
    const tried = row('seed', 'seed', ...both(`${seed}`));
    for (const end of ends) end.end();
    for (const side of [0, 1] as const) {
      const [to, bytes] = [ends[1 - side], sent[side]];
      if (to === undefined || bytes === undefined) continue;
      await proxy.brings(to, bytes, 'bytes-lost', tried);
      await proxy.ends(to, 'does-not-say-that-it-ends', tried);
    }
  }
}

/** The server no longer listens. */
async function nobody_there(proxy: Proxied, other: Through): Promise<void> {
  const client = await peer.connect(proxy.program);
  const tried = row('server', '서버', 'does not listen any more', '더는 listen하지 않는다');
  await proxy.ends(client, 'leaves-the-other-waiting', tried);
  client.leave();
  await proxy.passes(other.client, other.server, Buffer.from('STILL-HERE'), 'one-ends-all', tried);
}

const receives = 'recvfrom,recvmsg,read,readv';
const sends = 'sendto,sendmsg,write,writev';

/** The kernel moves few bytes at a time, and signals interrupt the calls. */
async function faulty(file: string): Promise<void> {
  const faults: readonly (readonly [string, string, Row])[] = [
    [
      `${receives}:short=8 ${sends}:short=7`, // one is left each time
      'bytes-lost',
      row('the kernel', '커널', 'gives 8 bytes a call, and takes 7', '한 번에 8바이트를 주고 7바이트를 받는다'),
    ],
    [
      `${receives},${sends},accept,accept4,poll,epoll_wait:error=EINTR:when=1+2`,
      'gives-up-on-EINTR',
      row('signals', '시그널', 'interrupt every second call', '호출 둘에 하나를 중단시킨다'),
    ],
  ];
  for (const [rules, diagnosis, tried] of faults) {
    await under(file, rules, diagnosis, tried, async (proxy, { client, server }) => {
      client.end();
      await proxy.ends(server, diagnosis, tried);
    });
  }
}

/** It is chance whether the buffer is full when a proxy sends. This comes before the slow reader, with which a proxy may or may not meet it. */
async function no_room(file: string): Promise<void> {
  const tried = row('the kernel', '커널', 'has no room for every second send', 'send 둘에 하나는 받아 둘 자리가 없다');
  await under(file, `${sends}:error=EAGAIN:when=1+2`, 'gives-up-on-EAGAIN', tried, async () => {});
}

/** A question and its answer through a proxy whose calls fail by rules; then the further trials. */
async function under(
  file: string,
  faults: string,
  diagnosis: string,
  tried: Row,
  then: (proxy: Proxied, through: Through) => Promise<void>,
): Promise<void> {
  const listener = await peer.listen();
  const proxy = new Proxied(program(file, { args: [String(listener.port)], faults }), listener);
  await proxy.program.port();
  await proxy.program.rests();
  await proxy.lives(diagnosis, tried);
  const through = await proxy.connects(diagnosis);
  const { client, server } = through;
  await proxy.passes(client, server, Buffer.from('A-LONG-QUESTION!'), diagnosis, tried);
  await proxy.passes(server, client, Buffer.from('AND-A-LONG-REPLY'), diagnosis, tried);
  await then(proxy, through);
  for (const end of [client, server]) end.leave();
  listener.close();
  proxy.program.end();
}
