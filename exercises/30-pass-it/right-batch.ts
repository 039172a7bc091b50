import {
  CMSG_SPACE,
  close,
  cmsg,
  type Fd,
  MSG_NOSIGNAL,
  mmsghdr,
  type Result,
  SCM_RIGHTS,
  SOL_SOCKET,
  sendmmsg,
} from 'sys-socket';

export interface Refused {
  readonly code: string;
}

/** A batch of one message. */
export function pass(channel: Fd, fd: Fd): Result<void, Refused> {
  const batch = mmsghdr(1, { bytes: 1, control: CMSG_SPACE(4) });
  batch.set(0, Buffer.from('F'), null, [cmsg(SOL_SOCKET, SCM_RIGHTS, [fd])]);
  const sent = sendmmsg(channel, batch, 1, MSG_NOSIGNAL);
  if (sent.ok) return { ok: true, value: void close(fd) };
  return sent.error.code === 'EINTR' ? pass(channel, fd) : sent;
}
