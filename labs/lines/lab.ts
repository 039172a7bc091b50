// Two clients send lines. First each on a connection of its own; then both on one that they share: in turns, with one send a line and
// with two, and at the same time.

import { say } from '../../src/learn/language.js';
import { bars } from '../kit/chart.js';
import type { Check, Lab } from '../kit/lab.js';
import { in_turns, on_their_own, under_strace } from './clients.js';
import { figures_of } from './figure.js';
import { together } from './together.js';

const lab: Lab = {
  asks: say(
    'does one read return one line, and what if two clients share a connection?',
    '읽기 한 번이 한 줄인가? 클라이언트 둘이 연결 하나를 나누어 쓰면?',
  ),
  section: '0.8.1',
  tier: 0,
  twin: {
    mistake: say('treats one read as one line', '읽기 한 번이 준 것을 한 줄로 여긴다'),
    diagnosis: 'reads-are-not-lines',
  },

  async experiment(bench) {
    const each = bench.pick(2000, 400);
    const apart = await on_their_own(bench, each);
    const whole = await in_turns(bench, each, 1);
    const halves = await in_turns(bench, each, 2);
    const one = await together(bench, 1, each);
    const two = await together(bench, 2, each);
    const { exact, merged, torn } = apart.reads;
    const reads = exact + merged + torn;
    await under_strace(bench);
    const sent = 2 * each;
    const fates = [
      { name: say('one connection each', '각자의 연결'), sent, whole: apart.right, all: true },
      {
        name: say('shared, in turns, one send per line', '나눈 연결, 번갈아, 한 줄에 send 한 번'),
        sent,
        whole: whole.right,
        all: true,
      },
      {
        name: say('shared, in turns, two sends per line', '나눈 연결, 번갈아, 한 줄에 send 두 번'),
        sent,
        whole: halves.intact,
        all: false,
      },
      { name: say('shared, full buffer, one writer', '나눈 연결, 가득 참, 쓰는 쪽 하나'), ...one, all: true },
      { name: say('shared, full buffer, two at once', '나눈 연결, 가득 참, 둘이 동시에'), ...two, all: false },
    ];
    return {
      checks: [
        restored(
          say('two connections: every line arrives, in order', '연결 둘: 모든 줄을 순서대로'),
          sent,
          apart.right,
          apart.said,
        ),
        {
          law: say('reads are not lines', '읽기는 줄이 아니다'),
          holds: exact < sent && merged > 0,
          measured: say(
            `${reads} reads for ${sent} lines: ${exact} exact, ${merged} merged, ${torn} torn`,
            `${sent}줄에 읽기 ${reads}번: exact ${exact}, merged ${merged}, torn ${torn}`,
          ),
          otherwise: 'reads-are-lines',
        },
        restored(
          say(
            'a shared connection, in turns, one send per line: every line arrives, in order for each writer',
            '나누어 쓰는 연결, 번갈아, 한 줄에 send 한 번: 모든 줄을, 쓰는 쪽마다 순서대로',
          ),
          sent,
          whole.right,
          whole.said,
        ),
        {
          law: say(
            'a shared connection, in turns, two sends per line: the halves mix, and no parser can separate them',
            '나누어 쓰는 연결, 번갈아, 한 줄에 send 두 번: 반쪽들이 뒤섞이고, 어떤 파서도 가려내지 못한다',
          ),
          holds: halves.intact < sent,
          measured: say(
            `${sent - halves.intact} of ${sent} lines lost`,
            `${sent}줄 가운데 ${sent - halves.intact}줄을 잃음`,
          ),
          otherwise: 'halves-do-not-mix',
        },
        {
          law: say(
            'two writers at once, a full buffer: even a line sent with one send is torn',
            '둘이 동시에, 가득 찬 버퍼: send 한 번에 보낸 줄도 찢어진다',
          ),
          holds: two.whole < two.sent,
          measured: say(
            `${two.sent - two.whole} of ${two.sent} lines torn`,
            `${two.sent}줄 가운데 ${two.sent - two.whole}줄이 찢어짐`,
          ),
          otherwise: 'sends-are-not-parted',
        },
        {
          law: say(
            'one writer for both, a full buffer: every line arrives whole',
            '한 쪽이 도맡아 쓰면, 가득 찬 버퍼에서도 모든 줄이 온전하다',
          ),
          holds: one.whole === one.sent,
          measured: say(`${one.whole} of ${one.sent}`, `${one.sent}줄 가운데 ${one.whole}줄`),
          otherwise: 'one-writer-tears-lines',
        },
      ],
      conclusion: [
        say(
          `${sent} lines arrived in ${reads} reads, of which ${exact} were exactly one line; the parser restored ${apart.right} lines.`,
          `${sent}줄이 읽기 ${reads}번에 나뉘어 왔고, 그중 ${exact}번만 정확히 한 줄이었다. 파서는 ${apart.right}줄을 복원했다.`,
        ),
        say(
          `On a shared connection, two sends per line lost ${sent - halves.intact} of ${sent} lines; with a full buffer, two writers at once tore ${two.sent - two.whole} lines that were one send each.`,
          `나누어 쓰는 연결에서 한 줄에 send 두 번이면 ${sent}줄 가운데 ${sent - halves.intact}줄을 잃었다. 버퍼가 가득 차면, 둘이 동시에 쓸 때 send 한 번짜리 줄도 ${two.sent - two.whole}줄이 찢어졌다.`,
        ),
        say(
          'For each connection, keep the bytes after the last newline; and allow only one writer per connection, or use a lock.',
          '마지막 개행 뒤에 남은 것을 연결마다 간직하라. 그리고 연결 하나에는 쓰는 쪽을 하나만 두거나, 잠금을 하나 두라.',
        ),
      ],
      chart: [
        say(`  ${reads} reads for ${sent} lines`, `  ${sent}줄에 읽기 ${reads}번`),
        ...bars(Object.entries(apart.reads).map(([name, value]) => ({ name, value }))),
        say('  lines that arrived whole', '  온전히 나온 줄'),
        ...bars(fates.map(({ name, whole, sent, all }) => ({ name, value: whole, ...(all && { law: sent }) }))),
      ],
      figure: figures_of(apart.reads, sent, fates),
    };
  },
};
export default lab;

function restored(law: string, sent: number, right: number, said: number): Check {
  const measured = say(
    `${right} of ${sent}, and ${said - right} that were never sent`,
    `${sent}줄 가운데 ${right}줄, 아무도 보내지 않은 것 ${said - right}줄`,
  );
  return { law, holds: right === sent && said === sent, measured, otherwise: 'reads-are-not-lines' };
}
