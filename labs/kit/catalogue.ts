import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Lab } from './lab.js';
import type { Verdict } from './verdict.js';

/** The package's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Where a lab is compiled to. */
export function compiled(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** The names of all labs: each has a folder with a lab.ts. The kit has one too, which says what a lab is. */
export function lab_names(): string[] {
  const folder = join(root, 'labs');
  return readdirSync(folder).filter((name) => name !== 'kit' && existsSync(join(folder, name, 'lab.ts')));
}

export async function load(name: string): Promise<Lab> {
  const { default: lab }: { default: Lab } = await import(pathToFileURL(join(compiled(name), 'lab.js')).href);
  return lab;
}

/** Where a run leaves what it found: a folder by the time at which it began. */
export function run_folder(runs: string, name: string, began = new Date()): string {
  return join(runs, name, began.toISOString().replaceAll(/[:.]/g, '-'));
}

/** The verdict of the last run that was not of the twin, undefined before the first. */
export function last_verdict(runs: string, name: string): Verdict | undefined {
  const folder = join(runs, name);
  if (!existsSync(folder)) return undefined;
  for (const time of readdirSync(folder).sort().reverse()) {
    const file = join(folder, time, 'verdict.json');
    if (!existsSync(file)) continue; // a run that is under way
    const verdict: Verdict = JSON.parse(readFileSync(file, 'utf8'));
    if (!verdict.twin) return verdict;
  }
  return undefined;
}
