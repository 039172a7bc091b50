// A connection ends by FIN, by RST, or by a send after the peer is gone. The server must survive all three. Chapter, 0.8.2.
import { constants } from 'node:os';
import { say } from '../language.js';
import { as_line } from '../line.js';
import { catches, looks, open_sockets } from '../process.js';
import { Fault } from './fault.js';
import { begins_a_large_frame } from './lengths.js';
import { spins } from './server.js';
import { closes_all, comes_back, hello, type Subject, serves_the_next, shown, type Trial } from './trial.js';

/** A frame in two parts: the second is sent after the server has read the first and sleeps. */
const [begun, rest] = [hello.subarray(0, 5), hello.subarray(5)];

const in_the_middle: Trial = {
  point: 'lengths',
  name: say('an end in the middle of a frame', '프레임 중간에 끝난다'),
  diagnosis: 'leaks-a-descriptor',
  dies: 'dies-of-an-early-end',
  async run(server) {
    for (const length of [2, 9]) {
      const client = await server.open();
      client.send(hello.subarray(0, length));
      await server.reads(client);
      await server.rests();
      const before = client.waiting;
      client.end();
      const ended = await server.until(
        () => (client.over && server.far_end(client)?.open !== true) || spins(server.calls),
      );
      const sent = `${shown([hello.subarray(0, length)])}, FIN`;
      if (server.status() !== undefined)
        throw new Fault(
          'dies-of-an-early-end',
          sent,
          say('the next client cannot connect', '다음 클라이언트를 받을 서버가 없다'),
        );
      if (client.waiting > before) {
        throw new Fault(
          'takes-the-end-for-success',
          sent,
          say(`${client.waiting - before} bytes came back`, `${client.waiting - before}바이트가 돌아왔다`),
        );
      }
      if (!client.over) {
        if (spins(server.calls))
          throw new Fault('spins-at-the-end', sent, say('recv returned 0 again and again', 'recv가 끝없이 0을 주었다'));
        const diagnosis = ended === undefined ? 'spins-at-the-end' : undefined;
        throw new Fault(diagnosis, sent, say('the server has not closed the connection', '서버가 연결을 닫지 않았다'));
      }
      client.leave();
    }
    await serves_the_next(server, this.name);
  },
};

const with_the_end: Trial = {
  point: 'lengths',
  name: say('a frame and FIN that arrive together', '프레임과 FIN이 함께 와 있을 때'),
  diagnosis: 'loses-the-last-frame',
  async run(server) {
    for (const already of [begun.length, 0]) {
      const client = await server.open();
      client.send(hello.subarray(0, already));
      await server.reads(client);
      await server.stopped(async () => {
        client.send(hello.subarray(already));
        client.end();
        await arrives(server, () => server.far_end(client)?.told_the_end === true);
      });
      await comes_back(server, client, hello, `${shown([hello])}, FIN`);
      client.leave();
    }
  },
};

const resets: Trial = {
  point: 'sigpipe',
  name: say('a reset while the server waits in recv', '서버가 recv에서 기다릴 때 RST'),
  diagnosis: 'dies-of-a-reset',
  async run(server) {
    await server.rests();
    const before = open_sockets(server.pid);
    for (const length of [0, 2, begun.length]) {
      const client = await server.open();
      client.send(hello.subarray(0, length));
      await server.reads(client);
      await server.rests();
      client.reset();
      await server.rests();
    }
    const what = `${shown([begun])}, RST`;
    await serves_the_next(server, what);
    await closes_all(server, before, what);
  },
};

const resets_a_writer: Trial = {
  point: 'sigpipe',
  name: say('a reset while the server is sending', '서버가 쓰고 있을 때 RST'),
  diagnosis: 'dies-of-a-broken-pipe',
  async run(server) {
    const { client, large } = await begins_a_large_frame(server);
    client.pause(); // the answers pile up until the server sleeps in send
    client.send(large.subarray(4));
    for (let i = 1; i < (server.one_frame ? 1 : 16); i += 1) client.send(large);
    await server.rests();
    client.reset();
    await server.rests();
    await serves_the_next(server, this.name);
  },
};

const is_gone: Trial = {
  point: 'sigpipe',
  name: say('a disconnect before the answer is sent', '답을 보낼 때 이미 떠났다'),
  diagnosis: 'dies-of-a-broken-pipe',
  async run(server) {
    await server.rests();
    const before = open_sockets(server.pid);
    for (let i = 0; i < 2; i += 1) {
      await goes_before_the_answer(server);
      await server.rests();
    }
    const what = `${shown([begun, rest])}, FIN, RST`;
    await serves_the_next(server, what);
    await closes_all(server, before, what);
    raises_no_signal(server, what);
  },
};

/** The server receives a whole frame, but its send fails with EPIPE, because FIN and RST have arrived too (tcp_reset() in the kernel). */
async function goes_before_the_answer(server: Subject): Promise<void> {
  const client = await server.open();
  client.send(begun);
  await server.reads(client);
  await server.stopped(async () => {
    client.send(rest);
    client.end();
    await arrives(server, () => server.far_end(client)?.told_the_end === true);
    client.reset();
    await arrives(server, () => server.far_end(client) === undefined);
  });
}

/** Waits without a limit, because segments within this host arrive without an action of the server. */
async function arrives(server: Subject, so: () => boolean): Promise<void> {
  await looks(() => so() || server.status() !== undefined, Number.POSITIVE_INFINITY);
}

const SIGPIPE = constants.signals.SIGPIPE;

/** Node ignores SIGPIPE, so only the flags of the calls show the mistake. Programs with a handler and calls without flags (write) are accepted. */
function raises_no_signal(server: Subject, sent: string): void {
  if (catches(server.pid, SIGPIPE)) return;
  const bare = server.calls.filter(
    ({ name, call, behind = 'TCP' }) =>
      /^send(to|msg|mmsg)$/.test(name) && /^TCP/.test(behind) && !call.includes('MSG_NOSIGNAL'),
  );
  const call = bare.find(({ code }) => code === 'EPIPE') ?? bare[0];
  if (call === undefined) return;
  const signal = `--- SIGPIPE {si_signo=SIGPIPE, si_code=SI_USER, si_pid=${server.pid}, si_uid=${process.getuid?.()}} ---`;
  const line = as_line(call);
  throw new Fault(
    'raises-SIGPIPE',
    sent,
    call.code === 'EPIPE'
      ? say('the kernel raised SIGPIPE with EPIPE', '커널이 EPIPE와 함께 SIGPIPE를 일으켰다')
      : say('no flag prevents SIGPIPE', '커널이 SIGPIPE를 일으키지 못하게 막는 플래그가 없다'),
    call.code === 'EPIPE' ? [line, signal] : [line],
  );
}

export const endings_within: readonly Trial[] = [in_the_middle, with_the_end];
export const endings_of_clients: readonly Trial[] = [resets, resets_a_writer, is_gone];
