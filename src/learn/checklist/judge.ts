import { say } from '../language.js';
import { as_line } from '../line.js';
import type { Progress } from '../progress.js';
import { is_script, syntax_error, type_error } from '../source.js';
import type { Row } from '../verdict.js';
import { bytes } from './bytes.js';
import { cap } from './cap.js';
import type { Diagnosis, Point } from './diagnoses.js';
import { endings_of_clients, endings_within } from './endings.js';
import { Fault } from './fault.js';
import { type FaultTrial, faults } from './faults.js';
import { lengths } from './lengths.js';
import { answers, subject_of } from './plain.js';
import { type Command, type Meter, type Server, start_server, unreachable } from './server.js';
import { a_stalled_client } from './stall.js';
import type { Subject, Trial } from './trial.js';

/** The result of a trial. */
export interface Finding {
  readonly point: Point;
  readonly name: string;
  /** `untried`: the trial was not possible. */
  readonly kept: boolean | 'untried';
  /** Milliseconds. */
  readonly took: number;
}

/** A fault of a server. */
export interface Broken {
  readonly point: Point;
  readonly trial: string;
  readonly diagnosis: Diagnosis;
  readonly sent: string | undefined;
  readonly came: string;
  readonly proof: readonly string[];
}

export interface Judgement {
  /** The findings up to the first failed trial. Later trials are not run, because they may fail for the same cause. */
  readonly findings: readonly Finding[];
  readonly broken?: Broken;
  /** Remarks that belong to none of the points. */
  readonly remarks: readonly string[];
}

/** The maximum number of calls that are shown as evidence. */
const shown = 4;

const usual: readonly Trial[] = [...lengths, ...bytes, ...endings_within, ...cap, ...endings_of_clients];

/** One more than the number of trials, so that progress reaches 1 only at the end. */
const trials = usual.length + faults.length + 3;

/** Runs the trials on a server, in order from basic to special, and stops at the first fault. */
export async function judge(command: Command, progress: Progress): Promise<Judgement> {
  const findings: Finding[] = [];
  const remarks: string[] = [];
  let server: Server | undefined;
  const meter: Meter = { slept: 0 };
  let from = 0;

  const attempt = async <T>(
    point: Point,
    name: string,
    diagnosis: Diagnosis,
    run: () => Promise<T>,
    dies?: Diagnosis,
  ): Promise<T> => {
    const began = performance.now();
    const found = (kept: boolean) => findings.push({ point, name, kept, took: performance.now() - began });
    from = server?.calls.length ?? 0;
    try {
      const late = server?.late();
      if (late !== undefined) throw late;
      const result = await run();
      found(true);
      progress(findings.length / trials);
      return result;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      found(false);
      throw by_type(command.file, await explained(error, { point, trial: name, diagnosis, dies }, server, from));
    }
  };
  const start = async (rules?: string): Promise<Server> => {
    server?.end();
    server = await start_server(command, meter, rules);
    return server;
  };

  try {
    const started = await attempt('runs', say('starts and listens', '시작하고 listen한다'), 'never-listens', () => {
      const wrong = is_script(command.file) ? syntax_error(command.file) : undefined;
      if (wrong !== undefined)
        throw new Fault('does-not-parse', undefined, say('it does not start', '시작하지 않는다'), as_lines(wrong));
      return start();
    });
    const plain = say('one whole frame', '온전한 프레임 하나');
    const subject = await attempt('answers', plain, 'no-answer', () => answers(started));
    for (const trial of usual)
      await attempt(trial.point, trial.name, trial.diagnosis, () => trial.run(subject), trial.dies);
    if (subject.one_frame) remarks.push(say('it serves one frame per connection', '연결마다 프레임 하나만 처리한다'));
    remarks.push(await a_stalled_client(subject));
    const traced = subject.calls.length > 0;
    for (const trial of faults) {
      if (traced) await attempt(trial.point, trial.name, trial.diagnosis, () => with_faults(trial, subject, start));
      else findings.push({ point: trial.point, name: trial.name, kept: 'untried', took: 0 });
    }
    return { findings, remarks };
  } catch (error) {
    if (!is_broken(error)) throw error;
    return { findings, remarks, broken: error };
  } finally {
    progress(1);
    server?.end();
  }
}

async function with_faults(
  trial: FaultTrial,
  subject: Subject,
  start: (rules: string) => Promise<Server>,
): Promise<void> {
  const server = await start(trial.rules(subject));
  await trial.run(subject_of(server, subject.one_frame));
}

type Tried = Pick<Broken, 'point' | 'trial'> & { readonly diagnosis: Diagnosis; readonly dies: Diagnosis | undefined };

async function explained(fault: Fault, tried: Tried, server: Server | undefined, from: number): Promise<Broken> {
  await server?.rests(); // until its exception and its trace have arrived
  if (fault.came === unreachable) await server?.answers(() => false); // it is ending
  const { sent } = fault;
  const status = server?.status();
  const came =
    status === undefined
      ? fault.came
      : say(`${fault.came}; the server ended with status ${status}`, `${fault.came}. 서버가 상태 ${status}로 끝났다`);
  const proof = fault.proof ?? (server === undefined ? [] : proof_of(server, from));
  return {
    point: tried.point,
    trial: tried.trial,
    diagnosis: fault.diagnosis ?? (status === undefined ? undefined : tried.dies) ?? tried.diagnosis,
    sent,
    came,
    proof,
  };
}

/** If the type checker reports an error, that error is the cause of the exception. */
function by_type(file: string, broken: Broken): Broken {
  const wrong = broken.diagnosis === 'throws' ? type_error(file, broken.proof.join('\n')) : undefined;
  return wrong === undefined ? broken : { ...broken, diagnosis: 'does-not-type-check', proof: as_lines(wrong) };
}

function as_lines(rows: readonly Row[]): string[] {
  const left = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(left)}  ${text}`);
}

function is_broken(error: unknown): error is Broken {
  return typeof error === 'object' && error !== null && 'diagnosis' in error && 'proof' in error;
}

/** The last calls with their source lines, the call that the server sleeps in, and its exception. */
function proof_of(server: Server, from: number): string[] {
  const calls = server.calls.slice(from).filter(({ name }) => !/^(get|set)sockopt$|^fcntl$|^getsockname$/.test(name));
  const sleeping = server.status() === undefined ? server.sleeps_in() : undefined;
  return [...calls.slice(-shown).map(as_line), ...(sleeping === undefined ? [] : [sleeping]), ...server.complaint()];
}
