import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { state_file } from './folder.js';
import { type Language, say } from './language.js';

/** A learner's progress with an exercise. */
export interface Progress {
  readonly state: 'open' | 'passed';
  /** SHA-256 of the file that passed. */
  readonly hash?: string;
  /** The number of times that it was judged until it passed. */
  readonly tries: number;
  /** The number of hints that were read. */
  readonly hints: number;
}

/** The state that is kept in a learner's folder. Fields of other versions of the package, unknown to this one, are kept. */
export interface State {
  readonly version: 1;
  readonly language?: Language;
  /** A course other than the package's own. */
  readonly course?: string;
  readonly exercises: Readonly<Record<string, Progress>>;
}

export function read_state(folder: string): State {
  const file = join(folder, state_file);
  if (!existsSync(file)) return { version: 1, exercises: {} };
  let state: Partial<State>;
  try {
    state = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(
      say(
        `${file} is not valid JSON. Fix it, or delete it and start again; your exercises are kept`,
        `${file}: JSON이 아니다. 고치거나, 지우고 다시 시작하라. 쓴 과제는 그대로 남는다`,
      ),
    );
  }
  return { ...state, version: 1, exercises: state.exercises ?? {} };
}

/** Replaces the file atomically. */
export function write_state(folder: string, state: State): void {
  const file = join(folder, state_file);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(draft, file);
  for (const name of readdirSync(folder)) if (is_abandoned(name)) rmSync(join(folder, name));
}

/** True for the temporary file of a writer that was killed. */
function is_abandoned(name: string): boolean {
  const pid = name.startsWith(`${state_file}.`) ? name.slice(state_file.length + 1) : '';
  return /^\d+$/.test(pid) && !existsSync(`/proc/${pid}`);
}

export function progress_of(state: State, name: string): Progress {
  return state.exercises[name] ?? { state: 'open', tries: 0, hints: 0 };
}

export function with_progress(state: State, name: string, change: Partial<Progress>): State {
  return { ...state, exercises: { ...state.exercises, [name]: { ...progress_of(state, name), ...change } } };
}

export function hash_of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
