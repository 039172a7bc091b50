import {
  type AddrInfo,
  AF_INET,
  close,
  connect,
  err,
  type Fd,
  type GaiError,
  ok,
  type Result,
  socket,
} from 'sys-socket';

type Refused = { readonly code: string; readonly message: string };

/** Knows IPv4 only. */
export function connect_any(found: Result<AddrInfo[], GaiError>): Result<Fd, Refused> {
  if (!found.ok) return found;
  let last: Refused = { code: 'EAI_NONAME', message: 'no address' };
  for (const { ai_family, ai_socktype, ai_protocol, ai_addr } of found.value) {
    if (ai_family !== AF_INET) continue;
    const fd = socket(ai_family, ai_socktype, ai_protocol);
    const connected = fd.ok ? connect(fd.value, ai_addr) : fd;
    if (fd.ok && connected.ok) return ok(fd.value);
    if (fd.ok) close(fd.value);
    if (!connected.ok) last = connected.error;
  }
  return err(last);
}
