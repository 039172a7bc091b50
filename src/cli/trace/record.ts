/** The messages of a traced program through its pipe, one line of JSON each. */
export type Message = Hello | Entered | Called;

/** The first message. */
export interface Hello {
  readonly kind: 'hello';
  /** The version of these messages: a program may use another copy of the package than the command. */
  readonly protocol: number;
  readonly pid: number;
}

export const protocol = 2;

/** A call that may block has begun. */
export interface Entered {
  readonly kind: 'enter';
  readonly begun: string;
  /** The C function: `recv`. */
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
  /** The C function: `recv`. */
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
  /** The descriptor that the call works on. */
  readonly fd?: number | undefined;
  /** The annotation of the descriptor, as with strace's `-yy`: `TCP:[127.0.0.1:9000]`. */
  readonly behind?: string | undefined;
  /** The descriptors that the call created. */
  readonly made?: readonly number[] | undefined;
  readonly moved?: Moved | undefined;
  /** True if SYS_SOCKET_FAULT changed the call. */
  readonly injected?: boolean | undefined;
}

/** The bytes that a call moved, or was to move. */
export interface Moved {
  readonly direction: 'in' | 'out';
  /** The size of the buffer, or the number of bytes to send. */
  readonly wanted: number;
  /** The parts of frames, if the bytes are frames: `['header 11']`. */
  readonly frames?: readonly string[] | undefined;
}

/** A call, and the program that made it. */
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

/** The number of bytes that a call moved; undefined if it is not a transfer, or failed. */
export function bytes_of({ moved, result }: Called): number | undefined {
  return moved === undefined || result < 0 ? undefined : result;
}

/** The annotation of a socket that keeps the boundaries of messages: one that is shorter than its buffer is whole. */
const keeps_messages = /^(UDP|UNIX-DGRAM|UNIX-SEQPACKET|NETLINK|RAW|PING|PACKET)/;

/** True if the call moved some of the bytes but not all. */
export function is_partial(call: Called): boolean {
  const bytes = bytes_of(call);
  if (call.moved === undefined || bytes === undefined || bytes <= 0 || bytes >= call.moved.wanted) return false;
  return call.moved.direction === 'out' || !keeps_messages.test(call.behind ?? '');
}
