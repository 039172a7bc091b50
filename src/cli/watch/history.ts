import type { Sample } from './sample.js';

/** The values that are drawn. */
export type Series = 'recv_q' | 'send_q';

/** The samples of a socket. */
export interface Seen {
  readonly last: Sample;
  /** Milliseconds since the watch began, and the lengths of the queues at that time. */
  readonly points: ReadonlyArray<{ readonly at: number; readonly recv_q: number; readonly send_q: number }>;
}

/** Every sample, by socket. */
export class History {
  readonly #seen = new Map<string, { last: Sample; points: Array<Seen['points'][number]> }>();

  add(at: number, samples: readonly Sample[]): void {
    for (const sample of samples) {
      const seen = this.#seen.get(sample.id) ?? { last: sample, points: [] };
      seen.last = sample;
      seen.points.push({ at, recv_q: sample.recv_q, send_q: sample.send_q });
      this.#seen.set(sample.id, seen);
    }
  }

  of(id: string, series: Series): number[] {
    return (this.#seen.get(id)?.points ?? []).map((point) => point[series]);
  }

  all(): Seen[] {
    return [...this.#seen.values()];
  }
}
