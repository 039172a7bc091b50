import { bytes_of, type Call, is_partial } from './record.js';

/** The counts of one descriptor, from the call that created it to its close. */
export interface Row {
  readonly program: string;
  readonly fd: number;
  behind: string | undefined;
  calls: number;
  sent: number;
  received: number;
  /** Transfers that moved some bytes but not all. */
  partial: number;
  eagain: number;
  eintr: number;
  /** Other errors. */
  errors: number;
  /** The total duration of calls, in milliseconds. */
  time: number;
  closed: boolean;
}

/** Counts by descriptor. */
export class Tally {
  readonly #rows: Row[] = [];
  readonly #open = new Map<string, Row>();

  /** All calls, including those without a descriptor. */
  calls = 0;

  get rows(): readonly Row[] {
    return this.#rows;
  }

  add(call: Call): void {
    this.calls += 1;
    for (const fd of call.made ?? []) this.#begin(call.program, fd);
    const { fd } = call;
    if (fd === undefined || call.code === 'EBADF') return;
    const row = this.#open.get(key(call.program, fd)) ?? this.#begin(call.program, fd);
    count(row, call);
    if (call.name === 'close' && call.result === 0) {
      row.closed = true;
      this.#open.delete(key(call.program, fd));
    }
  }

  #begin(program: string, fd: number): Row {
    const zero = { calls: 0, sent: 0, received: 0, partial: 0, eagain: 0, eintr: 0, errors: 0, time: 0 };
    const row: Row = { program, fd, behind: undefined, ...zero, closed: false };
    this.#rows.push(row);
    this.#open.set(key(program, fd), row);
    return row;
  }
}

function key(program: string, fd: number): string {
  return `${program} ${fd}`;
}

function count(row: Row, call: Call): void {
  row.behind = call.behind ?? row.behind;
  row.calls += 1;
  row.time += call.duration;
  const bytes = bytes_of(call) ?? 0;
  if (call.moved?.direction === 'out') row.sent += bytes;
  else row.received += bytes;
  if (is_partial(call)) row.partial += 1;
  if (call.code === 'EAGAIN') row.eagain += 1;
  else if (call.code === 'EINTR') row.eintr += 1;
  else if (call.result < 0) row.errors += 1;
}
