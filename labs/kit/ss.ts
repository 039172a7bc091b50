import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Need, tool } from './needs.js';

/** ss(8) of iproute2. */
export const ss_tool: Need = tool('ss', 'iproute2', '-V');

/** A socket, from a line of `ss -tan`. */
export interface SsRow {
  /** Milliseconds since the epoch, in the middle of the run of ss. */
  readonly time: number;
  readonly state: string;
  readonly recv_q: number;
  readonly send_q: number;
  readonly local: string;
  readonly peer: string;
}

const run = promisify(execFile);

/** The TCP sockets that match a filter of ss, such as `sport = :9000`. */
export async function ss(filter: string): Promise<SsRow[]> {
  const began = Date.now();
  const { stdout } = await run('ss', ['-tanH', filter]);
  const time = (began + Date.now()) / 2;
  return stdout.split('\n').flatMap((line) => {
    const [state = '', recv_q = '', send_q = '', local = '', peer = ''] = line.trim().split(/\s+/);
    return state === '' ? [] : [{ time, state, recv_q: Number(recv_q), send_q: Number(send_q), local, peer }];
  });
}

/** Runs ss for a port repeatedly, with pauses of `every` ms, until `ended` has settled. */
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
