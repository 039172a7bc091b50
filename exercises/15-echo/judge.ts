import { exercise, type Program, peer, program, rule, say, shown_bytes, wrong } from 'sys-socket/learn';

type Row = readonly [string, string];
type Peer = peer.Peer;

const framed = (payload: Uint8Array) => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(payload.length);
  return Buffer.concat([header, payload]);
};
const hello = framed(Buffer.from('HELLO-WORLD'));
const does = (text: string, korean: string): Row => [say('a client', '클라이언트'), say(text, korean)];

export default exercise({
  section: '0.5',
  minutes: 25,
  pages: ['accept(2)', 'recv(2)', 'send(2)'],
  lab: 'checklist',
  forbids: ['recv_frame', 'recv_frame_into', 'send_frame', 'FrameDecoder', 'FrameReader'],
  async judge(bench) {
    const server = program(bench.file);
    await server.port();
    const alone = server.sockets();
    await conversation(server);
    await closed(server, alone);
    if (await peer.open_to_everybody(server)) wrong('open-to-everybody', server);
    await in_pieces(server);
    await lengths(server);
    await rude(server);
    const flags = rule('sends_without_sigpipe', server.calls);
    if (flags !== undefined) wrong('raises-SIGPIPE', flags);
    await closed(server, alone);
    server.end();
    await faulty(bench.file);
  },
});

/** No more sockets are open than before the first client. */
async function closed(server: Program, alone: number): Promise<void> {
  if (
    await server.until(
      () => server.sockets() <= alone,
      () => true,
    )
  )
    return; // they have left, and the server sleeps
  const open = server.sockets() - alone;
  wrong('leaks-a-descriptor', server, [
    say('open sockets', '열린 소켓'),
    say(`${open} more than before`, `전보다 ${open}개 많다`),
  ]);
}

/** The bytes that a client sends must come back. Undefined if they did; otherwise the bytes that came. */
async function asked(server: Program, client: Peer, pieces: readonly Uint8Array[]): Promise<Row | undefined> {
  const wanted = Buffer.concat(pieces);
  const last = pieces.length - 1;
  await peer.in_lock_step(server, client, pieces.slice(0, last));
  client.send(pieces[last] ?? Buffer.alloc(0));
  const came = await peer.receive(server, client, wanted.length);
  if (came.equals(wanted)) return undefined;
  await server.rests();
  const over = client.over ? say('; closed', '. 닫힘') : '';
  return [say('came back', '돌아온 것'), `${shown_bytes(came) || say('(nothing)', '(없음)')}${over}`];
}

async function must(server: Program, client: Peer, pieces: readonly Uint8Array[], diagnosis: string): Promise<void> {
  const came = await asked(server, client, pieces);
  if (came === undefined) return;
  await running(server, diagnosis, peer.pieces_row(pieces));
  wrong(diagnosis, peer.pieces_row(pieces), came, server);
}

/** Gives a server that has ended its diagnosis. */
async function running(server: Program, diagnosis: string, tried: Row): Promise<void> {
  await server.rests();
  if (server.status() === undefined) return;
  await server.ended(diagnosis);
  wrong(diagnosis, tried, server);
}

/** One client with two frames, and another client after it. */
async function conversation(server: Program): Promise<void> {
  const client = await peer.connect(server);
  const came = await asked(server, client, [hello]);
  if (came !== undefined) {
    await running(server, 'throws', does('sends one frame', '프레임 하나를 보낸다'));
    wrong(came[1].startsWith('(') ? 'no-answer' : 'other-bytes', peer.pieces_row([hello]), came, server);
  }
  await must(server, client, [framed(Buffer.from('AGAIN'))], 'one-frame-a-connection');
  await bye(server, client);
  const tried = does('the second one; the first has gone', '두 번째. 첫째는 갔다');
  await running(server, 'serves-one', tried);
  const next = await peer.connect(server);
  const later = await asked(server, next, [hello]);
  if (later !== undefined) {
    await running(server, 'serves-one', tried);
    wrong('serves-one', tried, later, server);
  }
  await bye(server, next);
}

