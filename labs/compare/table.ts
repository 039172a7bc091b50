import { strace } from '../kit/needs.js';
import { chunks, type FirstNo, heedless_bytes } from './facts.js';
import { type Side, sides } from './measure.js';
import { ahead, large, loop_wait, type Results, small } from './results.js';
import { regular } from './trace.js';

export type Row = readonly [what: string, raw: string, net: string];

const unchecked = `unchecked: ${strace.install.replace(/ \(.*/, '')}`;

/** One row for each question, raw beside net. */
export function rows_of({ facts, ratios, loop, memory, traces }: Results): Row[] {
  const both = (what: string, cell: (side: Side) => string): Row => [what, cell('raw'), cell('net')];
  const calls = (end: 'client' | 'server') => (side: Side) => {
    if (traces === undefined) return unchecked;
    const counts = regular(traces[side].per_message[end]);
    return counts.map(([name, n]) => `${round(n)} ${name}`).join(', ');
  };
  return [
    both('syscalls for each message, client', calls('client')),
    both('syscalls for each message, server', calls('server')),
    both('room that a read is given', (side) =>
      traces === undefined ? unchecked : traces[side].room.map(bytes).join(' and '),
    ),
    both('copies of a payload in user space, from the read to its frame', (side) => String(facts[side].copies)),
    [`round trip of ${small} bytes, of raw's`, '1', round(ratios.trip)],
    [
      `time for ${ahead} frames of ${small} bytes, all sent before an answer is read, of raw's`,
      '1',
      round(ratios.ahead),
    ],
    [`throughput of frames of ${large / 1024} KiB, of raw's`, '1', round(ratios.throughput)],
    ...chunks.map((chunk, i) =>
      both(`the first refusal while the peer does not read, in pieces of ${chunk} bytes`, (side) =>
        no(facts[side].first_no[i]),
      ),
    ),
    both(`bytes in user space when the program goes on to ${heedless_bytes >> 20} MiB`, (side) => {
      const { written, kernel, told_by } = facts[side].heedless;
      return written === kernel ? `none: ${told_by}` : `${bytes(written - kernel)}, beyond SIOCOUTQ's sight`;
    }),
    both('TCP_NODELAY of a new connection', (side) => String(facts[side].nodelay)),
    both('answer to a peer that has shut its side down, 6 bytes', (side) =>
      named(facts[side].half_close, (arrived) => `${arrived} arrive`),
    ),
    both('nobody listens', (side) => facts[side].refused.join(', ')),
    both('the peer resets', (side) => facts[side].reset.join(', ')),
    both('the peer closes, and the program writes twice', (side) =>
      named(facts[side].broken_pipe, (told) => told.join(', ')),
    ),
    both('heap for each idle connection of a server', (side) => bytes(memory[side])),
    both(`turns of a timer of 5 ms while an answer takes ${loop_wait} ms`, (side) => {
      const { ticks, delay } = loop[side];
      return `${ticks}${ticks === 0 ? ': the call blocks the loop' : ''}; longest delay ${Math.round(delay)} ms`;
    }),
  ];
}

function no(first: FirstNo | undefined): string {
  if (first === undefined) return '';
  const { told_by, written, kernel, writable_length } = first;
  const held = writable_length === 0 ? '' : `, writableLength ${bytes(writable_length)}`;
  return `${told_by} after ${bytes(written)}, ${bytes(kernel)} of it in the kernel${held}`;
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
