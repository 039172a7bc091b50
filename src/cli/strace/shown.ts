import { syscalls_where } from '../../observe/calls/index.js';
import type { StraceCall } from '../../strace/event.js';
import { is_socket } from '../../strace/rules/transfer.js';
import { filter_of } from '../arguments.js';

const network = syscalls_where(({ classes }) => classes.includes('network'));
const waiting = /^(p?poll|p?select6?|epoll_)/;

/** The calls that strace must trace, so that the descriptors in calls on sockets are known. No class of strace 6.1 has the last two. */
export const traced = '%network,%desc,%process,rt_sigaction,?unshare,?close_range';

/** The longest timeout of setTimeout, in milliseconds: in effect, the program has no time limit. */
export const for_ever = 2 ** 31 - 1;

/** True for calls on sockets, and for calls that wait for sockets. */
function of_sockets(call: StraceCall): boolean {
  const { name, descriptor } = call;
  return [name, descriptor?.made?.by ?? ''].some((by) => waiting.test(by)) || network.has(name) || is_socket(call);
}

/** The filter of calls to show: all calls, those that `-e` names, or those on sockets. */
export function shown(words: string | undefined, all: boolean): (call: StraceCall) => boolean {
  if (all) return () => true;
  if (words === undefined) return of_sockets;
  const shows = filter_of(words);
  return ({ name }) => shows(name);
}
