// Programs are run without a shell: npm runs the scripts that use this by itself, in a clone and before it packs.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The file of a development dependency: `installed('cmake-js/bin/cmake-js')`. */
export const installed = createRequire(import.meta.url).resolve;

/** The file of a script beside this one. */
export const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a program in this Node, at the root. If it fails, this process ends with its status. */
export function run(file, args = [], { cwd = root, env = process.env } = {}) {
  const { status, error } = spawnSync(process.execPath, [file, ...args], { cwd, env, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
