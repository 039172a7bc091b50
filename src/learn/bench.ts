// The judging process, a child of the one that the learner sees. It judges one file after another, and reports verdicts on descriptor 3.
// A learner's code may end it, stop it or keep it busy forever; its parent (judge.ts) notices, and continues with another.
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { F_DUPFD_CLOEXEC } from '../constants.js';
import { as_fd } from '../fd.js';
import { unwrap } from '../result.js';
import { close } from '../sys/close.js';
import { fcntl } from '../sys/fcntl.js';
import { blocking } from './blocking.js';
import { end_children } from './children.js';
import { exception_of, explained } from './exception.js';
import { type Bench, type Exercise, is_todo, Wrong } from './exercise.js';
import { PlayOver } from './kernel.js';
import { say } from './language.js';
import { forbidden, is_untouched, make_runnable, near, syntax_error } from './source.js';
import type { Job, Message, Row, Verdict } from './verdict.js';

/** Moved to a high number, so that the learner's first descriptor is 3. */
const channel = unwrap(fcntl(as_fd(3), F_DUPFD_CLOEXEC, 100));
unwrap(close(as_fd(3)));

/** The file that is being judged. */
let now: number | undefined;

const tell = (message: Message) => writeSync(channel, `${JSON.stringify(message)}\n`);

blocking.begins = (call) => tell({ kind: 'call', call });
blocking.returns = () => tell({ kind: 'call' });
process.on('exit', (status) => {
  if (now === undefined) return;
  const text = say(`it ended the process with status ${status}`, `프로세스를 상태 ${status}(으)로 끝냈다`);
  finish(failed('ends-the-process', [[say('exit', '종료'), text]]));
});
process.on('uncaughtException', (error) => {
  // An error before the first file has begun is an error of the judge itself.
  if (now === undefined) process.stderr.write(`${exception_of(error.stack ?? String(error)).join('\n')}\n`);
  finish(failed('throws', thrown(error)));
  process.exit(1);
});

const jobs: readonly Job[] = JSON.parse(process.argv[2] ?? '[]');
for (const { file, judge } of jobs) for (const one of [file, judge]) make_runnable(one);
for (const [job, { file, judge, starter }] of jobs.entries()) {
  const { default: exercise }: { default: Exercise } = await import(pathToFileURL(judge).href);
  now = job;
  tell({ kind: 'begin', job });
  finish(await verdict_of(file, exercise, starter));
  end_children(); // a judge that calls wrong() leaves its programs running: one that spins would slow down the next
}
process.exit(0);

function finish(verdict: Verdict): void {
  if (now === undefined) return;
  const job = now;
  now = undefined;
  tell({ kind: 'verdict', job, verdict });
}

function failed(diagnosis: string, evidence: readonly Row[], remarks: readonly string[] = []): Verdict {
  return { passed: false, diagnosis, evidence, remarks };
}

async function verdict_of(file: string, exercise: Exercise, starter: string): Promise<Verdict> {
  const remarks: string[] = [];
  const tried: Row[] = [];
  const bench: Bench = {
    file,
    load: (name) => loaded(file, name),
    remark: (text) => remarks.push(text),
    tries: (label, text) => tried.push([label, text]),
  };
  try {
    if (is_untouched(file, starter)) throw new Wrong('todo', []);
    const found = forbidden(file, exercise.forbids ?? []);
    if (found !== undefined) throw new Wrong('uses-what-you-are-to-build', [found]);
    await exercise.judge(bench);
    return { passed: true, evidence: tried, remarks };
  } catch (error) {
    const { diagnosis, evidence } = cause_of(error, file);
    return failed(diagnosis, evidence, remarks);
  }
}

/** Why a file was not judged to the end. */
function cause_of(error: unknown, file: string): { readonly diagnosis: string; readonly evidence: readonly Row[] } {
  if (error instanceof Wrong) return error;
  if (is_todo(error)) return { diagnosis: 'todo', evidence: [] };
  if (error instanceof PlayOver) return { diagnosis: 'time-is-up', evidence: error.rows };
  const unlinked = /does not provide an export/;
  if (!(error instanceof SyntaxError) || unlinked.test(error.message))
    return { diagnosis: 'throws', evidence: thrown(error) };
  return { diagnosis: 'does-not-parse', evidence: syntax_error(file) ?? [['', error.message]] };
}

function thrown(error: unknown): Row[] {
  const text = error instanceof Error ? (error.stack ?? error.message) : `threw ${String(error)}`;
  return [...exception_of(text), ...explained(error)].map(
    (line, i): Row => [i === 0 ? say('threw', '예외') : '', line.trim()],
  );
}

/** The function that the learner's file exports under this name. */
async function loaded<F extends (...args: never[]) => unknown>(file: string, name: string): Promise<F> {
  const module: Record<string, unknown> = await import(`${pathToFileURL(file).href}?at=${Date.now()}`);
  tell({ kind: 'loaded' });
  const found = module[name];
  if (typeof found !== 'function') {
    const exports = Object.keys(module).join(', ') || say('nothing', '없음');
    throw new Wrong('no-such-export', [
      [say('wanted', '필요한 것'), `export function ${name}`],
      [say('exported', 'export된 것'), `${exports}  ${near(file)}`],
    ]);
  }
  return found as F; // the judge states its type
}
