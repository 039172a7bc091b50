import { close, cmsg, err, type Fd, MSG_NOSIGNAL, ok, type Result, SCM_RIGHTS, SOL_SOCKET, sendmsg } from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** Passes an open descriptor to the process at the other end of an AF_UNIX stream. From then on it belongs to that process, not to ours. */
export function pass(channel: Fd, fd: Fd): Result<void, Refused> {
  throw new Error('TODO: a message that carries it; who owns it then, and who owns it if nothing was sent?');
}
