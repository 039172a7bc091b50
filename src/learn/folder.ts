import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Language } from '../explain/language.js';

export const state_file = '.sys-socket-learn.json';

/** The learner's folder: the nearest one with a state, from this one upwards; or else this one. */
export function find_folder(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, state_file))) return folder;
    if (folder === dirname(folder)) return resolve(from);
  }
}

/** The language that was used there, read before anything is printed. A state that cannot be read is ignored here: {@link read_state} reports it. */
export function language_of_folder(folder: string): Language | undefined {
  try {
    const { language } = JSON.parse(readFileSync(join(folder, state_file), 'utf8'));
    return language === 'en' || language === 'ko' ? language : undefined;
  } catch {
    return undefined;
  }
}
