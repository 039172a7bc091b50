import type { Descriptor, Made } from './descriptor.js';
import type { StraceCall, StraceExit } from './event.js';
import {
  CLOSE_RANGE_CLOEXEC,
  clones_with,
  closes_on_exec_after,
  is_fork,
  made_by,
  subject_of,
  unshares_files,
} from './fd-calls.js';
import { has_bit, is, number_of, type Value } from './value.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Entry {
  made: Made;
  peer?: string;
  closes_on_exec: boolean;
}

/** The descriptors of one process, which its threads share. */
type Table = Map<number, Entry>;

/** Follows descriptors through a trace, over dup, close, exec and fork. */
export interface Descriptors {
  /** A call has begun and not returned yet: a child may appear before it does. */
  begin(tid: number | undefined, text: string): void;
  /** A call has returned. Its descriptor is added to it. */
  see(call: StraceCall): StraceCall;
  exit(event: StraceExit): void;
}

export function descriptors(): Descriptors {
  const tables = new Map<number | undefined, Table>();
  /** Threads inside a clone, and whether the new thread shares their table. */
  const forking = new Map<number | undefined, boolean>();

  const table_of = (tid: number | undefined): Table => {
    const found = tables.get(tid);
    if (found !== undefined) return found;
    const table = adopted() ?? anonymous(tid) ?? new Map<number, Entry>();
    tables.set(tid, table);
    return table;
  };

  /** The table of an unknown thread: the child of the clone in progress, if there is only one. */
  const adopted = (): Table | undefined => {
    const [parent, ...others] = forking;
    if (parent === undefined || others.length > 0) return undefined;
    return inherited(table_of(parent[0]), parent[1]);
  };

  /** On a terminal, the first thread has no number until there is a second. */
  const anonymous = (tid: number | undefined): Table | undefined =>
    tid === undefined ? undefined : tables.get(undefined);

  /** Gives a thread a copy of the table that it may share. */
  const unshared = (tid: number | undefined): Table => {
    const table = inherited(table_of(tid), false);
    tables.set(tid, table);
    return table;
  };

  const fork = (call: StraceCall): void => {
    forking.delete(call.tid);
    const child = call.result;
    if (child === undefined || child <= 0 || tables.has(child)) return;
    tables.set(child, inherited(table_of(call.tid), clones_with(call.call, 'CLONE_FILES')));
  };

  return {
    begin(tid, text) {
      table_of(tid);
      if (is_fork(text.slice(0, text.indexOf('(')))) forking.set(tid, clones_with(text, 'CLONE_FILES'));
    },
    see(call) {
      const table = call.result === 0 && unshares_files(call) ? unshared(call.tid) : table_of(call.tid);
      if (is_fork(call.name)) fork(call);
      const fd = subject_of(call);
      const before = fd === undefined ? undefined : table.get(fd);
      follow(table, call, fd);
      if (fd === undefined) return call;
      const name = is(call.args[0], 'numbered') ? call.args[0].is : undefined;
      const peer = (name?.kind === 'socket' ? name.peer : undefined) ?? before?.peer;
      const descriptor: Mutable<Descriptor> = { fd };
      if (before !== undefined) descriptor.made = before.made;
      if (name !== undefined) descriptor.is = name;
      if (peer !== undefined) descriptor.peer = peer;
      return Object.assign(call, { descriptor }); // not shared yet
    },
    exit({ tid, superseded_by }) {
      const heir = tables.get(superseded_by);
      if (superseded_by === undefined || heir === undefined) tables.delete(tid);
      else tables.set(tid, heir);
      forking.delete(tid);
    },
  };
}

/** Applies a call to the table. */
function follow(table: Table, call: StraceCall, fd: number | undefined): void {
  const { name, args, result } = call;
  // Linux closes the descriptor even when close(2) is interrupted.
  if (name === 'close' && fd !== undefined && call.code !== 'EBADF') table.delete(fd);
  else if (name === 'close_range' && result === 0) close_range(table, args);
  else if (name === 'connect' && fd !== undefined) connect(table.get(fd), call);
  else if (name.startsWith('execve') && result === 0) {
    for (const [open, { closes_on_exec }] of table) if (closes_on_exec) table.delete(open);
  }
  const entry = table.get(fd ?? -1);
  if (entry !== undefined) entry.closes_on_exec = closes_on_exec_after(call) ?? entry.closes_on_exec;
  const made = made_by(call);
  if (made.length === 0) return;
  const is_duplicate = /^dup|^fcntl/.test(name);
  const source =
    fd === undefined || !(is_duplicate || name.startsWith('accept') || /^recvm/.test(name)) ? undefined : fd;
  const origin = is_duplicate && source !== undefined ? table.get(source) : undefined;
  const first = origin?.made.first ?? origin?.made;
  const peer = name.startsWith('accept') ? address(args[1]) : origin?.peer;
  for (const number of made) {
    if (is_duplicate && number === source) continue; // dup2 onto itself does nothing
    table.set(number, {
      made: {
        by: name,
        number: call.number,
        ...(call.tid !== undefined && { tid: call.tid }),
        ...(source !== undefined && { from: source }),
        ...(first !== undefined && { first: without_first(first) }),
      },
      ...(peer !== undefined && { peer }),
      closes_on_exec: /CLOEXEC/.test(call.call),
    });
  }
}

/** Only the first descriptor of a chain of duplicates is kept, because the chain may be as long as the trace. */
function without_first({ first: _, ...made }: Made): Made {
  return made;
}

function close_range(table: Table, [first, last, flags]: StraceCall['args']): void {
  const low = number_of(first) ?? Number.POSITIVE_INFINITY;
  const high = number_of(last) ?? Number.POSITIVE_INFINITY;
  const later = has_bit(flags, 'CLOSE_RANGE_CLOEXEC', CLOSE_RANGE_CLOEXEC);
  for (const [fd, entry] of table) {
    if (fd < low || fd > high) continue;
    if (later) entry.closes_on_exec = true;
    else table.delete(fd);
  }
}

function connect(entry: Entry | undefined, { args, result, code }: StraceCall): void {
  const peer = address(args[1]);
  if (entry !== undefined && peer !== undefined && (result === 0 || code === 'EINPROGRESS')) entry.peer = peer;
}

/** `'127.0.0.1:9000'`, `'[::1]:9000'`, a path, `'@name'`: the address in an argument of a call. */
function address(value: Value | undefined): string | undefined {
  if (!is(value, 'struct')) return undefined;
  const { sin_port, sin_addr, sin6_port, sin6_addr, path, sun_path = path } = value.fields;
  if (is(sun_path, 'string')) return `${sun_path.abstract ? '@' : ''}${Buffer.from(sun_path.bytes).toString()}`;
  const port = argument(sin_port ?? sin6_port, 0);
  if (sin_addr !== undefined && port !== undefined) return `${argument(sin_addr, 0) ?? '?'}:${port}`;
  if (sin6_addr !== undefined && port !== undefined) return `[${argument(sin6_addr, 1) ?? '?'}]:${port}`;
  return undefined;
}

function argument(value: Value | undefined, index: number): string | number | undefined {
  const inner = is(value, 'expression') ? value.args[index] : undefined;
  if (is(inner, 'string')) return Buffer.from(inner.bytes).toString();
  return typeof inner === 'number' ? inner : undefined;
}

function inherited(parent: Table, shared: boolean): Table {
  return shared ? parent : new Map([...parent].map(([fd, entry]) => [fd, { ...entry }]));
}
