import type { TraceEntry, TraceEvent, TraceWatcher } from './event.js';
import type { OutputLock } from './output-lock.js';
import { prefix, type TextOptions } from './prefix.js';
import { write_whole } from './write.js';

/**
 * Writes lines as strace does: for a call that can block, the beginning before the call and the rest after it. If another thread has written
 * in between, the parts are marked `<unfinished ...>` and `<... recvfrom resumed>`.
 */
export class TextWatcher implements TraceWatcher {
  readonly #fd: number;
  readonly #lock: OutputLock;
  readonly #options: TextOptions;
  readonly #prefix: (entry: TraceEntry, now: number) => string;
  /** The column that the line in progress has reached. */
  #column = 0;
  #gone = false;

  constructor(fd: number, lock: OutputLock, options: TextOptions) {
    this.#fd = fd;
    this.#lock = lock;
    this.#options = options;
    this.#prefix = prefix(options);
  }

  enter(entry: TraceEntry): void {
    if (!entry.blocks) return;
    this.#lock.turn((open) => {
      const text = this.#prefix(entry, entry.start) + entry.begun;
      this.#column = text.length;
      this.#write(unfinished(open) + text);
      return entry.tid;
    });
  }

  exit(event: TraceEvent): void {
    this.#lock.turn((open) => {
      const before = this.#start_of(event, open);
      this.#write(`${before}${this.#rest_of(event)}\n`);
      return 0;
    });
  }

  refused(entry: TraceEntry): void {
    if (!entry.blocks) return;
    this.#lock.turn((open) => {
      if (open === entry.tid) this.#write(') = ? <no call was made>\n');
      return open === entry.tid ? 0 : open;
    });
  }

  /** What must be written before the rest of the line: nothing if the beginning of the line was the last output. */
  #start_of(event: TraceEvent, open: number): string {
    if (open === event.tid) return '';
    const now = event.start + (event.blocks ? event.duration : 0);
    const text = this.#prefix(event, now) + (event.blocks ? `<... ${event.name} resumed>` : event.begun);
    this.#column = text.length;
    return unfinished(open) + text;
  }

  #rest_of(event: TraceEvent): string {
    const { align, duration, where } = this.#options;
    const rest = `${event.call.slice(event.begun.length)} `;
    const padding = ' '.repeat(Math.max(0, align - this.#column - rest.length));
    const took = duration ? ` <${(event.duration / 1000).toFixed(6)}>` : '';
    const site = where && event.where !== undefined ? ` /* ${event.where} */` : '';
    return `${rest}${padding}= ${event.returned}${took}${site}`;
  }

  /** Writes the text. The traced program continues even if that fails. */
  #write(text: string): void {
    if (!this.#gone) this.#gone = write_whole(this.#fd, text) !== undefined;
  }
}

function unfinished(open: number): string {
  return open === 0 ? '' : ' <unfinished ...>\n';
}
