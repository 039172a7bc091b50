import { fd_printer } from '../../observe/print/fd.js';
import { FrameWatch } from './frame-watch.js';

const in_words = fd_printer('yy');

/** The descriptors of a program, as far as its calls show them. */
export class Descriptors {
  readonly #names = new Map<number, string>();
  readonly #streams = new Map<string, FrameWatch>();

  /** The annotation of a descriptor in strace's notation; the last known one if the descriptor is closed. */
  behind(fd: number): string | undefined {
    const before = this.#names.get(fd);
    if (before?.includes('->')) return before;
    const found = /<(.*)>/s.exec(in_words(fd))?.[1] ?? before;
    if (found !== undefined) this.#names.set(fd, found);
    return found;
  }

  /** The frames of one direction of a descriptor; undefined if it is not a stream. */
  stream(fd: number, direction: 'in' | 'out'): FrameWatch | undefined {
    if (!/^(TCP|UNIX-STREAM)/.test(this.#names.get(fd) ?? '')) return undefined;
    const key = `${fd} ${direction}`;
    const known = this.#streams.get(key) ?? new FrameWatch();
    this.#streams.set(key, known);
    return known;
  }

  /** Called after a descriptor was closed, or its number was reused. */
  forget(fd: number): void {
    this.#names.delete(fd);
    for (const direction of ['in', 'out']) this.#streams.delete(`${fd} ${direction}`);
  }
}