async function in_pieces(server: Program): Promise<void> {
  const client = await peer.connect(server);
  for (const cuts of [[6], [2], [2, 4, 9]]) await must(server, client, cut(hello, cuts), 'trusts-one-call');
  await must(server, client, [Buffer.concat([hello, framed(Buffer.from('TWO')), hello])], 'takes-what-is-not-yours');
  await must(server, client, [framed(Buffer.alloc(0)), hello], 'empty-is-not-the-end');
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  await must(server, client, [framed(bytes)], 'takes-bytes-for-text');
  await must(server, client, cut(framed(Buffer.from('소켓')), [5]), 'takes-bytes-for-text');
  await must(server, client, [framed(Buffer.alloc(300, 'x'))], 'other-bytes'); // two bytes of its length are not 0
  await bye(server, client);
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  return [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length));
}

/** The longest frame that is allowed, and two that are too long: their connections are closed, and nothing waits for their bytes. */
async function lengths(server: Program): Promise<void> {
  const client = await peer.connect(server);
  await must(server, client, [framed(Buffer.alloc(1 << 20, 'ABC'))], 'cap-is-allowed');
  await bye(server, client);
  for (const header of ['\x00\x10\x00\x01', '\xff\xff\xff\xff']) {
    const stranger = await peer.connect(server);
    stranger.send(Buffer.from(header, 'latin1'));
    const tried = does(
      `announces ${Buffer.from(header, 'latin1').readUInt32BE()} bytes`,
      `${Buffer.from(header, 'latin1').readUInt32BE()}바이트를 알린다`,
    );
    const closed = await server.until(
      () => stranger.over,
      () => peer.all_came(stranger),
    );
    await running(server, 'believes-any-length', tried);
    if (!closed) wrong('believes-any-length', tried, server);
    stranger.leave();
  }
}

/** One client resets, one ends in the middle of a frame, one does not wait for its answer. The next client is served. */
async function rude(server: Program): Promise<void> {
  const acts: readonly (readonly [Row, Buffer, (client: Peer) => void])[] = [
    [does('resets in the middle', '중간에 RST를 보낸다'), hello.subarray(0, 7), (client) => client.reset()],
    [does('ends in the middle', '중간에서 끝낸다'), hello.subarray(0, 7), (client) => client.end()],
    [
      does('sends, and resets', '보내고 RST를 보낸다'),
      Buffer.concat(Array.from({ length: 40 }, () => hello)),
      (client) => client.reset(),
    ],
  ];
  for (const [tried, bytes, act] of acts) {
    const client = await peer.connect(server);
    client.send(bytes);
    await server.rests();
    act(client);
    await running(server, 'one-ends-all', tried);
    client.leave();
    const next = await peer.connect(server);
    const came = await asked(server, next, [hello]);
    if (came !== undefined)
      wrong(rule('never_calls_after_eof', server.calls) ? 'spins-at-the-end' : 'one-ends-all', tried, came, server);
    await bye(server, next);
  }
}

/** Leaves when the server has received the end. */
async function bye(server: Program, client: Peer): Promise<void> {
  client.end();
  const rests = await server.rests();
  const spins = rests ? undefined : rule('never_calls_after_eof', server.calls);
  if (spins !== undefined) wrong('spins-at-the-end', does('has ended', '끝냈다'), spins);
  client.leave();
}

/** The kernel moves few bytes at a time, and signals interrupt the calls. */
async function faulty(file: string): Promise<void> {
  const receives = 'recvfrom,recvmsg,read,readv';
  const sends = 'sendto,sendmsg,write,writev';
  const faults: readonly (readonly [rules: string, diagnosis: string, Row])[] = [
    [
      `${receives},${sends}:short=3`,
      'trusts-one-call',
      [say('the kernel', '커널'), say('moves at most 3 bytes a call', '한 번에 많아야 3바이트를 옮긴다')],
    ],
    [
      `${receives},${sends},accept,accept4,poll,epoll_wait:error=EINTR:when=1+2`,
      'gives-up-on-EINTR',
      [say('signals', '시그널'), say('interrupt every second call', '호출 둘에 하나를 중단시킨다')],
    ],
  ];
  for (const [rules, diagnosis, tried] of faults) {
    const server = program(file, { faults: rules });
    const client = await peer.connect(server);
    for (let time = 0; time < 2; time++) {
      const came = await asked(server, client, [hello]);
      if (came === undefined) continue;
      await running(server, diagnosis, tried);
      wrong(diagnosis, tried, came, server);
    }
    client.leave();
    server.end();
  }
}
