import { code_of } from '../../strace/ended.js';
import type { StraceCall, StraceEvent } from '../../strace/event.js';
import type { Output } from '../output.js';
import type { Finding, Format, ProgramEnd } from '../trace/format.js';
import { in_order } from '../trace/merge.js';
import type { Call, Waiting } from '../trace/record.js';
import { Tally } from '../trace/tally.js';
import { findings_of } from './findings.js';
import { type Source, Teller } from './told.js';

export interface ViewOptions {
  readonly format: Format;
  readonly output: Output;
  readonly shows: (call: StraceCall) => boolean;
  readonly frames: boolean;
}

/** Shows traces of strace. */
export class View {
  readonly #options: ViewOptions;
  readonly #teller: Teller;
  readonly #tally = new Tally();
  readonly #waiting: Waiting[] = [];
  readonly #programs: ProgramEnd[] = [];
  readonly #findings: Finding[] = [];

  constructor(options: ViewOptions) {
    this.#options = options;
    this.#teller = new Teller(options);
  }

  /** The call to show; undefined if it is filtered out or has not returned. */
  call(event: StraceEvent, source: Source): Call | undefined {
    if (event.kind !== 'call') return undefined;
    if (!this.#options.shows(event)) {
      this.#teller.pass(event, source);
      return undefined;
    }
    if (!event.unfinished) return this.#teller.call(event, source);
    this.#waiting.push(this.#teller.waiting(event, source));
    return undefined;
  }

  show(call: Call): void {
    this.#tally.add(call);
    this.#options.output.write(this.#options.format.call(call));
  }

  /** Shows calls in order of time. */
  show_all(calls: readonly Call[]): void {
    for (const call of in_order(calls)) this.show(call);
  }

  /** Called after the trace of a program has ended. */
  over(events: readonly StraceEvent[], source: Source, args: readonly string[] = []): void {
    this.#findings.push(...findings_of(events, source));
    const { name, pid } = source;
    const end = end_of(events, pid);
    this.#programs.push({ name, pid, args, ...(end ?? { status: undefined, cut: true }) });
  }

  end(): void {
    const { calls, rows } = this.#tally;
    const { format, output } = this.#options;
    const seen = { calls, rows, waiting: this.#waiting, programs: this.#programs, findings: this.#findings };
    output.write(format.end({ ...seen, nothing: 'no call on a socket was seen: --all shows every call' }));
  }
}

/** The exit status as a shell reports it, and the signal that killed the program. */
function end_of(
  events: readonly StraceEvent[],
  pid: number,
): { status: number; signal: string | undefined } | undefined {
  for (const event of events) {
    if (event.kind === 'exit' && event.superseded_by === undefined && (event.tid ?? pid) === pid)
      return { status: code_of(event), signal: event.signal };
  }
  return undefined;
}
