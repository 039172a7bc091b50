import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hang } from './hang.js';

// The compiler is not what a sanitized run examines.
const env = { ...process.env, LD_PRELOAD: undefined };
const language = ['-std=c++20', '-D_GNU_SOURCE', '-x', 'c++'];

/** Compiles a C++ program, which is gone with the folder of the run (build.ts). */
export function compiled(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cpp-'));
  const program = join(folder, 'program');
  execFileSync('g++', [...language, '-Wall', '-o', program, '-'], { input: source, env });
  return program;
}

/** Compiles a C++ program, runs it, and gives what it printed: the compiler as the oracle. */
export function cpp(source: string): string {
  return execFileSync(compiled(source), { encoding: 'utf8', env, timeout: hang });
}

/** The macros that a C++ source has defined at its end, predefined ones among them: `g++ -dM -E`. */
export function macros(source: string): Set<string> {
  const listed = execFileSync('g++', [...language, '-dM', '-E', '-'], {
    input: source,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 26,
  });
  return new Set([...listed.matchAll(/^#define (\w+) /gm)].flatMap(([, name]) => name ?? []));
}
