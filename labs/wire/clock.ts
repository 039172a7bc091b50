// A process asks for the time of day once and counts on by a stopwatch: that is some microseconds off the kernel's clock, which
// stamps packets, and more on a busy machine. And of a call that blocks, its trace tells when it began and how long it took, but not
// how long telling the first took: it returned then or later, before the next call. Causes come before effects: that says the rest.
import type { Call } from '../kit/call.js';
import type { Segment } from '../kit/packets.js';

/** One end of a connection: the calls of its program, the segments that its kernel sent, and those that came. */
export interface End {
  readonly calls: readonly Call[];
  readonly sent: readonly Segment[];
  readonly came: readonly Segment[];
}

/** How far its clock may be put forward, in seconds, with no effect before its cause: the least of it was taken, `by`. */
export interface Shift {
  readonly low: number;
  readonly high: number;
  readonly by: number;
}

export function on_one_clock({ calls, sent, came }: End): { readonly calls: readonly Call[]; readonly shift: Shift } {
  const first = (name: RegExp, test: (call: Call) => boolean = () => true) =>
    calls.find((call) => name.test(call.name) && test(call));
  const connect = first(/^connect$/);
  const data = ({ length }: Segment) => length > 0;
  const fin = ({ flags }: Segment) => flags.includes('FIN');
  const plain = (flags: string) => (segment: Segment) => segment.flags === flags && segment.length === 0;
  // A call begins before the segment that it sends, and returns after the one that it waits for.
  const causes: Pair[] = [
    ...(connect ? [[connect, sent.find(plain('SYN'))] as const] : []),
    [first(/^send/), sent.find(data)],
    [first(/^close$/), sent.find(fin)],
  ];
  const effects: Pair[] = [
    connect ? [connect, came.find(plain('SYN+ACK'))] : [first(/^accept/), came.find(plain('ACK'))],
    [first(/^recv/, ({ result }) => result > 0), came.find(data)],
    ...(connect ? [] : [[first(/^recv/, ({ result }) => result === 0), came.find(fin)] as const]),
  ];
  const next = (call: Call | undefined) => (call === undefined ? undefined : calls[calls.indexOf(call) + 1]);
  const high = Math.min(...causes.map(([call, segment]) => from(call, segment)));
  const low = Math.max(...effects.map(([call, segment]) => from(next(call), segment)));
  const by = low <= high ? Math.min(Math.max(0, low), high) : 0;
  const moved = calls.map((call) => {
    const [, segment] = effects.find(([waiting]) => waiting === call) ?? [];
    return { ...call, time: call.time + by, duration: Math.max(call.duration, segment ? from(call, segment) - by : 0) };
  });
  return { calls: moved, shift: { low, high, by } };
}

type Pair = readonly [Call | undefined, Segment | undefined];

/** From the beginning of a call to a segment: NaN when one of them is not there. */
function from(call: Call | undefined, segment: Segment | undefined): number {
  return (segment?.time ?? Number.NaN) - (call?.time ?? Number.NaN);
}
