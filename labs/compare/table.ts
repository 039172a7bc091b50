import { say } from '../../src/learn/language.js';
import { strace } from '../kit/needs.js';
import { chunks, type FirstNo, heedless_bytes } from './facts.js';
import { type Side, sides } from './measure.js';
import { ahead, large, loop_wait, type Results, small } from './results.js';
import { regular } from './trace.js';

export type Row = readonly [what: string, raw: string, net: string];

const unchecked = `${say('unchecked', '확인하지 못함')}: ${strace.install.replace(/ \(.*/, '')}`;

/** One row for each question, raw beside net. */
export function rows_of({ facts, ratios, loop, memory, traces }: Results): Row[] {
  const both = (what: string, cell: (side: Side) => string): Row => [what, cell('raw'), cell('net')];
  const calls = (end: 'client' | 'server') => (side: Side) => {
    if (traces === undefined) return unchecked;
    const counts = regular(traces[side].per_message[end]);
    return counts.map(([name, n]) => `${round(n)} ${name}`).join(', ');
  };
  return [
    both(say('syscalls per message, client', '메시지 하나의 시스템 콜, 클라이언트'), calls('client')),
    both(say('syscalls per message, server', '메시지 하나의 시스템 콜, 서버'), calls('server')),
    both(say('buffer size of a read', '읽기 한 번에 주는 자리'), (side) =>
      traces === undefined ? unchecked : traces[side].room.map(bytes).join(say(' and ', '와 ')),
    ),
    both(
      say(
        'copies of a payload of 1 KiB in user space, from the read to its frame',
        '읽기에서 프레임까지 사용자 공간에서 1 KiB 페이로드를 복사하는 횟수',
      ),
      (side) => String(facts[side].copies),
    ),
    [
      say(`round trip of ${small} bytes, relative to raw`, `${small}바이트의 왕복 시간, raw의 배수`),
      '1',
      round(ratios.trip),
    ],
    [
      say(
        `time for ${ahead} frames of ${small} bytes, all sent before an answer is read, relative to raw`,
        `${small}바이트 프레임 ${ahead}개를 답을 읽기 전에 모두 보낼 때 걸리는 시간, raw의 배수`,
      ),
      '1',
      round(ratios.ahead),
    ],
    [
      say(
        `throughput of frames of ${large / 1024} KiB, relative to raw`,
        `${large / 1024} KiB 프레임의 처리량, raw의 배수`,
      ),
      '1',
      round(ratios.throughput),
    ],
    ...chunks.map((chunk, i) =>
      both(
        say(
          `first refusal while the peer does not read, sending pieces of ${chunk} bytes`,
          `상대가 읽지 않는 동안 ${chunk}바이트씩 보낼 때의 첫 거절`,
        ),
        (side) => no(facts[side].first_no[i]),
      ),
    ),
    both(
      say(
        `bytes in user space if the program goes on to ${heedless_bytes >> 20} MiB`,
        `프로그램이 ${heedless_bytes >> 20} MiB까지 계속 보낼 때 사용자 공간에 남는 바이트`,
      ),
      (side) => {
        const { written, kernel, told_by } = facts[side].heedless;
        if (written === kernel) return say(`none: ${told_by}`, `없음: ${told_by}`);
        const held = bytes(written - kernel);
        return say(`${held}, not seen by SIOCOUTQ`, `${held}, SIOCOUTQ에는 보이지 않는다`);
      },
    ),
    both(say('TCP_NODELAY of a new connection', '새 연결의 TCP_NODELAY'), (side) => String(facts[side].nodelay)),
    both(
      say(
        'answer of 6 bytes to a peer that has shut down its side',
        '자기 쪽을 닫은(shutdown) 상대에게 보내는 답, 6바이트',
      ),
      (side) => named(facts[side].half_close, (arrived) => say(`${arrived} arrive`, `${arrived}바이트가 도착한다`)),
    ),
    both(say('no listener', '듣는 프로그램이 없다'), (side) => facts[side].refused.join(', ')),
    both(say('the peer resets', '상대가 연결을 리셋한다'), (side) => facts[side].reset.join(', ')),
    both(say('the peer closes, and the program writes twice', '상대가 닫은 뒤에 프로그램이 두 번 쓴다'), (side) =>
      named(facts[side].broken_pipe, (told) => told.join(', ')),
    ),
    both(say('heap per idle connection of a server', '서버에서 쉬는 연결 하나가 쓰는 힙'), (side) =>
      bytes(memory[side]),
    ),
    both(
      say(
        `runs of a 5 ms timer while an answer takes ${loop_wait} ms`,
        `답에 ${loop_wait} ms가 걸리는 동안 5 ms 타이머가 돈 횟수`,
      ),
      (side) => {
        const { ticks, delay } = loop[side];
        const blocked = ticks === 0 ? say(': the call blocks the loop', ': 호출이 이벤트 루프를 막는다') : '';
        const longest = Math.round(delay);
        return `${ticks}${blocked}; ${say(`longest delay ${longest} ms`, `가장 긴 지연 ${longest} ms`)}`;
      },
    ),
  ];
}

function no(first: FirstNo | undefined): string {
  if (first === undefined) return '';
  const { told_by, written, kernel, writable_length } = first;
  const held = writable_length === 0 ? '' : `, writableLength ${bytes(writable_length)}`;
  const [all, part] = [bytes(written), bytes(kernel)];
  return `${say(`${told_by} after ${all}, ${part} of it in the kernel`, `${all}를 쓴 뒤 ${told_by}, 그 가운데 ${part}는 커널에 있다`)}${held}`;
}

function named<T>(by_option: Readonly<Record<string, T>>, cell: (value: T) => string): string {
  return Object.entries(by_option)
    .map(([option, value]) => (option === 'default' ? cell(value) : `${option}: ${cell(value)}`))
    .join('; ');
}

export function round(n: number): string {
  return n.toFixed(2).replace(/\.?0+$/, '');
}

export function bytes(n: number): string {
  if (Math.abs(n) < 1024) return `${Math.round(n)} B`;
  return Math.abs(n) < 1 << 20 ? `${(n / 1024).toFixed(1)} KiB` : `${(n / (1 << 20)).toFixed(2)} MiB`;
}

const markers = ['<!-- npm run compare -->', '<!-- /npm run compare -->'] as const;

/** The page with the table between its two markers. */
export function with_table(page: string, results: Results): string {
  const [begin, end] = markers.map((marker) => page.indexOf(marker));
  if (begin === undefined || end === undefined || begin < 0 || end < begin) {
    throw new Error(`the page has not ${markers.join(' and ')}`);
  }
  const lines = [['', ...sides], ['---', '---', '---'], ...rows_of(results)].map((cells) => `| ${cells.join(' | ')} |`);
  const where = Object.entries(results.machine).map(([name, value]) => `${name} ${value}`);
  return `${page.slice(0, begin + markers[0].length)}\n${lines.join('\n')}\n\nMeasured on ${where.join(', ')}.\n${page.slice(end)}`;
}
