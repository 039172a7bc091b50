// How connections end: in order or not (program.ts), in each of the ways that there are (endings.ts), and for those who listen
// (listeners.ts). The lab is the peer of all of them.
import { setTimeout as sleep } from 'node:timers/promises';
import { close, MSG_DONTWAIT, MSG_NOSIGNAL, recv, send, unwrap } from 'sys-socket';
import type { Bench } from '../kit/bench.js';
import { bars, short } from '../kit/chart.js';
import { grid_figure, grid_lines } from '../kit/grid.js';
import type { Lab } from '../kit/lab.js';
import { connect_to } from '../kit/sockets.js';
import { checks_of, endings, lingering, pipes, sigpipe_under_strace } from './endings.js';
import { restart, staircase } from './listeners.js';
import { small_queue, until } from './peer.js';

const reply = 65536;

const lab: Lab = {
  asks: 'how does a connection end: who is told what, and what is lost?',
  tier: 0,
  twin: { mistake: 'closes with a part of the request unread', diagnosis: 'reply-destroyed' },

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
          law: 'the reply arrives whole, and a FIN behind it, though the request was not read to its end',
          holds: received === reply && end === 'FIN',
          measured: `${received} of ${reply} bytes, then ${end}`,
          otherwise: 'reply-destroyed',
        },
        ...checks_of(cells),
        {
          law: 'close returns at once; with SO_LINGER it sleeps until the peer has the bytes',
          holds: took.plain < hold / 2 && took.lingers > 0.5 * hold,
          measured: `${short(took.plain)} ms, and ${short(took.lingers)} ms; the peer read after ${hold} ms`,
          otherwise: 'does-not-linger',
        },
        ...broken_pipes,
        reused,
        {
          law: 'listen(b) lets b + 1 connections in before the first accept',
          holds: off.length === 0,
          measured: steps.map(({ backlog, established, tried }) => `${backlog}: ${established} of ${tried}`).join(', '),
          otherwise: 'not-the-staircase',
        },
      ],
      conclusion: [
        `${received} of ${reply} bytes of a reply arrived, then ${end}: the server had shut down, and received what was still to come, before it closed.`,
        'close with something unread, or with SO_LINGER 0, sends a RST: the peer reads what it has, then ECONNRESET. The rest is lost.',
        'shutdown(SHUT_WR), receive until 0, close; MSG_NOSIGNAL on each send; SO_REUSEADDR on every listener, from the first one on.',
      ],
      chart: [
        ...grid_lines(cells),
        '',
        ...grid,
        '',
        '  connections before the first accept',
        ...bars(
          steps.map(({ backlog, established }) => ({
            name: `listen ${backlog}`,
            value: established,
            law: backlog + 1,
          })),
        ),
        ...trace,
      ],
      figure: grid_figure(cells, {
        title: "What the peer's calls return, after each way to end the connection",
        rows: 'way',
        columns: "the peer's calls, one after the other",
        marginLeft: 130,
      }),
    };
  },
};
export default lab;

/** Sends a long request to the program, and reads when it has replied: how many bytes come, and what ends them. */
async function refused(bench: Bench, strace?: string) {
  const progress = bench.phase(strace === undefined ? 'a request that is refused early' : 'the same under strace');
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
