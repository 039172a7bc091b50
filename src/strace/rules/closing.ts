import { SOCK_CLOEXEC } from '../../constants.js';
import type { StraceCall, StraceEvent } from '../event.js';
import { CLOSE_RANGE_CLOEXEC, closes_on_exec_after, made_by } from '../fd-calls.js';
import { has_bit, number_of } from '../value.js';
import { closes_in_loops } from './close-loops.js';
import { processes } from './processes.js';
import { is_socket, key_of } from './transfer.js';
import { broken, holds, NothingToJudge, type Verdict } from './verdict.js';

/** A socket that a process has created and not closed. */
interface Open {
  /** The event that created it. */
  readonly at: number;
  readonly fd: number;
  readonly process: number | undefined;
  closes_on_exec: boolean;
}

/**
 * Every socket that the program created is closed, once, by the process that created it: a child has a copy of it. If that process has ended,
 * a child may close it.
 *
 * @param events the trace
 * @param options `by_exit_only`: a process that a signal killed may leave its sockets open, and so may one with threads that were not traced
 */
export function closes_every_socket(
  events: readonly StraceEvent[],
  { by_exit_only = false }: { readonly by_exit_only?: boolean } = {},
): Verdict {
  const known = processes(events);
  const loops = closes_in_loops(events);
  const open = new Map<string, Open>();
  /** The key of the last socket with a number, by process and number. */
  const last = new Map<string, string>();
  /** The sockets that were closed, by process and number, until the number is that of another descriptor. */
  const closed = new Set<string>();
  const ended = new Set<number | undefined>();
  const killed = new Set<number | undefined>();
  let count = 0;

  const of_process = (process: number | undefined, low = 0, high = Number.POSITIVE_INFINITY): [string, Open][] =>
    [...open].filter(([, socket]) => socket.process === process && socket.fd >= low && socket.fd <= high);

  /** The calls that close without close(2). */
  const close_otherwise = (call: StraceCall, process: number | undefined): void => {
    if (call.result === undefined || call.result < 0) return;
    if (call.name === 'close_range') {
      const [low = 0, high = 0] = call.args.slice(0, 2).map((arg) => number_of(arg) ?? Number.POSITIVE_INFINITY);
      for (const [key, socket] of of_process(process, low, high)) {
        if (has_bit(call.args[2], 'CLOSE_RANGE_CLOEXEC', CLOSE_RANGE_CLOEXEC)) socket.closes_on_exec = true;
        else open.delete(key);
      }
    } else if (call.name.startsWith('execve')) {
      for (const [key, socket] of of_process(process)) {
        if (socket.closes_on_exec) open.delete(key);
      }
    } else if (/^dup[23]$/.test(call.name) && call.result !== number_of(call.args[0])) {
      for (const [key] of of_process(process, call.result, call.result)) open.delete(key);
    }
    const socket = open.get(key_of(call));
    if (socket === undefined || socket.process !== process) return;
    socket.closes_on_exec = closes_on_exec_after(call) ?? socket.closes_on_exec;
  };

  for (const [at, event] of events.entries()) {
    const process = known.of(event);
    if (event.kind === 'exit' && event.superseded_by === undefined && known.owns(event)) {
      ended.add(process);
      if (event.signal !== undefined) killed.add(process);
    }
    if (event.kind !== 'call') continue;
    close_otherwise(event, process);
    for (const fd of made_by(event)) {
      const of = `${fd} of ${process}`;
      closed.delete(of);
      open.delete(last.get(of) ?? ''); // closed by something that the trace does not show, since its number was free
    }
    if (/^(socket|socketpair|accept4?)$/.test(event.name)) {
      for (const fd of made_by(event)) {
        const key = `${fd} of ${event.number}`;
        open.set(key, { at, fd, process, closes_on_exec: has_cloexec(event) });
        last.set(`${fd} of ${process}`, key);
        count += 1;
      }
    } else if (event.name === 'close') {
      const of = `${event.descriptor?.fd} of ${process}`;
      if (event.code === 'EBADF' && closed.has(of) && !loops.has(event)) {
        return broken(at, `an open descriptor: ${event.descriptor?.fd} is already closed`);
      }
      if (event.code !== 'EBADF' && is_socket(event)) closed.add(of);
      const { fd = -1, made } = event.descriptor ?? {};
      // A thread whose creation was not traced closes a socket of another.
      if (made === undefined) for (const [key] of of_process(process, fd, fd)) open.delete(key);
      const socket = open.get(key_of(event));
      if (socket !== undefined && (socket.process === process || ended.has(socket.process))) open.delete(key_of(event));
    }
  }
  const left = [...open.values()].find(
    ({ process }) => !by_exit_only || !(killed.has(process) || known.is_hidden(process)),
  );
  if (left !== undefined) return broken(left.at, `a close of ${left.fd} before the end`);
  if (count === 0) throw new NothingToJudge('no socket was created; check that `socket` is among the traced calls');
  return holds(`every socket was closed (${count})`);
}

function has_cloexec({ name, args }: StraceCall): boolean {
  return has_bit(args[name === 'accept4' ? 3 : 1], 'SOCK_CLOEXEC', SOCK_CLOEXEC);
}
