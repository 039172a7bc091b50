import type { TraceEvent } from '../../observe/event.js';
import { fd_printer } from '../../observe/print/fd.js';
import { FrameWatch } from './frame-watch.js';

const in_words = fd_printer('yy');

/** The functions whose first parameter is no descriptor. */
const without_fd = new Set(
  'socket socketpair pipe2 epoll_create1 eventfd timerfd_create signalfd poll ppoll pthread_sigmask gettid tgkill'.split(
    ' ',
  ),
);

/** The functions that return a descriptor. */
const makers = new Set('socket accept accept4 dup dup3 epoll_create1 eventfd timerfd_create signalfd'.split(' '));

/** What is known of a program's descriptors, from its calls. */
export class Descriptors {
  readonly #names = new Map<number, string>();
  readonly #streams = new Map<string, FrameWatch>();

  /** The descriptor that a call is about. */
  of({ function: name, args }: TraceEvent): number | undefined {
    const [fd] = args;
    return without_fd.has(name) || typeof fd !== 'number' ? undefined : fd;
  }

  /** Those that it made. */
  made({ function: name, args, call, result }: TraceEvent): number[] | undefined {
    if (result < 0) return undefined;
    if (makers.has(name) || (name === 'fcntl' && call.includes('F_DUPFD'))) return [result];
    const pair = name === 'socketpair' ? args[3] : name === 'pipe2' ? args[0] : undefined;
    return pair instanceof Int32Array ? [...pair] : undefined;
  }

  /** What is behind one: strace's words, the last ones that it had. */
  behind(fd: number): string | undefined {
    const before = this.#names.get(fd);
    if (before?.includes('->')) return before;
    const found = /<(.*)>/s.exec(in_words(fd))?.[1] ?? before;
    if (found !== undefined) this.#names.set(fd, found);
    return found;
  }

  /** The frames of one direction of a descriptor; undefined when it is no stream. */
  stream(fd: number, direction: 'in' | 'out'): FrameWatch | undefined {
    if (!/^(TCP|UNIX-STREAM)/.test(this.#names.get(fd) ?? '')) return undefined;
    const key = `${fd} ${direction}`;
    const known = this.#streams.get(key) ?? new FrameWatch();
    this.#streams.set(key, known);
    return known;
  }

  /** It was closed, or another stands in its place. */
  forget(fd: number): void {
    this.#names.delete(fd);
    for (const direction of ['in', 'out']) this.#streams.delete(`${fd} ${direction}`);
  }
}
