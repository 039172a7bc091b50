// The descriptor travels with a name in two pieces. A generator makes attempts until one is not interrupted.
import * as sys from 'sys-socket';

export interface Refused {
  readonly code: string;
}

function* attempts(channel: sys.Fd, fd: sys.Fd) {
  const msg_iov = [Buffer.from('here is '), Buffer.from('your connection')];
  const msg_control = [sys.cmsg(sys.SOL_SOCKET, sys.SCM_RIGHTS, [fd])];
  for (;;) yield sys.sendmsg(channel, { msg_iov, msg_control }, sys.MSG_NOSIGNAL | sys.MSG_DONTWAIT);
}

export function pass(channel: sys.Fd, fd: sys.Fd): sys.Result<void, Refused> {
  for (const sent of attempts(channel, fd)) {
    if (sent.ok) {
      using _ours = sys.own(fd);
      return sys.ok(undefined);
    }
    if (sent.error.code !== 'EINTR') return sys.err({ code: sent.error.code });
  }
  return sys.err({ code: 'EINTR' });
}
