import { setTimeout as sleep } from 'node:timers/promises';
import type { Call } from '../kit/call.js';
import type { Program, Watch } from '../kit/program.js';
import type { Progress } from '../kit/progress.js';
import { frame, open, patience } from './client.js';
import { type Trial, trials } from './trials.js';

/** How a trial went. */
export interface Finding {
  readonly trial: Trial;
  /** What was wrong, in words; undefined when nothing was. */
  readonly problem: string | undefined;
  /** The server's last calls when it was wrong, as its trace shows them. */
  readonly evidence: readonly string[];
  /** What it asks for never happened: no call of the server is known to this package. */
  readonly untried: boolean;
  /** Milliseconds. */
  readonly took: number;
}

/** A server that runs, and what it has called. */
interface Subject {
  readonly program: Program;
  readonly port: number;
  readonly calls: Call[];
  readonly faults: string | undefined;
}

const shown = 6;

/** Starts the server, traced and with faults. */
export type Start = (watch: Pick<Watch, 'trace' | 'env'>) => Program;

const trace = '%network,poll,ppoll,read,write,readv,writev';

/** Tries a server out. It is started anew for other faults, and when it did not outlive a trial. */
export async function judge(start: Start, progress: Progress): Promise<Finding[]> {
  const findings: Finding[] = [];
  let subject: Subject | undefined;
  for (const [i, trial] of trials.entries()) {
    if (subject?.faults !== trial.faults) {
      subject?.program.end();
      subject = undefined;
    }
    subject ??= await begin(start, trial.faults);
    const finding = await try_out(subject, trial);
    findings.push(finding);
    if (finding.problem !== undefined) {
      subject.program.end();
      subject = undefined;
    }
    progress((i + 1) / trials.length);
  }
  subject?.program.end();
  return findings;
}

async function begin(start: Start, faults: string | undefined): Promise<Subject> {
  const program = start({ trace, env: { SYS_SOCKET_FAULT: faults ?? '' } });
  const calls: Call[] = [];
  void (async () => {
    for await (const call of program.calls()) calls.push(call);
  })().catch(() => {}); // it was silent for long
  return { program, port: await program.port(), calls, faults };
}

async function try_out({ program, port, calls, faults }: Subject, trial: Trial): Promise<Finding> {
  const began = performance.now();
  const from = calls.length;
  const client = await open(port);
  let problem = await said(trial.run(client));
  client.close();
  problem ??= await said(serves_the_next(port));
  const untried = faults !== undefined && calls.length === 0;
  if (problem === undefined) return { trial, problem, evidence: [], untried, took: performance.now() - began };
  const end = await Promise.race([
    program.ended(60_000).then((status) => `; the server ended with status ${status}`),
    sleep(150, ''), // the trace is some moments behind
  ]);
  const evidence = calls.slice(from).slice(-shown).map(as_line);
  return { trial, problem: `${problem}${end}`, evidence, untried, took: performance.now() - began };
}

async function serves_the_next(port: number): Promise<void> {
  const next = await open(port).catch(() => undefined);
  if (next === undefined) throw new Error('the next client cannot connect');
  try {
    const bytes = frame(Buffer.from('the next'));
    await next.send(bytes, 0);
    await next.expects(bytes, 'the next client');
  } finally {
    next.close();
  }
}

/** What was wrong, in words. */
async function said(trial: Promise<void>): Promise<string | undefined> {
  const too_late = sleep(3 * patience, undefined, { ref: false }).then(() => {
    throw new Error(`nothing came of it in ${(3 * patience) / 1000} s`);
  });
  try {
    await Promise.race([trial, too_late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function as_line({ name, args, result, code }: Call): string {
  return `${name}(${args}) = ${result}${code === undefined ? '' : ` ${code}`}`;
}
