import { readFileSync } from 'node:fs';
import { number_of, parse_strace, type StraceCall } from 'sys-socket/strace';

export interface Line {
  readonly end: 'client' | 'server';
  /** Milliseconds since the client began to send. */
  readonly at: number;
  readonly call: StraceCall;
}

export interface Traced {
  /** The calls of both main threads in the order of one clock, for one exchange. */
  readonly one: readonly Line[];
  /** How many bytes the server's reads asked for. */
  readonly room: readonly number[];
  /** By name, on each end: how many for each exchange. */
  readonly per_message: Readonly<Record<Line['end'], Readonly<Record<string, number>>>>;
}

/** The calls from one exchange to the one `count` later. The client sends with one call for header and payload. */
export function traced(server: string, client: string, from: number, count: number): Traced {
  const all = [...calls_of(server, 'server'), ...calls_of(client, 'client')].sort((a, b) => a.at - b.at);
  const sends = all.filter(({ end, call }) => end === 'client' && /^(sendmsg|writev)$/.test(call.name));
  const within = (first: number, last: number) => {
    const [begin, stop] = [sends[first]?.at, sends[last]?.at];
    if (begin === undefined || stop === undefined) throw new Error(`the trace has ${sends.length} sends only`);
    return all.filter(({ at }) => at >= begin && at < stop).map((line) => ({ ...line, at: line.at - begin }));
  };
  const lines = within(from, from + count);
  const middle = from + Math.floor(count / 2);
  const one = within(middle, middle + 1);
  const reads = lines.filter(({ end, call }) => end === 'server' && /^(read|recvfrom)$/.test(call.name));
  const sizes = new Set(reads.map(({ call }) => number_of(call.args[2]) ?? 0));
  return {
    one,
    room: [...sizes].sort((a, b) => a - b),
    per_message: { client: tally('client'), server: tally('server') },
  };

  function tally(end: Line['end']): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { call } of lines.filter((line) => line.end === end)) counts[call.name] = (counts[call.name] ?? 0) + 1;
    return Object.fromEntries(
      Object.entries(counts)
        .map(([name, n]) => [name, n / count] as const)
        .sort(([, a], [, b]) => b - a),
    );
  }
}

/** Those that come with the messages: V8's own, for memory or to wake a thread, come now and then. */
export function regular(per_message: Readonly<Record<string, number>>): (readonly [name: string, calls: number])[] {
  return Object.entries(per_message).filter(([, calls]) => calls >= 0.05);
}

function calls_of(file: string, end: Line['end']): Line[] {
  const events = [...parse_strace(readFileSync(file, 'utf8'))];
  return events.flatMap((event) =>
    event.kind === 'call' && event.start !== undefined ? [{ end, at: event.start, call: event }] : [],
  );
}

/** One exchange, the client on the left and the server on the right. */
export function aligned({ one }: Traced): string {
  const rows = one.map(({ end, at, call }) => {
    const text = call.line.replace(/ {2,}/g, ' ');
    const width = 62;
    const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    return `${(at * 1000).toFixed(0).padStart(6)} µs  ${end === 'client' ? cut : `${' '.repeat(width + 2)}${cut}`}`;
  });
  return `${''.padStart(9)}  ${'client'.padEnd(64)}server\n${rows.join('\n')}\n`;
}
