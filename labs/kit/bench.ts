import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Progress, start_phase } from '../../src/learn/progress.js';
import { Csv } from './csv.js';
import { type Need, namespace, strace } from './needs.js';
import { type Program, start_program, type Watch } from './program.js';

/** What a run was asked for. */
export interface RunSettings {
  readonly lab: string;
  /** Less of everything, for tests: the same laws. */
  readonly quick: boolean;
  /** Run the wrong program in the place of the right one. */
  readonly twin: boolean;
  /** The run has a network namespace of its own, where it is root. */
  readonly alone: boolean;
}

/** What an experiment works with. */
export interface Bench extends RunSettings {
  /** Where the run leaves its files. */
  readonly folder: string;
  /** The first for a whole run, the second for a quick one. */
  pick<T>(full: T, quick: T): T;
  /** Starts the lab's program, or its twin when that is asked for; or `other` of its programs, a peer. */
  start(how?: Watch & { readonly args?: readonly string[]; readonly other?: string }): Program;
  /** Where the log of the real strace goes, to be handed to {@link start}; undefined where there is no strace. */
  readonly strace: string | undefined;
  /**
   * Captures every packet of this network to capture.pcap, from when it returns until what it returns is called. Does nothing
   * where the run is not alone: packets of others are none of its business.
   *
   * @param snaplen how many bytes of each packet are kept, all unless given; 128 are enough for the headers
   */
  capture(snaplen?: number): Promise<() => Promise<void>>;
  /** A row of events.csv. The columns are those of the first one. */
  event(row: Readonly<Record<string, string | number>>): void;
  /** A line of progress. Tell it how far it is, from 0 to 1; 1 ends it. */
  phase(name: string): Progress;
  /** What a whole run would have had, and this one has not. */
  readonly lacks: readonly Need[];
}

/** The bench of one run. `programs` is where the lab is compiled to. */
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

/** Packets are written some moments after they were sent. */
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
