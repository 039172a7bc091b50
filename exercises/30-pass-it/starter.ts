import { close, cmsg, err, type Fd, MSG_NOSIGNAL, ok, type Result, SCM_RIGHTS, SOL_SOCKET, sendmsg } from 'sys-socket';

/** What a call has refused. */
export interface Refused {
  readonly code: string;
}

/** Gives an open descriptor to the process at the other end of a stream of AF_UNIX. From then on it is theirs, and not ours. */
export function pass(channel: Fd, fd: Fd): Result<void, Refused> {
  throw new Error('TODO: a message that carries it; whose is it then, and whose when nothing was sent?');
}
