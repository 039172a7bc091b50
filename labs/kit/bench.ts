import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Progress, start_phase } from '../../src/learn/progress.js';
import { Csv } from './csv.js';
import { type Need, namespace, strace } from './needs.js';
import { type Program, start_program, type Watch } from './program.js';

/** The settings of a run. */
export interface RunSettings {
  readonly lab: string;
  /** Fewer measurements, for tests, with the same laws. */
  readonly quick: boolean;
  /** Run the wrong program instead of the right one. */
  readonly twin: boolean;
  /** The run has a separate network namespace, in which it is root. */
  readonly alone: boolean;
}

/** The tools of an experiment. */
export interface Bench extends RunSettings {
  /** The folder for the run's files. */
  readonly folder: string;
  /** Returns the first for a whole run, the second for a quick one. */
  pick<T>(full: T, quick: T): T;
  /** Starts the lab's program, or its twin in a run of the twin. `other` names another program of the lab, a peer. */
  start(how?: Watch & { readonly args?: readonly string[]; readonly other?: string }): Program;
  /** The file for the log of the real strace, to be passed to {@link start}; undefined without strace. */
  readonly strace: string | undefined;
  /**
   * Captures every packet of this network to capture.pcap, from the moment its promise resolves until the returned function is
   * called. Does nothing if the run has no separate network, since it would capture the packets of other programs.
   *
   * @param snaplen the maximum number of bytes kept of each packet, 65536 by default; 128 are enough for the headers
   */
  capture(snaplen?: number): Promise<() => Promise<void>>;
  /** Adds a row to events.csv. The columns are those of the first row. */
  event(row: Readonly<Record<string, string | number>>): void;
  /** Starts a line of progress. Pass it the progress, from 0 to 1; 1 ends the line. */
  phase(name: string): Progress;
  /** What this run lacks of a complete one. */
  readonly lacks: readonly Need[];
}

/** The bench of one run. `programs` is the folder of the compiled lab. */
export function make_bench(settings: RunSettings, folder: string, programs: string): Bench & { readonly csv: Csv } {
  const lacks = [...(strace.missing() ? [strace] : []), ...(settings.alone ? [] : [namespace])];
  const csv = new Csv(join(folder, 'events.csv'));
  return {
    ...settings,
    folder,
    csv,
    lacks,
    strace: lacks.includes(strace) ? undefined : join(folder, 'program.strace'),
    pick: (full, quick) => (settings.quick ? quick : full),
    start: ({ args = [], other, ...watch } = {}) =>
      start_program(join(programs, `${other ?? (settings.twin ? 'twin' : 'program')}.js`), args, watch),
    capture: async (snaplen = 65536) =>
      settings.alone ? start_capture(join(folder, 'capture.pcap'), snaplen) : async () => {},
    event: (row) => csv.row(row),
    phase: start_phase,
  };
}

/** Packets are written to the file shortly after they were sent. */
const settling = 200; // ms

async function start_capture(file: string, snaplen: number): Promise<() => Promise<void>> {
  const capture = start_program(fileURLToPath(new URL('capture.js', import.meta.url)), [file, String(snaplen)], {});
  await capture.says(/^capturing$/);
  return async () => {
    await sleep(settling);
    capture.end('SIGTERM');
    await capture.ended();
  };
}
