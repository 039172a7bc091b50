/** What a traced program says through its pipe, a line of JSON each. */
export type Message = Hello | Entered | Called;

/** First of all. */
export interface Hello {
  readonly kind: 'hello';
  /** Which of these messages are meant: programs bring their own copy of the package. */
  readonly protocol: number;
  readonly pid: number;
}

export const protocol = 2;

/** A call that may block was begun. */
export interface Entered {
  readonly kind: 'enter';
  readonly begun: string;
  /** The function of C: `recv`. */
  readonly function: string;
  /** Milliseconds of CLOCK_MONOTONIC, which all processes of the host share. */
  readonly at: number;
  readonly tid: number;
  readonly where?: string | undefined;
}

/** A call has returned. */
export interface Called {
  readonly kind: 'call';
  /** The syscall: `recvfrom`. */
  readonly name: string;
  /** The function of C: `recv`. */
  readonly function: string;
  /** `recvfrom(4, "\0\0\0\v", 4, 0, NULL, NULL)` */
  readonly call: string;
  /** `4`, `-1 EAGAIN (Resource temporarily unavailable)` */
  readonly returned: string;
  readonly result: number;
  readonly errno?: number | undefined;
  readonly code?: string | undefined;
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly blocks: boolean;
  readonly tid: number;
  readonly where?: string | undefined;
  /** The descriptor that the call is about. */
  readonly fd?: number | undefined;
  /** What is behind it, as strace's `-yy` says: `TCP:[127.0.0.1:9000]`. */
  readonly behind?: string | undefined;
  /** The descriptors that it made. */
  readonly made?: readonly number[] | undefined;
  readonly moved?: Moved | undefined;
  /** A fault of SYS_SOCKET_FAULT. */
  readonly injected?: boolean | undefined;
}

/** Bytes that a call carried, or was to carry. */
export interface Moved {
  readonly direction: 'in' | 'out';
  /** How many there was room for, or were to be sent. */
  readonly wanted: number;
  /** Parts of frames, when these are frames: `['header 11']`. */
  readonly frames?: readonly string[] | undefined;
}

/** A call, and whose it was. */
export interface Call extends Called {
  /** The program's name in the trace: `echo-server`. */
  readonly program: string;
  readonly pid: number;
}

/** A call that has not returned yet. */
export interface Waiting extends Entered {
  readonly program: string;
  readonly pid: number;
}

/** How many bytes it carried; undefined when it is no transfer, or was refused. */
export function bytes_of({ moved, result }: Called): number | undefined {
  return moved === undefined || result < 0 ? undefined : result;
}

/** The kernel took, or gave, some but not all. */
export function is_partial(call: Called): boolean {
  const bytes = bytes_of(call);
  return bytes !== undefined && bytes > 0 && bytes < (call.moved?.wanted ?? 0);
}
