import { closeSync, existsSync, openSync } from 'node:fs';
import { append } from '../../codec/intrinsics.js';
import { constant } from '../../headers.js';
import { keeper, kernel } from '../../native.js';
import { fd as is_fd } from '../calls/accepts.js';
import { tid } from '../thread.js';
import { type Book, is_open, state } from './book.js';
import type { Cause, Finding } from './finding.js';
import { call_text, caused, type Seen, type Tell } from './seen.js';

const EBADF = constant('EBADF');
const EMFILE = constant('EMFILE');
const F_DUPFD_CLOEXEC = constant('F_DUPFD_CLOEXEC');
const F_GETFD = constant('F_GETFD');
const FD_CLOEXEC = constant('FD_CLOEXEC');
/** open(2): a descriptor that cannot be read or written. Node does not export it; x64 and arm64 have the same value (asm-generic/fcntl.h). */
const O_PATH = 0o10000000;

/** The number of closed descriptors that are withheld from reuse, in each thread. */
const rests = 64;

/** Follows descriptors from the line that opened them to the line that closed them. */
export class Descriptors {
  readonly #book: Book;
  readonly #tell: Tell;
  /** Duplicated to the number of a closed descriptor, so that the number is not reused: I/O on an O_PATH descriptor fails with EBADF. */
  readonly #tomb = openSync('/', O_PATH);
  readonly #resting: number[] = [];
  /** The descriptors that were open before the check. */
  readonly #before: ReadonlySet<string>;

  constructor(book: Book, tell: Tell) {
    this.#book = book;
    this.#tell = tell;
    this.#before = new Set(book.open().map((fd) => this.#key(fd)));
    keeper.keeps = (fd) => book.change(fd, state.open, state.unknown);
  }

  /** @returns the error for the call if it must not be made */
  before(seen: Seen): number | undefined {
    for (const fd of used_by(seen)) {
      if (this.#book.state_of(fd) !== state.resting) continue;
      this.#found(seen, fd);
      return -EBADF;
    }
    return undefined;
  }

  /** Releases the withheld numbers if the call failed with EMFILE. @returns whether any were released */
  makes_room(result: number): boolean {
    if (result !== -EMFILE || this.#resting.length === 0) return false;
    this.#wake(0);
    return true;
  }

  after(seen: Seen): void {
    const { name, args, result, row, fd } = seen;
    if (result === -EBADF) {
      const gone = used_by(seen).find((used) => this.#book.state_of(used) === state.closed && !is_open(used, F_GETFD));
      if (gone !== undefined) this.#found(seen, gone);
    }
    if (name === 'close' && fd !== undefined && result !== -EBADF) this.#close(fd, seen);
    if (result < 0) return;
    for (const made of row.makes?.(result, ...args) ?? []) this.#book.opened(made, { by: name, where: seen.site() });
  }

  /** Reports descriptors that are open at the end but were not at the beginning. @param whole true: of all threads; false: of this thread only */
  left(whole: boolean): void {
    for (const fd of this.#book.open()) {
      const opener = this.#book.opener_of(fd);
      const own = opener === tid();
      if (this.#before.has(this.#key(fd)) || (!whole && !own)) continue;
      const { by, where } = this.#book.opened_by(fd);
      const gone = !own && !existsSync(`/proc/self/task/${opener}`);
      this.#tell(
        { site: () => where },
        gone
          ? {
              kind: 'left-by-worker',
              message: `fd ${fd} was left open by thread ${opener}, which has ended`,
              causes: [caused(`opened by ${by}`, where)],
              fd,
            }
          : {
              kind: 'leak',
              message: `fd ${fd} is still open at the end`,
              causes: [caused(`opened by ${by}`, where)],
              fd,
            },
      );
    }
  }

  /** Reports, at the start of a child, the descriptors that it inherits because they lack FD_CLOEXEC, except those passed in `stdio`. */
  child(site: () => string | undefined, given: ReadonlySet<unknown>): void {
    for (const fd of this.#book.open()) {
      const flags = kernel.fcntl(fd, F_GETFD, 0);
      if (given.has(fd) || flags < 0 || (flags & FD_CLOEXEC) !== 0) continue;
      const { by, where } = this.#book.opened_by(fd);
      this.#tell(
        { site },
        {
          kind: 'no-cloexec',
          message: `a child inherits fd ${fd}, which does not have FD_CLOEXEC`,
          causes: [caused(`opened by ${by}`, where)],
          fd,
        },
      );
    }
  }

  /** @param whole true if the process ends too: its exit closes the descriptors, and its trace shows no close calls for them */
  end(whole: boolean): void {
    if (whole) return;
    keeper.keeps = () => {};
    this.#wake(0);
    closeSync(this.#tomb);
  }

  #close(fd: number, seen: Seen): void {
    this.#book.closed(fd, { by: 'close', where: seen.site() });
    const taken = kernel.fcntl(this.#tomb, F_DUPFD_CLOEXEC, fd);
    if (taken !== fd) {
      if (taken >= 0) kernel.close(taken); // another thread took the number first
      return;
    }
    if (!this.#book.change(fd, state.closed, state.resting)) return;
    append(this.#resting, fd);
    this.#wake(rests);
  }

  /** Releases the numbers that have been withheld longest. */
  #wake(keep: number): void {
    while (this.#resting.length > keep) {
      const fd = this.#resting.shift();
      if (fd !== undefined && this.#book.change(fd, state.resting, state.closed)) kernel.close(fd);
    }
  }

  #found(seen: Seen, fd: number): void {
    const closed = this.#book.closed_by(fd);
    const opened = this.#book.opened_by(fd);
    const twice = seen.name === 'close';
    seen.found = true;
    const causes: readonly Cause[] = [
      caused('closed', closed.where),
      ...(opened.by === '' ? [] : [caused(`opened by ${opened.by}`, opened.where)]),
    ];
    const finding: Omit<Finding, 'where' | 'tid'> = twice
      ? {
          kind: 'double-close',
          message: `close(${fd}) on a descriptor that is already closed`,
          causes,
          fd,
          code: 'EBADF',
        }
      : {
          kind: 'use-after-close',
          message: `${call_text({ ...seen, fd })} on a descriptor that is closed`,
          causes,
          fd,
          code: 'EBADF',
        };
    this.#tell(seen, finding);
  }

  #key(fd: number): string {
    return `${fd} ${this.#book.generation_of(fd)}`;
  }
}

/** The descriptors that a call uses; not the one that dup3 creates. */
function used_by({ row, args, name }: Seen): number[] {
  return row.accepts.flatMap((accepts, i) => {
    const arg = args[i];
    return accepts === is_fd && typeof arg === 'number' && !(name === 'dup3' && i === 1) ? [arg] : [];
  });
}
