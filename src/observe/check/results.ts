import { inspect } from 'node:util';
import { explain } from '../../explain/explain.js';
import type { ErrorValue, Result } from '../../result.js';
import { caller } from '../where.js';
import type { Seen, Short, Tell } from './seen.js';
import { call_text } from './seen.js';

/** A Result that the program should read. */
interface Watched {
  /** Reports the finding if the Result is never read. */
  readonly report: () => void;
}

type Some = Result<unknown, ErrorValue>;

/**
 * Watches Results for errors whose `ok` is never read, and short counts whose `value` is never read. A Result that needs no watching is
 * returned unchanged. A watched Result is replaced by an object with the same fields, which records when they are read.
 */
export class Results {
  readonly #tell: Tell;
  readonly #last: () => Seen | undefined;
  readonly #unread = new Set<Watched>();
  readonly #collected = new FinalizationRegistry<Watched>((watched) => this.#judge(watched));
  readonly #shorts = new WeakMap<object, Short>();

  /** @param last returns the call that was just made, and undefined after that */
  constructor(tell: Tell, last: () => Seen | undefined) {
    this.#tell = tell;
    this.#last = last;
  }

  /** Called for each new Result. @returns the Result for the program */
  made<R>(result: R & Some): R {
    const seen = this.#last();
    if (seen?.found) return result;
    if (!result.ok) return this.#refusal(result, seen);
    const { short } = seen ?? {};
    if (seen === undefined || short === undefined) return result;
    if (typeof result.value === 'number' && result.value !== seen.result) return result;
    return this.#short(result, seen, short);
  }

  /** Called after unwrap has read the value. */
  unwrapped(result: object): void {
    const short = this.#shorts.get(result);
    if (short?.used === 'read') short.used = 'unwrapped';
  }

  /** Reports the Results that have not been read. */
  end(): void {
    for (const watched of [...this.#unread]) this.#judge(watched);
  }

  #judge(watched: Watched): void {
    if (this.#unread.delete(watched)) watched.report();
  }

  #refusal<R>(result: R & Some & { ok: false }, seen: Seen | undefined): R {
    const { error } = result;
    const site = settled(seen?.site ?? caller());
    const watched: Watched = {
      report: () => {
        const { code, syscall } = error;
        const about =
          seen === undefined ? `${syscall ?? 'a call'}()` : call_text({ name: syscall ?? seen.name, fd: seen.fd });
        this.#tell(
          { site: site.where },
          {
            kind: 'unread-refusal',
            message: `${about} failed with ${code}, and the program never checked its Result`,
            causes: [],
            ...(seen?.fd === undefined ? {} : { fd: seen.fd }),
            code,
            explanation: explain({ syscall, code }).text,
          },
        );
      },
    };
    const read = () => this.#unread.delete(watched);
    this.#unread.add(watched);
    site.when(() => this.#unread.has(watched));
    return this.#stands_for(result, watched, { ok: read, error: read });
  }

  #short<R>(result: R & Some, seen: Seen, short: Short): R {
    short.used = 'never';
    const watched: Watched = {
      report: () => {
        if (short.done || short.used !== 'never') return;
        short.done = true;
        this.#tell(seen, {
          kind: 'short-count',
          message: `${call_text(seen)} moved ${seen.result} of ${short.wanted} bytes, and the program never read the count`,
          causes: [],
          ...(seen.fd === undefined ? {} : { fd: seen.fd }),
        });
      },
    };
    this.#unread.add(watched);
    const site = settled(seen.site);
    site.when(() => this.#unread.has(watched));
    const value = () => {
      short.used = 'read';
      this.#unread.delete(watched);
    };
    const tracked = this.#stands_for(result, watched, { ok: () => {}, value });
    this.#shorts.set(tracked as object, short);
    return tracked;
  }

  /** An object with the same fields, which records when they are read. */
  #stands_for<R>(result: R, watched: Watched, asked: Readonly<Record<string, () => void>>): R {
    const fields = result as Readonly<Record<string, unknown>>;
    const stand = Object.defineProperties(
      {},
      {
        ...Object.fromEntries(
          Object.entries(asked).map(([name, tell]) => [
            name,
            {
              __proto__: null,
              enumerable: true,
              get: () => {
                tell();
                return fields[name];
              },
            },
          ]),
        ),
        [inspect.custom]: {
          value: () => {
            for (const tell of Object.values(asked)) tell();
            return fields;
          },
        },
      },
    );
    Object.freeze(stand);
    this.#collected.register(stand, watched);
    return stand as R; // it has the fields of R
  }
}

/** The source line of a call. It is computed in a microtask if it is still wanted by then, so that the captured stack keeps no objects alive. */
function settled(site: () => string | undefined) {
  let known: { readonly where: string | undefined } | undefined;
  const where = () => {
    known ??= { where: site() };
    return known.where;
  };
  const when = (wanted: () => boolean) => {
    queueMicrotask(() => {
      if (wanted()) where();
    });
  };
  return { where, when };
}
