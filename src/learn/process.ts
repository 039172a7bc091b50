// What /proc shows of a process: proc(5).
import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { setImmediate as polled, setTimeout as sleep } from 'node:timers/promises';

/** A process, and those that it started. */
export function family(pid: number): number[] {
  const children = names(`/proc/${pid}/task`).flatMap(
    (tid) => read(`/proc/${pid}/task/${tid}/children`).match(/\d+/g) ?? [],
  );
  return [pid, ...children.map(Number).flatMap(family)];
}

/** The thread of binding/watcher.cc. It checks blocked workers from time to time, which is not activity of the program. */
const watcher = /^Name:\tsocket-watcher$/m;

/**
 * The sleeping threads: undefined if one of them is running or runnable. The numbers count how often each has slept so far, so two
 * equal results mean that none of them has run in between.
 */
function sleeps(pid: number): string | undefined {
  const told: string[] = [];
  for (const process of family(pid)) {
    for (const tid of names(`/proc/${process}/task`)) {
      const status = read(`/proc/${process}/task/${tid}/status`);
      if (watcher.test(status)) continue;
      if (!/^State:\t[SIT]/m.test(status)) return undefined;
      told.push(`${tid} ${status.match(/ctxt_switches:\t\d+/g)?.join(' ')}`);
    }
  }
  return told.join('\n');
}

/** True if all threads of a process and its children are asleep or stopped. One that waits for a disk or a page of memory is not asleep. */
export function is_asleep(pid: number): boolean {
  return sleeps(pid) !== undefined;
}

/** True for a thread that is running or runnable. */
export function runs(pid: number, tid: number): boolean {
  return /^State:\tR/m.test(read(`/proc/${pid}/task/${tid}/status`));
}

/** The processor time of a process, in ms; undefined if all of its threads are asleep, or it is gone. */
export function work(pid: number): number | undefined {
  return names(`/proc/${pid}/task`).some((tid) => runs(pid, Number(tid))) ? used_by(pid) : undefined;
}

/** True once SIGSTOP has stopped all threads of a process and its children. */
export function is_stopped(pid: number): boolean {
  return family(pid).every((process) =>
    names(`/proc/${process}/task`).every((tid) => /^State:\tT/m.test(read(`/proc/${process}/task/${tid}/status`))),
  );
}

/** The interval at which a process is checked, in ms. */
const every = 5;

/** How much one interval counts at most, in ms: a delay on a busy host is not silence of the program. */
const longest = 4 * every;

/** In ms. */
export interface Patience {
  readonly quiet: number;
  readonly patience: number;
  /** Processor time of one thread: workers that start together need more than that together. */
  readonly busy?: number;
  /** True once nothing is in transit to the process. Before that, silence does not count. */
  readonly arrived?: () => boolean;
  /** The time that it has slept while it was awaited, which each wait adds to. */
  readonly meter?: { slept: number };
}

/**
 * Waits until a condition holds, and returns true. Returns false once all threads of the process have slept for `quiet` without a break,
 * so that the condition will not hold by itself, and undefined if neither happened within `patience`.
 */
export async function until(
  pid: number,
  so: () => boolean,
  { quiet, patience, busy, arrived, meter }: Patience,
): Promise<boolean | undefined> {
  const is_busy = busy === undefined ? undefined : limited(pid, busy);
  let waited = 0;
  let slept = 0;
  for (let before = sleeps(pid); ; ) {
    if (so()) return true;
    if (before !== undefined && slept >= quiet && arrived?.() !== false) return false;
    if (waited >= patience) return undefined;
    if (is_busy?.() === true) return undefined;
    const counts = await look();
    const after = sleeps(pid);
    const asleep = after !== undefined && after === before;
    waited += counts;
    slept = asleep ? slept + counts : 0;
    if (asleep && meter !== undefined) meter.slept += counts;
    before = after;
  }
}

