import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../result.js';
import { find_strace } from './find.js';
import { check_text } from './options.js';
import { strace } from './run.js';

/** A strace that works here. */
export interface Probe {
  readonly path: string;
  /** `'6.1'`. */
  readonly version: string;
}

/** Why strace does not work here. */
export interface StraceRefusal {
  /** `ENOENT`: there is no strace. `EPERM`: it is not allowed to trace. `NOT_TRACED`: it failed for another reason; the message is that of strace. */
  readonly code: 'ENOENT' | 'EPERM' | 'NOT_TRACED';
  /**
   * What forbids it. `'missing'`: there is no strace. `'traced'`: this process and its children are already being traced, and a process can
   * have only one tracer. `'yama'`: `/proc/sys/kernel/yama/ptrace_scope`. `'seccomp'`: a filter, such as a container's. `'unknown'`: no
   * visible cause.
   */
  readonly cause: 'missing' | 'traced' | 'yama' | 'seccomp' | 'unknown';
  /** What is wrong, and how to fix it. */
  readonly message: string;
}

/**
 * Tests whether strace works here, by tracing a small program.
 *
 * @param name the strace to test; default: `strace` in the PATH
 * @returns its path and version, or why it does not work
 *
 * @example
 * ```ts
 * import { probe_strace } from 'sys-socket/strace';
 *
 * const found = await probe_strace('/nowhere/strace');
 * if (!found.ok) console.log(found.error.code, found.error.cause); // ENOENT missing
 * ```
 */
export async function probe_strace(name = 'strace'): Promise<Result<Probe, StraceRefusal>> {
  check_text(name, 'probe_strace: name');
  const found = find_strace(name);
  if (!found.ok) return err({ code: 'ENOENT', cause: 'missing', message: found.error.message });
  const tried = await strace('/bin/sh', ['-c', ':'], { strace: found.value });
  if (tried.ok) return ok({ path: found.value, version: await version_of(found.value) });
  const { code, message } = tried.error;
  if (code !== 'EPERM') return err({ code: 'NOT_TRACED', cause: 'unknown', message });
  const { cause, advice } = explain(read('/proc/self/status'), read('/proc/sys/kernel/yama/ptrace_scope'));
  return err({ code, cause, message: `${message}: ${advice}` });
}

type Cause = Pick<StraceRefusal, 'cause'> & { readonly advice: string };

/**
 * What forbids ptrace(2), according to the status of this process and to Yama.
 *
 * @internal
 */
export function explain(status: string, ptrace_scope: string): Cause {
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '0';
  const tracer = Number(field('TracerPid'));
  if (tracer !== 0)
    return { cause: 'traced', advice: `process ${tracer} is already tracing this process and its children` };
  const scope = Number(ptrace_scope);
  const may_trace = (BigInt(`0x${field('CapEff')}`) & cap_sys_ptrace) !== 0n;
  if (scope >= 3)
    return { cause: 'yama', advice: 'kernel.yama.ptrace_scope is 3: tracing is disabled until the next boot' };
  if (scope === 2 && !may_trace) {
    return {
      cause: 'yama',
      advice: 'kernel.yama.ptrace_scope is 2: tracing needs CAP_SYS_PTRACE, or sysctl kernel.yama.ptrace_scope=1',
    };
  }
  if (Number(field('Seccomp')) !== 0) {
    const capability = may_trace ? '' : ', and CAP_SYS_PTRACE is missing';
    return { cause: 'seccomp', advice: `a seccomp filter is in force${capability}: docker run --cap-add=SYS_PTRACE` };
  }
  return {
    cause: 'unknown',
    advice: 'no tracer, Yama setting or seccomp filter explains it: it may be a security module',
  };
}

/** CAP_SYS_PTRACE is 19: linux/capability.h. */
const cap_sys_ptrace = 1n << 19n;

function version_of(path: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(path, ['-V'], { timeout: 5000 }, (_error, stdout) => {
      resolve(/version (\S+)/.exec(stdout)?.[1] ?? 'unknown');
    });
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
