// Trials with injected faults (docs/faults.md), for servers that use this package.

import { say } from '../language.js';
import { never_blocks } from '../process.js';
import type { Diagnosis } from './diagnoses.js';
import type { Call } from './server.js';
import { echoes, hello, on_connections, type Subject, type Trial } from './trial.js';

/** A trial of a server that was started with faults. */
export interface FaultTrial extends Trial {
  /** The rules for SYS_SOCKET_FAULT. They depend on the calls that the server made without faults. */
  rules(server: Subject): string;
}

const out = ['sendto', 'sendmsg', 'writev', 'write'];
const into = ['recvfrom', 'recvmsg', 'readv', 'read'];
const waits = ['poll', 'ppoll', 'epoll_wait', 'epoll_pwait2'];

function trial(name: string, diagnosis: Diagnosis, rules: (server: Subject) => string): FaultTrial {
  return {
    point: 'lengths',
    name,
    diagnosis,
    rules,
    run: (server) => on_connections(server, [hello, hello], (client, bytes) => echoes(server, client, [bytes], name)),
  };
}

export const faults: readonly FaultTrial[] = [
  trial(
    say('transfers of at most 3 bytes', '한 번에 3바이트까지만 옮기는 호출'),
    'trusts-one-call',
    () => `${[...out, ...into].join(',')}:short=3`,
  ),
  trial(say('EINTR on every other call', '두 번에 한 번 EINTR'), 'gives-up-on-EINTR', (server) =>
    [out, into, ['accept', 'accept4'], waits]
      .map((group) => group.filter((name) => !waits_for_nothing(server, name)))
      .filter((group) => group.length > 0)
      .map((group) => `${group.join(',')}:error=EINTR:when=1+2`)
      .join(' '),
  ),
];

/** True for a call that does not sleep, because of O_NONBLOCK or MSG_DONTWAIT: no signal can interrupt it. */
function waits_for_nothing({ pid, calls }: Subject, name: string): boolean {
  if (waits.includes(name)) return false;
  const made = calls.filter((call) => call.name === name);
  return made.some(
    (call) => call.call.includes('MSG_DONTWAIT') || call.code === 'EAGAIN' || on_nonblocking(pid, calls, call),
  );
}

/** For a listener, which is still open, /proc shows the flag. For connections, which are closed by now, the calls show whether it was set. */
function on_nonblocking(pid: number, calls: readonly Call[], { name, fd }: Call): boolean {
  if (fd === undefined) return false;
  if (/^accept/.test(name)) return never_blocks(pid, fd);
  const sets_it = ({ name: setter, call, fd: of }: Call) =>
    (setter === 'fcntl' && of === fd && /F_SETFL,.*O_NONBLOCK/.test(call)) ||
    (setter === 'ioctl' && of === fd && /FIONBIO/.test(call)) ||
    (setter === 'accept4' && /SOCK_NONBLOCK/.test(call));
  return calls.some(sets_it);
}
