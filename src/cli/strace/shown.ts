import { syscalls_where } from '../../observe/calls/index.js';
import type { StraceCall } from '../../strace/event.js';
import { is_socket } from '../../strace/rules/transfer.js';
import { filter_of } from '../arguments.js';

const network = syscalls_where(({ classes }) => classes.includes('network'));
const waiting = /^(p?poll|p?select6?|epoll_)/;

/** What strace is asked for, to know what the calls on sockets are about. */
export const traced = '%network,%desc,%process,rt_sigaction';

/** Longer than anybody waits for a program under strace: what ends it is itself, or a signal. */
export const for_ever = 2 ** 31 - 1;

/** Calls on sockets, and those that wait for them. */
function of_sockets(call: StraceCall): boolean {
  const { name, descriptor } = call;
  return [name, descriptor?.made?.by ?? ''].some((by) => waiting.test(by)) || network.has(name) || is_socket(call);
}

/** Which calls are shown: all of them, those that `-e` names, or those on sockets. */
export function shown(words: string | undefined, all: boolean): (call: StraceCall) => boolean {
  if (all) return () => true;
  if (words === undefined) return of_sockets;
  const shows = filter_of(words);
  return ({ name }) => shows(name);
}
