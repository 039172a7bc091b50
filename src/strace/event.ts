import type { ErrnoName, UnnamedErrno } from '../errno.js';
import type { Descriptor } from './descriptor.js';
import type { Value } from './value.js';

/** What a line of strace's says, or two of them: a call that was interrupted by another thread's line is one event. */
export type StraceEvent = StraceCall | StraceSignal | StraceExit | StraceNote | StraceMalformed;

/** What stands in front of a line, as far as strace was asked for it. */
export interface Prefix {
  /** The number of the line in the trace, from 1: where the call began. */
  readonly number: number;
  /** The thread (`-f`). strace leaves it out on the terminal while there is one only. */
  readonly tid?: number;
  /** The name of the thread (`-Y`). */
  readonly comm?: string;
  /**
   * When, in milliseconds: since the epoch (`-ttt`), since midnight (`-t`, `-tt`), or, with nothing but `-r`, since the trace began.
   */
  readonly start?: number;
  /** The instruction pointer (`-i`), as text. */
  readonly ip?: string;
  /** The number of the system call (`-n`). */
  readonly syscall_number?: number;
}

/** A system call. The fields that {@link TraceEvent} has too mean the same. */
export interface StraceCall extends Prefix {
  readonly kind: 'call';
  /** The syscall: `'sendto'`. */
  readonly name: string;
  readonly args: readonly Value[];
  /** The line, in one piece, without what stands in front and the time it took: `'close(4) = 0'`, padded as there. */
  readonly line: string;
  /** Its first part: `'close(4)'`. */
  readonly call: string;
  /** Its second part: `'0'`, `'-1 EINTR (Interrupted system call) (INJECTED)'`. Empty for a call that never returned. */
  readonly returned: string;
  /**
   * What C returns: -1 when the kernel refused. Undefined for `?` and for a call that never returned. Past 2^53 it is rounded, and
   * `returned` has the digits.
   */
  readonly result: number | undefined;
  /** Why, when it refused. */
  readonly errno?: number;
  /** The name of that. Those that begin with ERESTART never leave the kernel. */
  readonly code?: ErrnoName | UnnamedErrno | `ERESTART${string}`;
  /** What strace adds in parentheses: `'Timeout'`, `'[{fd=3, revents=POLLIN}]'`. */
  readonly detail?: string;
  /** Milliseconds (`-T`). */
  readonly duration?: number;
  /** strace made the result up (`retval`), or changed the arguments: `-e inject=`. */
  readonly injected?: 'retval' | 'args';
  /** ... or held the call up: `-e inject=...:delay_enter=`. */
  readonly delayed?: true;
  /** The number of the line where it ended, when that is another: `<... resumed>`. */
  readonly resumed?: number;
  /** It did not return before the thread, or the trace, ended, or strace let go of it: `<detached ...>`. */
  readonly unfinished: boolean;
  /** Its beginning is not in the trace, and `args` is empty: `<... read resumed>"ab", 2) = 2`. */
  readonly partial?: true;
  /** The C functions that led to it (`-k`), innermost first; when they were asked for. */
  readonly stack?: readonly string[];
  /** The descriptor that the call is about, and where that came from. */
  readonly descriptor?: Descriptor;
}

/** A signal was delivered: `--- SIGPIPE {...} ---`. Or the thread was stopped by one. */
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
  /** Another thread's execve(2) ended this one: its number. */
  readonly superseded_by?: number;
  readonly line: string;
}

/**
 * What strace says about itself: `strace: Process 12 attached`. Also the dumps of `-e read=`, the table of `-c`, `--tips`, and a frame
 * of `-k` that belongs to no call, or was not asked for.
 */
export interface StraceNote extends Prefix {
  readonly kind: 'note';
  readonly text: string;
  readonly line: string;
}

/** A line that is none of strace's. */
export interface StraceMalformed extends Prefix {
  readonly kind: 'malformed';
  /** The whole line, what stands in front of it included. */
  readonly line: string;
  /** Where in it the notation was left, from 0. */
  readonly position: number;
  /** What was expected there. */
  readonly expected: string;
}
