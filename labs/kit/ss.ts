import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Need, tool } from './needs.js';

/** ss(8), of iproute2. */
export const ss_tool: Need = tool('ss', 'iproute2', '-V');

/** A socket as a line of `ss -tan` has it. */
export interface SsRow {
  /** Milliseconds since the epoch, in the middle of the time that ss took. */
  readonly time: number;
  readonly state: string;
  readonly recv_q: number;
  readonly send_q: number;
  readonly local: string;
  readonly peer: string;
}

const run = promisify(execFile);

/** The TCP sockets that a filter of ss matches: `sport = :9000`. */
export async function ss(filter: string): Promise<SsRow[]> {
  const began = Date.now();
  const { stdout } = await run('ss', ['-tanH', filter]);
  const time = (began + Date.now()) / 2;
  return stdout.split('\n').flatMap((line) => {
    const [state = '', recv_q = '', send_q = '', local = '', peer = ''] = line.trim().split(/\s+/);
    return state === '' ? [] : [{ time, state, recv_q: Number(recv_q), send_q: Number(send_q), local, peer }];
  });
}

/** Asks ss about a port again and again, each `every` ms or as fast as it can, until `ended` has settled. */
export async function sample_ss(port: number, every: number, ended: Promise<unknown>): Promise<SsRow[][]> {
  let over = false;
  const end = () => {
    over = true;
  };
  ended.then(end, end);
  const samples: SsRow[][] = [];
  while (!over) {
    samples.push(await ss(`sport = :${port} or dport = :${port}`));
    await sleep(every);
  }
  return samples;
}
