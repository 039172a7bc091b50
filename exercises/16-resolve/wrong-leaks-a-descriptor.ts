import { type AddrInfo, close, connect, err, type Fd, type GaiError, ok, type Result, socket } from 'sys-socket';

/** Why there is no connection: the error of the resolver, or of the last call that failed. */
export interface Refused {
  readonly code: string;
  readonly message: string;
}

/** Connects to the first address that answers. `found` is the Result of getaddrinfo(3). */
export function connect_any(found: Result<AddrInfo[], GaiError>): Result<Fd, Refused> {
  if (!found.ok) return found;
  let last: Refused = { code: 'EAI_NONAME', message: 'no address' };
  for (const { ai_family, ai_socktype, ai_protocol, ai_addr } of found.value) {
    const fd = socket(ai_family, ai_socktype, ai_protocol);
    if (!fd.ok) {
      last = fd.error;
      continue;
    }
    const connected = connect(fd.value, ai_addr);
    if (connected.ok) return fd;
    last = connected.error;
  }
  return err(last);
}
