import { createInterface } from 'node:readline';
import { package_root } from '../load.js';
import { exception_of } from './exception.js';
import { type Guarded, start_guarded } from './guard.js';
import { language, say } from './language.js';
import { busiest, children_of, type Used } from './process.js';
import type { Job, Message, Row, Verdict } from './verdict.js';

/** How files are judged. Times are in ms, for one file. */
export interface Limits {
  readonly wall: number;
  /** Whether files share a process until one of them ends it. It is for the files of a course, which are well behaved. */
  readonly together: boolean;
  /**
   * Processor time of the busiest thread of the judging process: it detects an endless loop even on a busy machine. Other threads collect garbage
   * and compile meanwhile, which takes as long as the machine and its libc do.
   */
  readonly processor: number;
  /** Time asleep in one call of the learner's code in the judging process, which nothing else would end. */
  readonly asleep: number;
  /** Time asleep for another reason. */
  readonly idle: number;
}

/** The judge itself failed, which says nothing about the file. */
export class JudgeBroke extends Error {}

const usual: Limits = { wall: 60_000, processor: 2_000, asleep: 1_500, idle: 6_000, together: false };

/** The factor by which the limits are extended for the start and for loading a file through TypeScript. */
const loading = 4;

/** The interval at which a judge is checked, and the maximum that one interval counts, in ms: a delay on a busy host is not the judge's fault. */
const every = 200;
const longest = 2 * every;

/**
 * Judges files, one after another, each in a child of a child. If a file ends that process, or takes too long, a new process continues
 * with the next file. However this ends, no process is left behind.
 */
export async function judge(
  jobs: readonly Job[],
  told: (job: number, verdict: Verdict) => void = () => {},
  limits: Partial<Limits> = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  while (verdicts.length < jobs.length) {
    const from = verdicts.length;
    const how = { ...usual, ...limits };
    await run(jobs.slice(from, how.together ? undefined : from + 1), how, (verdict) => {
      told(verdicts.length, verdict);
      verdicts.push(verdict);
    });
    if (verdicts.length === from) throw new JudgeBroke(`the judge of ${jobs[from]?.file} did not start`);
  }
  return verdicts;
}

const bench = `${package_root}dist/learn/bench.js`;

/** Runs one judge as far as it gets: it returns verdicts of the first jobs, at least of one. */
async function run(jobs: readonly Job[], limits: Limits, told: (verdict: Verdict) => void): Promise<void> {
  const { SYS_SOCKET_TRACE, SYS_SOCKET_FAULT, NODE_OPTIONS, ...env } = process.env;
  const flags = ['--enable-source-maps', '--no-warnings'];
  const guarded = start_guarded([process.execPath, ...flags, bench, JSON.stringify(jobs)], {
    ...env,
    SYS_SOCKET_LANG: language,
    NO_COLOR: '1',
  });
  let none = true;
  const clock = new Clock(guarded, limits);
  let begun = false;
  const add = (verdict: Verdict) => {
    none = false;
    told(verdict);
    clock.again(loading);
  };
  const lines = createInterface({ input: guarded.channel });
  const said = (async () => {
    for await (const line of lines) {
      const message = parsed(line);
      if (message?.kind === 'begin') {
        begun = true;
        clock.again(loading);
      } else if (message?.kind === 'loaded') clock.again(1);
      else if (message?.kind === 'call') clock.call = message.call;
      else if (message?.kind === 'verdict') {
        begun = false;
        add(message.verdict);
      }
    }
  })();
  let late: Late | undefined;
  try {
    late = await Promise.race([said.then(() => undefined), clock.rang]);
  } finally {
    clock.stop();
    await guarded.end(); // also if `told` throws
  }
  const stderr = guarded.stderr();
  if (late !== undefined) add(failed(late.diagnosis, late.evidence));
  else if (begun) add(failed('ends-the-process', ended(stderr)));
  else if (none) throw new JudgeBroke(`${say('the judge does not run', '판정기가 실행되지 않는다')}: ${stderr.trim()}`);
}

function failed(diagnosis: string, evidence: readonly Row[]): Verdict {
  return { passed: false, diagnosis, evidence, remarks: [] };
}

function ended(stderr: string): Row[] {
  const text = say('a signal or abort ended the process', '프로세스가 사라졌다: 시그널 또는 abort');
  return [
    [say('exit', '종료'), text],
    ...exception_of(stderr)
      .slice(-2)
      .map((line): Row => ['', line]),
  ];
}

interface Late {
  readonly diagnosis: string;
  readonly evidence: readonly Row[];
}

/** Checks a judge periodically, and settles `rang` when one file has taken too long. */
class Clock {
  readonly rang: Promise<Late>;
  readonly #guarded: Guarded;
  readonly #timer: NodeJS.Timeout;
  #looked = performance.now();
  /** The time that the checks have counted, in ms. */
  #now = 0;
  #since = 0;
  #awake = 0;
  #used: Used = { whole: 0, threads: new Map() };
  #seen = this.#used;
  #times = loading;
  #call: string | undefined;

  constructor(guarded: Guarded, limits: Limits) {
    this.#guarded = guarded;
    let ring: (late: Late) => void = () => {};
    this.rang = new Promise((resolve) => {
      ring = resolve;
    });
    this.#timer = setInterval(() => {
      const late = this.#look(limits);
      if (late !== undefined) ring(late);
    }, every);
  }

  /** Restarts the limits, multiplied by this factor. */
  again(times: number): void {
    this.#since = this.#now;
    this.#used = this.#seen;
    this.#times = times;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The call that may block and has not returned. */
  set call(call: string | undefined) {
    this.#call = call;
    this.#awake = this.#now;
  }

  #look({ wall, processor, asleep, idle }: Limits): Late | undefined {
    const looked = performance.now();
    this.#now += Math.min(looked - this.#looked, longest);
    this.#looked = looked;
    const judge = children_of(this.#guarded.pid)[0];
    if (judge === undefined) return undefined;
    const { state, used } = judge;
    const now = this.#now;
    if (state !== 'S' || used.whole !== this.#seen.whole) this.#awake = now;
    this.#seen = used;
    if (this.#call !== undefined && now - this.#awake > asleep)
      return { diagnosis: 'time-is-up', evidence: [[say('sleeps in', '잠든 곳'), this.#call]] };
    if (state === 'T') {
      return late(
        'stops-the-judge',
        say('stopped by SIGSTOP, and nothing resumes it', 'SIGSTOP. 아무도 계속하지 않는다'),
      );
    }
    const busy = busiest(used, this.#used);
    if (busy > this.#times * processor) {
      const seconds = Math.round(busy / 1000);
      return late(
        'time-is-up',
        say(`busy for ${seconds} s without ending`, `${seconds}초 동안 쉬지 않고 돌았다. 끝이 없다`),
      );
    }
    if (now - this.#awake > idle || now - this.#since > wall) {
      const seconds = Math.round((now - this.#awake > idle ? idle : wall) / 1000);
      return late('time-is-up', say(`no activity for ${seconds} s`, `${seconds}초 동안 아무 일도 없었다`));
    }
    return undefined;
  }
}

function late(diagnosis: string, text: string): Late {
  return { diagnosis, evidence: [[say('process', '프로세스'), text]] };
}

/** A judge that was killed may leave an incomplete line. */
function parsed(line: string): Message | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