/** Checks until a condition holds, for this many ms of checks. */
export async function looks(so: () => boolean, patience: number): Promise<void> {
  for (let waited = 0; waited < patience && !so(); ) waited += await look();
}

/** Waits for the next check. @returns the counted length of the interval, in ms */
async function look(): Promise<number> {
  const began = performance.now();
  await sleep(every);
  // A late timer fires before pending I/O is processed: two concurrent waits would never see it.
  await polled();
  return Math.min(performance.now() - began, longest);
}

/** The number of sockets that a process and its children have open. */
export function open_sockets(pid: number): number {
  const links = family(pid).flatMap((process) =>
    names(`/proc/${process}/fd`).map((fd) => link(`/proc/${process}/fd/${fd}`)),
  );
  return links.filter((to) => to.startsWith('socket:')).length;
}

/** The peak of mapped memory of one of them, in bytes. */
export function peak_memory(pid: number): number {
  const kilobytes = family(pid).map((process) =>
    Number(/^VmPeak:\s+(\d+)/m.exec(read(`/proc/${process}/status`))?.[1] ?? 0),
  );
  return 1024 * Math.max(...kilobytes);
}

/** True if it has a handler for the signal. */
export function catches(pid: number, signal: number): boolean {
  const mask = /^SigCgt:\s+([\da-f]+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
}

const O_NONBLOCK = 0o4000; // the same on x86-64 and arm64

/** True if the descriptor has O_NONBLOCK. */
export function never_blocks(pid: number, fd: number): boolean {
  const flags = /^flags:\s+([0-7]+)/m.exec(read(`/proc/${pid}/fdinfo/${fd}`))?.[1] ?? '0';
  return (Number.parseInt(flags, 8) & O_NONBLOCK) !== 0;
}

/** More than a file of a process or thread has. It is reused, because readFileSync takes new memory for each of some thousand files a second. */
const room = Buffer.alloc(16_384);

/** The content of a file; empty if the file no longer exists. */
function read(file: string): string {
  let fd: number | undefined;
  try {
    fd = openSync(file, 'r');
    return room.toString('latin1', 0, readSync(fd, room));
  } catch {
    return '';
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

/** The children of a process: their state (`R`, `S`, `T`), and the processor time that they have used. */
export function children_of(parent: number): { pid: number; state: string; used: Used }[] {
  return family(parent)
    .slice(1)
    .map((pid) => ({ pid, state: stat(pid)[0] ?? '', used: used_so_far(pid) }));
}

/** @param whom a process, `PID`, or a thread, `PID/task/TID` */
function used_by(whom: number | string): number {
  const [, , , , , , , , , , , user = 0, system = 0] = stat(whom).map(Number);
  return ticks * (user + system);
}

/** The processor time of a process and of each of its threads, in ms. */
export interface Used {
  readonly whole: number;
  readonly threads: ReadonlyMap<string, number>;
}

function used_so_far(pid: number): Used {
  const threads = names(`/proc/${pid}/task`).map((tid) => [tid, used_by(`${pid}/task/${tid}`)] as const);
  return { whole: used_by(pid), threads: new Map(threads) };
}

/** The processor time that the busiest thread has used since `before`, in ms. */
export function busiest(now: Used, before: Used): number {
  return Math.max(0, ...[...now.threads].map(([tid, used]) => used - (before.threads.get(tid) ?? 0)));
}

/** Returns a function that tells whether a thread has used this much processor time from now on. */
function limited(pid: number, limit: number): () => boolean {
  const before = used_so_far(pid);
  // The process is one file to read, the threads are one each.
  return () => used_by(pid) - before.whole >= limit && busiest(used_so_far(pid), before) >= limit;
}

/** The fields of /proc/PID/stat, from the state on. */
function stat(whom: number | string): string[] {
  return read(`/proc/${whom}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
}

/** The length of a tick in /proc, in ms: USER_HZ is 100 on x86-64 and arm64. */
const ticks = 10;
