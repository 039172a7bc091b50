import { type AddrInfo, close, connect, err, type Fd, type GaiError, type Result, socket } from 'sys-socket';

type Refused = { readonly code: string; readonly message: string };

function one({ ai_family, ai_socktype, ai_protocol, ai_addr }: AddrInfo): Result<Fd, Refused> {
  const fd = socket(ai_family, ai_socktype, ai_protocol);
  if (!fd.ok) return fd;
  const connected = connect(fd.value, ai_addr);
  if (connected.ok) return fd;
  close(fd.value);
  return err({ code: connected.error.code, message: connected.error.message });
}

export function connect_any(found: Result<AddrInfo[], GaiError>): Result<Fd, Refused> {
  if (!found.ok) return err({ code: found.error.code, message: found.error.message });
  const [first, ...others] = found.value;
  if (first === undefined) return err({ code: 'EAI_NODATA', message: 'no address' });
  const connected = one(first);
  return connected.ok || others.length === 0 ? connected : connect_any({ ...found, value: others });
}
