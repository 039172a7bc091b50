import type { StraceEvent } from './event.js';

/**
 * Why a program did not run under strace from its beginning to its end.
 *
 * `ENOENT`: strace, or the program, does not exist. `EACCES`: permission denied, for example because the program is not executable. `EPERM`:
 * strace is not allowed to trace here; `probe_strace` says why. `NOT_TRACED`: strace failed for another reason, which is in the message.
 * `DEADLINE_EXCEEDED`: the timeout was reached. `ABORTED`: the signal was aborted.
 */
export interface StraceError {
  readonly code: 'ENOENT' | 'EACCES' | 'EPERM' | 'NOT_TRACED' | 'DEADLINE_EXCEEDED' | 'ABORTED';
  readonly message: string;
  /** The events until then. */
  readonly events: readonly StraceEvent[];
  readonly stdout: string;
  readonly stderr: string;
}

export function failure(code: StraceError['code'], message: string, stdout = '', stderr = ''): StraceError {
  return { code, message, events: [], stdout, stderr };
}

/** The error that strace printed on stderr; undefined if it succeeded or printed none. */
export function refusal(code: number, stdout: string, stderr: string): StraceError | undefined {
  const said = /^(?:strace|\S*strace): (.*)$/m.exec(stderr)?.[1];
  if (code === 0 || said === undefined) return undefined;
  if (/Operation not permitted/.test(said)) return failure('EPERM', said, stdout, stderr);
  if (/No such file|Cannot find executable/.test(said)) return failure('ENOENT', said, stdout, stderr);
  if (/Permission denied/.test(said)) return failure('EACCES', said, stdout, stderr);
  return failure('NOT_TRACED', said, stdout, stderr);
}
