import { exercise, type Program, peer, program, rule, say, shown_bytes, wrong } from 'sys-socket/learn';

const framed = (payload: Uint8Array) => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(payload.length);
  return Buffer.concat([header, payload]);
};
const mebibyte = 1 << 20;

export default exercise({
  section: '0.2.2',
  minutes: 40,
  pages: ['poll(2)', 'recv(2)', 'send(2)'],
  lab: 'backpressure',
  async judge(bench) {
    const server = program(bench.file);
    await server.port();
    const alone = server.sockets();
    const first = await peer.connect(server);
    await answers(server, first, [framed(Buffer.from('HELLO'))], 'no-answer', [
      say('client', '클라이언트'),
      say('one frame', '프레임 하나'),
    ]);
    await idle(server);
    if (await peer.open_to_everybody(server)) wrong('open-to-everybody', server);
    await two(server, first);
    await all_at_once(server);
    await idle(server);
    await slow_reader(server, first);
    await rude(server, first);
    await gone_with_answers(server, first);
    const flags = rule('sends_without_sigpipe', server.calls);
    if (flags !== undefined) wrong('raises-SIGPIPE', flags);
    first.leave();
    const all_have_left = () => true;
    if (!(await server.until(() => server.sockets() <= alone, all_have_left))) {
      const open = server.sockets() - alone;
      wrong(
        'leaks-a-descriptor',
        server,
        [say('clients', '클라이언트'), say('none', '없음')],
        [
          say('open sockets', '열린 소켓'),
          say(`${open} more than before the first`, `첫 클라이언트 전보다 ${open}개 많다`),
        ],
      );
    }
    server.end();
    await refused(bench.file);
  },
});

type Row = readonly [string, string];

/** A client sends these bytes, and must get them back. */
async function answers(
  server: Program,
  client: peer.Peer,
  pieces: readonly Uint8Array[],
  diagnosis: string,
  tried: Row,
  ended = 'throws',
): Promise<void> {
  const before = taken(server, client).received;
  for (const piece of pieces) client.send(piece);
  const wanted = Buffer.concat(pieces);
  const came = await peer.receive(server, client, wanted.length);
  if (came.equals(wanted)) return;
  await gone(server, ended, tried);
  if (diagnosis !== 'no-answer' && taken(server, client).received === before) wrong('one-stops-all', tried, server);
  const back = [say('came back', '돌아온 것'), shown_bytes(came) || say('(nothing)', '(없음)')] as const;
  wrong(came.length > 0 && diagnosis === 'no-answer' ? 'other-bytes' : diagnosis, tried, back, server);
}

/** Whether the server is still there when it has done all that there was to do. */
async function gone(server: Program, diagnosis: string, tried: Row): Promise<void> {
  await server.rests();
  if (server.status() === undefined) return;
  await server.ended(diagnosis);
  wrong(diagnosis === 'throws' ? 'one-ends-all' : diagnosis, tried, server);
}

/** The bytes that calls on a client's connection have moved. */
function taken({ calls }: Program, { port }: peer.Peer): { readonly received: number; readonly sent: number } {
  const sum = (names: RegExp) =>
    calls
      .filter(({ name, result, behind }) => names.test(name) && result > 0 && behind?.endsWith(`:${port}]`))
      .reduce((all, { result }) => all + result, 0);
  return { received: sum(/^(recv|read)/), sent: sum(/^(send|write)/) };
}

/** One client is somewhere in the middle of a frame, and another asks. */
async function two(server: Program, other: peer.Peer): Promise<void> {
  const staller = await peer.connect(server);
  const half = framed(Buffer.from('LUNCH-BREAK'));
  for (const [from, to] of [
    [0, 2],
    [2, 9],
  ] as const) {
    staller.send(half.subarray(from, to));
    await server.rests();
    const stalls = [
      say('a client', '한 쪽'),
      say(`sent ${to} of 15 bytes`, `15바이트 중 ${to}바이트를 보냈다`),
    ] as const;
    await answers(server, other, [framed(Buffer.from('NEXT'))], 'mixes-clients', stalls);
  }
  const rest = half.subarray(9);
  staller.send(rest);
  const came = await peer.receive(server, staller, half.length);
  const back = [say('came back', '돌아온 것'), shown_bytes(came)] as const;
  if (!came.equals(half)) wrong('mixes-clients', [say('sent', '보낸 것'), shown_bytes(half)], back, server);
  staller.leave();
}

/** While the server is stopped, many clients connect and ask: it finds them all at once. */
async function all_at_once(server: Program): Promise<void> {
  await server.rests();
  server.signal('SIGSTOP');
  await server.rests(); // it has stopped, and left the call in which it slept
  const clients: peer.Peer[] = [];
  for (let number = 0; number < 20; number++) clients.push(await peer.connect(server));
  const question = (number: number) => framed(Buffer.from(`${'소켓 '.repeat(number)}${number}`));
  for (const [number, client] of clients.entries()) client.send(question(number));
  server.signal('SIGCONT');
  const tried = [say('clients', '클라이언트'), say('20, all at once', '20, 한꺼번에')] as const;
  for (const [number, client] of clients.entries()) {
    const wanted = question(number);
    const came = await peer.receive(server, client, wanted.length);
    if (came.equals(wanted)) continue;
    await gone(server, 'gives-up-on-EINTR', tried);
    if (came.length === 0) wrong('forgets-a-client', tried, server);
    const back = [say('came back', '돌아온 것'), shown_bytes(came)] as const;
    wrong('other-bytes', tried, [say('sent', '보낸 것'), shown_bytes(wanted)], back);
  }
  for (const client of clients) client.leave();
  await server.rests(); // it has closed them
}

