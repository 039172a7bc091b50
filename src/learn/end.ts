// One end of a connection on this machine, as sock_diag(7) reports it.
import { AF_INET, AF_INET6 } from '../constants.js';
import { sock_diag } from '../netlink/sock-diag.js';
import { sockaddr_in } from '../sockaddr/in.js';
import { sockaddr_in6 } from '../sockaddr/in6.js';

export interface End {
  /** Bytes that have arrived and that the program has not received. */
  readonly unread: number;
  /** Bytes that the program has sent and that have not arrived yet. */
  readonly under_way: number;
}

/** The end with this port, of the connection to that one. Undefined once it is closed, or if sock_diag is not permitted. */
export function end_of(port: number, other: number): End | undefined {
  for (const [family, at] of [
    [AF_INET, (number: number) => sockaddr_in('0.0.0.0', number)],
    [AF_INET6, (number: number) => sockaddr_in6('::', number)],
  ] as const) {
    const found = sock_diag({ family, src: at(port), dst: at(other) });
    const [end] = found.ok ? found.value : [];
    if (end !== undefined) return { unread: end.rqueue, under_way: end.wqueue };
  }
  return undefined;
}
