import { type AddrInfo, close, connect, err, type Fd, type GaiError, ok, type Result, socket } from 'sys-socket';

/** Why there is no connection: the error of the resolver, or of the last call that failed. */
export interface Refused {
  readonly code: string;
  readonly message: string;
}

/** Connects to the first address that answers. `found` is the Result of getaddrinfo(3). */
export function connect_any(found: Result<AddrInfo[], GaiError>): Result<Fd, Refused> {
  throw new Error('TODO: one address after another, each with a new socket');
}
