import type { Native } from '../../native.js';
import { batch_calls } from './batch.js';
import type { Call, Calls } from './call.js';
import { file_calls } from './file.js';
import { ioctl_calls } from './ioctl.js';
import { ready_calls } from './ready.js';
import { signal_calls } from './signal.js';
import { socket_calls } from './socket.js';
import { splice_calls } from './splice.js';
import { transfer_calls } from './transfer.js';

/** Functions of the native table that are libc functions without a syscall of the same name. */
export const of_libc = ['getaddrinfo', 'getnameinfo', 'gai_strerror', 'inet_pton', 'inet_ntop'] as const;

type Syscalls = Exclude<keyof Native, (typeof of_libc)[number]>;

/** A row for every function of the native table that makes a syscall. */
export const calls: Readonly<Record<string, Call>> = {
  ...socket_calls,
  ...transfer_calls,
  ...batch_calls,
  ...ready_calls,
  ...file_calls,
  ...ioctl_calls,
  ...splice_calls,
  ...signal_calls,
} satisfies Calls<Syscalls>;

/** The row of a function. */
export function call_of(name: string): Call | undefined {
  return Object.hasOwn(calls, name) ? calls[name] : undefined;
}

/** The kernel's names of the functions whose row meets the condition. */
export function syscalls_where(is_such: (call: Call) => boolean): ReadonlySet<string> {
  const such = Object.entries(calls).filter(([, call]) => is_such(call));
  return new Set(such.map(([name, { syscall = name }]) => syscall));
}
