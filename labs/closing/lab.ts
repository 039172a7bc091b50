// How connections end: in order or not (program.ts), in each of the ways that there are (endings.ts), and for those who listen
// (listeners.ts). The lab is the peer of all of them.
import { setTimeout as sleep } from 'node:timers/promises';
import { close, MSG_DONTWAIT, MSG_NOSIGNAL, recv, send, unwrap } from 'sys-socket';
import { say } from '../../src/learn/language.js';
import type { Bench } from '../kit/bench.js';
import { bars, short } from '../kit/chart.js';
import { grid_lines } from '../kit/grid.js';
import type { Lab } from '../kit/lab.js';
import { connect_to } from '../kit/sockets.js';
import { checks_of, endings, lingering, pipes, sigpipe_under_strace } from './endings.js';
import { figures_of } from './figure.js';
import { restart, staircase } from './listeners.js';
import { small_queue, until } from './peer.js';

const reply = 65536;

const lab: Lab = {
  asks: say(
    'how does a connection end: what does each side see, and what is lost?',
    '연결은 어떻게 끝나는가: 누가 무엇을 알게 되고, 무엇을 잃는가?',
  ),
  section: '0.6.3',
  tier: 0,
  twin: {
    mistake: say('closes while a part of the request is unread', '요청을 다 읽지 않고 닫는다'),
    diagnosis: 'reply-destroyed',
  },

  async experiment(bench) {
    const hold = bench.pick(500, 250);
    const { received, end } = await refused(bench);
    const cells = await endings(bench);
    const broken_pipes = await pipes(bench);
    const took = await lingering(bench, hold);
    const { check: reused, lines: grid } = await restart(bench);
    const steps = await staircase(bench);
    const trace = await under_strace(bench);
    const off = steps.filter(({ backlog, established }) => established !== backlog + 1);
    return {
      checks: [
        {
          law: say(
            'the whole reply arrives, followed by a FIN, although the server did not need the whole request',
            '요청을 끝까지 읽지 않았어도 응답은 온전히 도착하고, 그 뒤에 FIN이 온다',
          ),
          holds: received === reply && end === 'FIN',
          measured: say(
            `${received} of ${reply} bytes, then ${end}`,
            `${reply}바이트 가운데 ${received}바이트, 그다음 ${end}`,
          ),
          otherwise: 'reply-destroyed',
        },
        ...checks_of(cells),
        {
          law: say(
            'close returns at once; with SO_LINGER it sleeps until the peer has received the bytes',
            'close는 바로 반환된다. SO_LINGER가 있으면 상대에게 바이트가 갈 때까지 잔다',
          ),
          holds: took.plain < hold / 2 && took.lingers > 0.5 * hold,
          measured: say(
            `${short(took.plain)} ms and ${short(took.lingers)} ms; the peer read after ${hold} ms`,
            `${short(took.plain)} ms, 그리고 ${short(took.lingers)} ms. 상대는 ${hold} ms 뒤에 읽었다`,
          ),
          otherwise: 'does-not-linger',
        },
        ...broken_pipes,
        reused,
        {
          law: say(
            'listen(b) lets b + 1 connections in before the first accept',
            'listen(b)는 첫 accept 전에 연결 b + 1개를 들여보낸다',
          ),
          holds: off.length === 0,
          measured: steps
            .map(({ backlog, established, tried }) =>
              say(`${backlog}: ${established} of ${tried}`, `${backlog}: ${tried}개 가운데 ${established}개`),
            )
            .join(', '),
          otherwise: 'not-the-staircase',
        },
      ],
      conclusion: [
        say(
          `${received} of ${reply} bytes of a reply arrived, then ${end}: the server called shutdown and received the rest of the request before it closed.`,
          `응답 ${reply}바이트 가운데 ${received}바이트가 도착했고, 그다음은 ${end}: 서버는 닫기 전에 shutdown하고 아직 올 것을 다 받았다.`,
        ),
        say(
          'close with unread data, or with SO_LINGER 0, sends a RST: the peer reads what has arrived, then gets ECONNRESET. The rest is lost.',
          '읽지 않은 것이 있거나 SO_LINGER가 0이면 close는 RST를 보낸다: 상대는 이미 가진 것을 읽고, 그다음은 ECONNRESET이다. 나머지는 잃는다.',
        ),
        say(
          'Call shutdown(SHUT_WR), receive until 0, then close; use MSG_NOSIGNAL on each send, and SO_REUSEADDR on every listener, including the first.',
          'shutdown(SHUT_WR), 0이 올 때까지 받기, close. send마다 MSG_NOSIGNAL. SO_REUSEADDR은 첫 리스너부터 모든 리스너에.',
        ),
      ],
      chart: [
        ...grid_lines(cells),
        '',
        ...grid,
        '',
        say('  connections before the first accept', '  첫 accept 전의 연결'),
        ...bars(
          steps.map(({ backlog, established }) => ({
            name: `listen ${backlog}`,
            value: established,
            law: backlog + 1,
          })),
        ),
        ...trace,
      ],
      figure: figures_of(cells, { received, end }, reply, steps),
    };
  },
};
export default lab;

/** Sends a long request to the program, and reads when it has replied: how many bytes come, and what ends them. */
async function refused(bench: Bench, strace?: string) {
  const progress = bench.phase(
    strace === undefined
      ? say('a request that is refused early', '일찍 거절되는 요청')
      : say('the same under strace', '같은 일을 strace 아래에서'),
  );
  const program = bench.start({ args: [String(reply)], strace });
  const port = await program.port();
  const fd = connect_to(port, small_queue);
  unwrap(send(fd, Buffer.alloc(32768), MSG_NOSIGNAL | MSG_DONTWAIT));
  await program.says(/^replied$/);
  await sleep(100);
  const room = Buffer.alloc(1 << 16);
  let received = 0;
  let end = 'nothing';
  await until(() => {
    const got = recv(fd, room, MSG_DONTWAIT);
    if (got.ok) received += got.value;
    if (got.ok ? got.value === 0 : got.error.code !== 'EAGAIN') end = got.ok ? 'FIN' : got.error.code;
    return end !== 'nothing';
  }, 5000);
  unwrap(close(fd));
  await program.ended();
  progress(1);
  return { received, end };
}

async function under_strace(bench: Bench): Promise<string[]> {
  const stop_capture = await bench.capture(128);
  await refused(bench, bench.strace);
  const lines = await sigpipe_under_strace(bench);
  await stop_capture();
  return lines;
}
