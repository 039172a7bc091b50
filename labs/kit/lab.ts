import type { PlotOptions } from '@observablehq/plot';
import type { Bench } from './bench.js';
import type { Need, Tier } from './needs.js';

/** A lab, as `labs/NAME/lab.ts` exports it by default. */
export interface Lab {
  /** The question, in one line: `npm run lab` lists it. */
  readonly asks: string;
  /** Its section of the chapter, such as `0.3.2`, or a later chapter of the series: `npm run lab` sorts by it. */
  readonly section: string;
  readonly tier: Tier;
  /** Required, beyond the needs of its tier. */
  readonly needs?: readonly Need[];
  /** Optional: a run without it checks less, and reports that. */
  readonly helps?: readonly Need[];
  /** The mistake of the wrong program, `twin.ts`, and the diagnosis that must result from it. */
  readonly twin: { readonly mistake: string; readonly diagnosis: string };
  /** The experiment. If it throws, the verdict is neither pass nor fail but broken. */
  experiment(bench: Bench): Promise<Outcome>;
}

/** A law, and whether the measurement obeys it. */
export interface Check {
  /** The law, as a sentence or a formula. */
  readonly law: string;
  readonly holds: boolean;
  /** The measurement, in numbers. */
  readonly measured: string;
  /** The diagnosis if the law does not hold: a name in kebab-case. */
  readonly otherwise: string;
}

/** A figure: options of Observable Plot, with a title. Axes have units, and the law is drawn beside the measurement. */
export interface Figure extends Omit<PlotOptions, 'title' | 'subtitle' | 'caption' | 'document'> {
  readonly title: string;
}

/** The result of an experiment. */
export interface Outcome {
  readonly checks: readonly Check[];
  /** Three lines: the observation, its cause, and what to do about it. */
  readonly conclusion: readonly [string, string, string];
  /** One figure, or several, one below another. */
  readonly figure: Figure | readonly Figure[];
  /** A small version for the terminal: lines of `bars()` or `sparkline()`. */
  readonly chart: readonly string[];
}

/** The exit status of each verdict. */
export const exit_status = { pass: 0, fail: 1, usage: 2, unchecked: 3, broken: 4 } as const;

export type Word = 'pass' | 'fail' | 'unchecked' | 'broken';
