import { connect, deadline_in, err, type Fd, ok, POLLOUT, ppoll, type Result, type SockAddr } from 'sys-socket';

/** Calls connect again after the wait: it fails with EISCONN, or with the error of the attempt. */
export function connect_within(fd: Fd, addr: SockAddr, ms: number): Result<Fd, { readonly code: string }> {
  const deadline = deadline_in(ms);
  let said = connect(fd, addr);
  while (!said.ok && said.error.code === 'EINPROGRESS') {
    const left = Math.max(0, deadline.remaining());
    const tmo = { tv_sec: Math.floor(left / 1000), tv_nsec: Math.floor((left % 1000) * 1e6) };
    const ready = ppoll([{ fd, events: POLLOUT }], tmo);
    if (ready.ok && ready.value === 0) return err({ code: 'ETIMEDOUT' });
    if (ready.ok) said = connect(fd, addr);
  }
  return said.ok || said.error.code === 'EISCONN' ? ok(fd) : said;
}
