import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hang } from './hang.js';
import { musl } from './libc.js';

// In a sanitized run, the compiler itself runs without the sanitizer.
const env = { ...process.env, LD_PRELOAD: undefined };
const language = ['-std=c++20', '-D_GNU_SOURCE', '-x', 'c++'];

/** Compiles a C++ program, which is removed with the folder of the run (build.ts). */
export function compiled(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cpp-'));
  const program = join(folder, 'program');
  execFileSync('g++', [...language, '-Wall', '-o', program, '-'], { input: source, env });
  return program;
}

/** Compiles a C++ program, runs it, and returns its output: the compiler is the oracle. */
export function cpp(source: string): string {
  return execFileSync(compiled(source), { encoding: 'utf8', env, timeout: hang });
}

/** Compiles a C program for the libc of this process, runs it, and returns its output. */
export function c(source: string): string {
  const program = join(mkdtempSync(join(tmpdir(), 'c-')), 'program');
  const target = execFileSync('gcc', ['-dumpmachine'], { encoding: 'utf8', env });
  // Bun for musl also runs on a machine of glibc.
  const compiler = musl && !target.includes('musl') ? 'musl-gcc' : 'gcc';
  execFileSync(compiler, ['-D_GNU_SOURCE', '-x', 'c', '-Wall', '-o', program, '-'], { input: source, env });
  return execFileSync(program, { encoding: 'utf8', env, timeout: hang });
}

/** The macros that are defined at the end of a C++ source, including predefined ones: `g++ -dM -E`. */
export function macros(source: string): Set<string> {
  const listed = execFileSync('g++', [...language, '-dM', '-E', '-'], {
    input: source,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 26,
  });
  return new Set([...listed.matchAll(/^#define (\w+) /gm)].flatMap(([, name]) => name ?? []));
}
