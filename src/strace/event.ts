import type { ErrnoName, UnnamedErrno } from '../errno.js';
import type { Descriptor } from './descriptor.js';
import type { Value } from './value.js';

/** The content of a line of a trace. A call that strace split into two lines, because another thread's line came between, is one event. */
export type StraceEvent = StraceCall | StraceSignal | StraceExit | StraceNote | StraceMalformed;

/** The prefix of the event on its line; each field is present if an option of strace requested it. */
export interface Prefix {
  /** The line number in the trace, from 1. For a call it is the line where the call began. */
  readonly number: number;
  /** The thread (`-f`). On a terminal, strace omits it while there is only one. */
  readonly tid?: number;
  /** The name of the thread (`-Y`). */
  readonly comm?: string;
  /** The time, in milliseconds since the epoch (`-ttt`), since midnight (`-t`, `-tt`) or, with only `-r`, since the beginning of the trace. */
  readonly start?: number;
  /** The instruction pointer (`-i`), as text. */
  readonly ip?: string;
  /** The number of the system call (`-n`). */
  readonly syscall_number?: number;
}

/** A system call. Fields that {@link TraceEvent} has too have the same meaning. */
export interface StraceCall extends Prefix {
  readonly kind: 'call';
  /** The syscall: `'sendto'`. */
  readonly name: string;
  readonly args: readonly Value[];
  /** The line, joined if it was split, without prefix and duration: `'close(4) = 0'`, with strace's padding. */
  readonly line: string;
  /** The part before the `=`: `'close(4)'`. */
  readonly call: string;
  /** The part after the `=`: `'0'`, `'-1 EINTR (Interrupted system call) (INJECTED)'`. Empty for a call that never returned. */
  readonly returned: string;
  /**
   * The return value in C: -1 if the call failed. Undefined for `?` and for a call that never returned. Values above 2^53 are rounded;
   * `returned` has all digits.
   */
  readonly result: number | undefined;
  /** The errno, if the call failed. */
  readonly errno?: number;
  /** The name of the errno. Programs never see those that begin with ERESTART. */
  readonly code?: ErrnoName | UnnamedErrno | `ERESTART${string}`;
  /** What strace adds in parentheses: `'Timeout'`, `'[{fd=3, revents=POLLIN}]'`. */
  readonly detail?: string;
  /** Milliseconds (`-T`). */
  readonly duration?: number;
  /** What `-e inject=` replaced: the result (`retval`) or the arguments (`args`). */
  readonly injected?: 'retval' | 'args';
  /** True if a delay of `-e inject=` held the call up: `-e inject=...:delay_enter=`. */
  readonly delayed?: true;
  /** The line number where the call ended, if it is another line: `<... resumed>`. */
  readonly resumed?: number;
  /** True if the call did not return before the thread or the trace ended, or before strace detached: `<detached ...>`. */
  readonly unfinished: boolean;
  /** True if the beginning of the call is not in the trace, so that `args` is empty: `<... read resumed>"ab", 2) = 2`. */
  readonly partial?: true;
  /** The C call stack (`-k`), innermost function first, if it was requested. */
  readonly stack?: readonly string[];
  /** The descriptor that the call works on, and where it comes from. */
  readonly descriptor?: Descriptor;
}

/** A signal was delivered, `--- SIGPIPE {...} ---`, or stopped the thread. */
export interface StraceSignal extends Prefix {
  readonly kind: 'signal';
  readonly name: string;
  /** siginfo_t. */
  readonly info?: Value;
  readonly stopped: boolean;
  readonly line: string;
}

/** A thread has ended: `+++ exited with 0 +++`, `+++ killed by SIGKILL +++`. */
export interface StraceExit extends Prefix {
  readonly kind: 'exit';
  readonly status?: number;
  readonly signal?: string;
  readonly core_dumped: boolean;
  /** The ID of the thread whose execve(2) ended this one. */
  readonly superseded_by?: number;
  readonly line: string;
}

/**
 * A message of strace about itself: `strace: Process 12 attached`. Also the dumps of `-e read=`, the table of `-c`, `--tips`, and a stack
 * frame of `-k` that belongs to no call or was not requested.
 */
export interface StraceNote extends Prefix {
  readonly kind: 'note';
  readonly text: string;
  readonly line: string;
}

/** A line that strace did not print. */
export interface StraceMalformed extends Prefix {
  readonly kind: 'malformed';
  /** The whole line, including the prefix. */
  readonly line: string;
  /** The position in the line, from 0, where it stops being strace's notation. */
  readonly position: number;
  /** What was expected at that position. */
  readonly expected: string;
}