/** Nothing is on its way. A server that sleeps makes no calls. */
async function idle(server: Program, diagnosis = 'spins-when-idle', ...tried: readonly Row[]): Promise<void> {
  const before = server.calls.length;
  await server.rests();
  const calls = server.calls.length - before;
  if (calls > 50)
    wrong(diagnosis, ...tried, server, [say('meanwhile', '그동안'), say(`${calls} calls`, `호출 ${calls}번`)]);
}

const batch = Buffer.concat(Array.from({ length: 70 }, (_, i) => framed(Buffer.alloc(60_000, `${i}.`))));

function tried(sent: number): Row {
  return [say('a client', '한 쪽'), say(`sends ${sent} MiB, reads nothing`, `${sent} MiB를 보내고 읽지 않는다`)];
}

/** A client that sends and does not read, until the server has answers for it, and receives no more from it. */
async function full_client(server: Program): Promise<peer.Peer> {
  const slow = await peer.connect(server);
  slow.pause();
  for (let batches = 1; batches <= 16; batches++) {
    slow.send(batch);
    const row = tried(4 * batches);
    if (await kept(server, slow, row)) break;
    await gone(server, 'one-ends-all', row);
  }
  return slow;
}

/** The other clients are answered, and then it reads. */
async function slow_reader(server: Program, other: peer.Peer): Promise<void> {
  const slow = await full_client(server);
  await answers(server, other, [framed(Buffer.from('AND-I'))], 'one-stops-all', tried(4));
  await idle(server);
  slow.resume();
  const { sent } = slow;
  const came = await peer.receive(server, slow, sent);
  for (let at = 0; at < sent; at += batch.length)
    if (!came.subarray(at, at + batch.length).equals(batch))
      wrong('bytes-lost', tried(4 * (sent / batch.length)), server, [
        say('came back', '돌아온 것'),
        say(`${came.length} of ${sent} bytes`, `${sent}바이트 중 ${came.length}바이트`),
      ]);
  slow.leave();
}

/** Waits until the server leaves bytes of a client in the kernel, and sleeps: true. False if it has received all that was sent. */
async function kept(server: Program, client: peer.Peer, tried: Row): Promise<boolean> {
  for (;;) {
    const before = server.calls.length;
    await server.rests();
    const { received, sent } = taken(server, client);
    if (received - sent > 2 * mebibyte)
      wrong('queue-in-user-space', tried, server, [
        say('you keep', '간직한 것'),
        say(`${received - sent} bytes of its answers`, `그 답 ${received - sent}바이트`),
      ]);
    if (received >= client.sent || server.status() !== undefined) return false;
    if (server.calls.length === before && (peer.program_end(client)?.unread ?? 0) > 0) return true;
  }
}

/** Every second accept(2) reports that the client has left while it waited. */
async function refused(file: string): Promise<void> {
  const server = program(file, { faults: 'accept,accept4:error=ECONNABORTED:when=1+2' });
  const tried = [say('accept', 'accept'), 'ECONNABORTED | ok | ECONNABORTED | ok'] as const;
  for (let number = 0; number < 2; number++) {
    const client = await peer.connect(server);
    await answers(server, client, [framed(Buffer.from('HELLO'))], 'one-ends-all', tried, 'one-ends-all');
    client.leave();
  }
  server.end();
}

/** A client reads nothing, and resets: nobody takes its answers. */
async function gone_with_answers(server: Program, other: peer.Peer): Promise<void> {
  const slow = await full_client(server);
  slow.reset();
  const reads_nothing = [
    say('a client', '한 쪽'),
    say('sends, reads nothing, resets', '보내고 읽지 않고 RST를 보낸다'),
  ] as const;
  await server.rests();
  await gone(server, 'one-ends-all', reads_nothing);
  await idle(server, 'serves-who-has-gone', reads_nothing);
  await answers(server, other, [framed(Buffer.from('STILL-HERE'))], 'one-ends-all', reads_nothing, 'one-ends-all');
}

/** One client resets, one announces 4 GiB, one ends in the middle of a frame: the others are served. */
async function rude(server: Program, other: peer.Peer): Promise<void> {
  const acts: readonly (readonly [string, (client: peer.Peer) => void])[] = [
    [say('resets the connection', 'RST를 보낸다'), (client) => client.reset()],
    [say('announces 4 GiB', '4 GiB를 알린다'), (client) => client.send(Buffer.from('\xff\xffHELLO', 'latin1'))],
    [say('ends in mid-frame', '프레임 중간에서 끝낸다'), (client) => client.end()],
  ];
  for (const [does, act] of acts) {
    const client = await peer.connect(server);
    client.send(Buffer.from('\xff\xff', 'latin1'));
    await server.rests();
    act(client);
    await server.rests();
    const tried = [say('a client', '한 쪽'), does] as const;
    await gone(server, 'one-ends-all', tried);
    await answers(server, other, [framed(Buffer.from('STILL-HERE'))], 'one-ends-all', tried, 'one-ends-all');
    client.leave();
  }
}
