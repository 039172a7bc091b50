import type { PlotOptions } from '@observablehq/plot';
import type { Bench } from './bench.js';
import type { Need, Tier } from './needs.js';

/** A lab, as `labs/NAME/lab.ts` exports it by default. */
export interface Lab {
  /** What it asks, in one line: `npm run lab` lists it. */
  readonly asks: string;
  /** The section of the chapter that it belongs to, `0.3.2`, or a later chapter of the series: `npm run lab` sorts by it. */
  readonly section: string;
  readonly tier: Tier;
  /** What it cannot do without, beyond its tier. */
  readonly needs?: readonly Need[];
  /** What it can do without, but checks less: a run without it says so. */
  readonly helps?: readonly Need[];
  /** What the wrong program, `twin.ts`, does wrong, and the diagnosis that must find it out. */
  readonly twin: { readonly mistake: string; readonly diagnosis: string };
  /** The experiment. It may throw: that is neither pass nor fail, but a lab that broke. */
  experiment(bench: Bench): Promise<Outcome>;
}

/** A law, and whether what was measured obeys it. */
export interface Check {
  /** The law, as a sentence or a formula. */
  readonly law: string;
  readonly holds: boolean;
  /** What was measured, in numbers. */
  readonly measured: string;
  /** The diagnosis when it does not hold: a name in kebab-case. */
  readonly otherwise: string;
}

/** A figure: options of Observable Plot, with its title. Axes have units, and the law stands beside the measurement. */
export interface Figure extends Omit<PlotOptions, 'title' | 'subtitle' | 'caption' | 'document'> {
  readonly title: string;
}

/** What an experiment found. */
export interface Outcome {
  readonly checks: readonly Check[];
  /** Three lines: what was seen, why it is so, what to do about it. */
  readonly conclusion: readonly [string, string, string];
  /** What it draws, or several, one below the other. */
  readonly figure: Figure | readonly Figure[];
  /** The same, small, for the terminal: lines of `bars()` or `sparkline()`. */
  readonly chart: readonly string[];
}

/** How a run ends: the verdict's word, and the exit status that tells it. */
export const exit_status = { pass: 0, fail: 1, usage: 2, unchecked: 3, broken: 4 } as const;

export type Word = 'pass' | 'fail' | 'unchecked' | 'broken';
