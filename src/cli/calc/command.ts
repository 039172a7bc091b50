import { read_arguments } from '../arguments.js';
import { type Command, Misuse } from '../command.js';
import { bdp_report } from './bdp.js';
import { help } from './help.js';
import { this_host } from './host.js';
import { loss_report } from './loss.js';
import { loss_of, mss_of, rate_of, time_of } from './units.js';

export const calc_command: Command = {
  summary: 'the throughput of a path, and the buffers it needs: bdp 1Gbps 50ms, loss 1460 50ms 1%',
  help,
  run(args) {
    const [law, ...numbers] = read_arguments(args, {}).positionals;
    process.stdout.write(`${report(law, numbers)}\n`);
    return 0;
  },
};

function report(law: string | undefined, numbers: readonly string[]): string {
  if (law === undefined) throw new Misuse('bdp RATE RTT or loss MSS RTT LOSS is missing');
  if (law === 'bdp') {
    const [rate, rtt] = exactly(2, numbers, 'bdp takes RATE RTT');
    return bdp_report(rate_of(rate), time_of(rtt), this_host());
  }
  if (law === 'loss') {
    const [mss, rtt, p] = exactly(3, numbers, 'loss takes MSS RTT LOSS');
    return loss_report(mss_of(mss), time_of(rtt), loss_of(p), this_host());
  }
  throw new Misuse(`expected bdp or loss, got '${law}'`);
}

function exactly(count: 2, words: readonly string[], usage: string): [string, string];
function exactly(count: 3, words: readonly string[], usage: string): [string, string, string];
function exactly(count: number, words: readonly string[], usage: string): string[] {
  if (words.length !== count) throw new Misuse(`${usage}, got ${words.length === 0 ? 'nothing' : words.join(' ')}`);
  return [...words];
}
