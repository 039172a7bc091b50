import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Language } from './language.js';

/** How far a learner is with an exercise. */
export interface Progress {
  readonly state: 'open' | 'passed';
  /** SHA-256 of the file that passed. */
  readonly hash?: string;
  /** How often it was judged, until it passed. */
  readonly tries: number;
  /** How many hints were read. */
  readonly hints: number;
}

/** What is remembered in a learner's folder. What another version of the package wrote there, and this one does not know, stays. */
export interface State {
  readonly version: 1;
  readonly language?: Language;
  /** Another course than the package's own. */
  readonly course?: string;
  readonly exercises: Readonly<Record<string, Progress>>;
}

export const state_file = '.sys-socket-learn.json';

/** The learner's folder: the nearest one that has a state, from here up; or this one. */
export function find_folder(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, state_file))) return folder;
    if (folder === dirname(folder)) return resolve(from);
  }
}

export function read_state(folder: string): State {
  const file = join(folder, state_file);
  if (!existsSync(file)) return { version: 1, exercises: {} };
  let state: Partial<State>;
  try {
    state = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${file} is no JSON: mend it, or remove it and begin again; your exercises stay`);
  }
  return { ...state, version: 1, exercises: state.exercises ?? {} };
}

/** Whole, or as it was. */
export function write_state(folder: string, state: State): void {
  const file = join(folder, state_file);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(draft, file);
  for (const name of readdirSync(folder)) if (is_abandoned(name)) rmSync(join(folder, name));
}

/** True for the draft of a writer that was killed. */
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
