import { base, fields, is_plain } from '../codec/intrinsics.js';
import { check_integer, check_u64, is_int, little_endian, view_of } from '../codec/struct.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { layout, offset_of } from '../headers.js';
import { native } from '../native.js';
import { ok_small, type Result } from '../result.js';

/** The errors that epoll_ctl(2) documents, and `EFAULT` for an omitted event. */
export type EpollCtlCode =
  | 'EBADF'
  | 'EEXIST'
  | 'EFAULT'
  | 'EINVAL'
  | 'ELOOP'
  | 'ENOENT'
  | 'ENOMEM'
  | 'ENOSPC'
  | 'EPERM';

/** C's `struct epoll_event`, for {@link epoll_ctl}. */
export interface EpollEvent {
  /**
   * The events to wait for, `EPOLLIN`, `EPOLLOUT`, `EPOLLRDHUP`, `EPOLLPRI`, and the mode, `EPOLLET`, `EPOLLONESHOT`, `EPOLLEXCLUSIVE`,
   * `EPOLLWAKEUP`, or-ed. `EPOLLERR` and `EPOLLHUP` are always reported.
   */
  readonly events: number;
  /** 64 bits of the caller's, which are returned with the events. By default the descriptor, C's `data.fd`. */
  readonly data?: number | bigint;
}

const refused = errors_of<EpollCtlCode>('epoll_ctl');
const { size } = layout('epoll_event');
const events_at = offset_of('epoll_event', 'events');
const data_at = offset_of('epoll_event', 'data');

/** The memory of an event, which the kernel copies. */
interface Scratch {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
}

/** Removed while a call uses it, so that a call that a trace makes meanwhile allocates its own. */
let spare: Scratch | undefined;
const events_word = events_at / 4;
const low_word = (data_at + (little_endian ? 0 : 4)) / 4;
const high_word = (data_at + (little_endian ? 4 : 0)) / 4;

/**
 * `int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)`: epoll_ctl(2). Adds a descriptor to the set, changes its
 * events, or removes it. The kernel removes a descriptor only when the last descriptor of the same open file is closed, so remove it
 * yourself if it was duplicated with {@link dup} or passed on with SCM_RIGHTS.
 *
 * Level-triggered events, the default, are reported as long as the state lasts. `EPOLLET` reports an event once for each arrival, so
 * you must read until EAGAIN. `EPOLLONESHOT` reports one event and then nothing until `EPOLL_CTL_MOD`. With `EPOLLEXCLUSIVE`, an event
 * wakes at least one, but not all, of the instances that wait for the same file.
 *
 * @param epfd the epoll instance
 * @param op `EPOLL_CTL_ADD`, `EPOLL_CTL_MOD` or `EPOLL_CTL_DEL`
 * @param fd the descriptor; the set waits for its open file
 * @param event the events and data; null or omitted, for `EPOLL_CTL_DEL`, is C's NULL
 * @returns 0
 *
 * **Errors**: `EEXIST` `fd` is in the set already; `ENOENT` it is not in the set; `EPERM` epoll cannot wait for a regular file or a
 * directory; `EINVAL` `epfd` is not an epoll instance, or is `fd`, or epoll_ctl(2) forbids this use of `EPOLLEXCLUSIVE`; `ELOOP` epoll
 * instances would wait for each other, or in a chain of more than five; `EBADF` one of the two is not open; `ENOSPC` the limit
 * /proc/sys/fs/epoll/max_user_watches is reached; `EFAULT` `event` is missing.
 *
 * **strace**: `epoll_ctl(3, EPOLL_CTL_ADD, 4, {events=EPOLLIN, data={u32=4, u64=4}}) = 0`
 *
 * @example
 * ```ts
 * import { EPOLL_CTL_ADD, EPOLLET, EPOLLIN, epoll_create1, epoll_ctl, pipe2, unwrap } from 'sys-socket';
 *
 * const epfd = unwrap(epoll_create1(0));
 * const [reader] = unwrap(pipe2(0));
 * console.log(epoll_ctl(epfd, EPOLL_CTL_ADD, reader, { events: EPOLLIN | EPOLLET })); // { ok: true, value: 0 }
 * ```
 */
export function epoll_ctl(epfd: Fd, op: number, fd: Fd, event?: EpollEvent | null): Result<0, SysError<EpollCtlCode>> {
  if (event === undefined || event === null) return answer(native.epoll_ctl(epfd, op, fd, null));
  const scratch = spare ?? new_scratch();
  spare = undefined;
  encode(event, fd, scratch);
  const returned = native.epoll_ctl(epfd, op, fd, scratch.bytes);
  spare = scratch;
  return answer(returned);
}

function answer(returned: number): Result<0, SysError<EpollCtlCode>> {
  return returned >= 0 ? ok_small(0) : refused(returned);
}

function new_scratch(): Scratch {
  const bytes = new Uint8Array(size);
  return { bytes, words: new Uint32Array(bytes.buffer) };
}

function encode(event: EpollEvent, fd: Fd, { bytes, words }: Scratch): void {
  if (typeof event !== 'object' || event === null) throw new TypeError('epoll_ctl: event must be a struct epoll_event');
  const plain = is_plain(event) && !('events' in base || 'data' in base);
  const { events, data = fd >>> 0 } = plain ? event : fields(event, 'events', 'data');
  if (!is_int(events)) check_integer(events, -0x8000_0000, 0xffff_ffff, 'epoll_ctl: event.events');
  if (!is_int(data) || data < 0) check_u64(data, 'epoll_ctl: event.data');
  if (typeof data === 'bigint') {
    view_of(bytes).setBigUint64(data_at, data, little_endian);
  } else {
    words[low_word] = data;
    words[high_word] = data / 2 ** 32;
  }
  words[events_word] = events;
}
