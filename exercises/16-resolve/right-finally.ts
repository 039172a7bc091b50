import {
  type AddrInfo,
  close,
  connect,
  err,
  type Fd,
  type GaiError,
  gai_strerror,
  ok,
  type Result,
  SOCK_CLOEXEC,
  socket,
  unwrap,
} from 'sys-socket';

type Refused = { code: string; message: string };

/** With exceptions, which are caught here. */
function attempt(info: AddrInfo): Fd {
  const fd = unwrap(socket(info.ai_family, info.ai_socktype | SOCK_CLOEXEC, info.ai_protocol));
  let connected = false;
  try {
    unwrap(connect(fd, info.ai_addr));
    connected = true;
    return fd;
  } finally {
    if (!connected) close(fd);
  }
}

export function connect_any(found: Result<AddrInfo[], GaiError>): Result<Fd, Refused> {
  if (!found.ok) return err({ code: found.error.code, message: gai_strerror(found.error.errno) });
  const refused: Refused[] = [];
  for (const info of found.value) {
    try {
      return ok(attempt(info));
    } catch (error) {
      refused.push(error as Refused); // unwrap throws the error of the call
    }
  }
  return err(refused.at(-1) ?? { code: 'EAI_NODATA', message: 'no address' });
}
