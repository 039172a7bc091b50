// The server's end of a client's connection, as sock_diag(7) reports it.

import { AF_INET, AF_INET6, TCP_CLOSE_WAIT, TCP_ESTABLISHED } from '../../constants.js';
import { sock_diag } from '../../netlink/sock-diag.js';
import { unwrap } from '../../result.js';
import { sockaddr_in } from '../../sockaddr/in.js';
import { sockaddr_in6 } from '../../sockaddr/in6.js';
import type { Client } from '../client.js';

export interface FarEnd {
  /** True if the server has closed neither the connection nor its sending direction. */
  readonly open: boolean;
  /** True if the client's FIN has arrived. */
  readonly told_the_end: boolean;
  /** The number of bytes that have arrived, and the number of those that the server has not read. */
  readonly received: number;
  readonly unread: number;
}

/** Undefined if the server's end no longer exists: closed, or reset. */
export function far_end(server_port: number, client_port: number): FarEnd | undefined {
  for (const [family, address] of [
    [AF_INET, (port: number) => sockaddr_in('0.0.0.0', port)],
    [AF_INET6, (port: number) => sockaddr_in6('::', port)],
  ] as const) {
    const [found] = unwrap(sock_diag({ family, src: address(server_port), dst: address(client_port) }));
    if (found === undefined) continue;
    const { state, rqueue, tcp_info } = found;
    return {
      open: state === TCP_ESTABLISHED || state === TCP_CLOSE_WAIT,
      told_the_end: state === TCP_CLOSE_WAIT,
      received: Number(tcp_info?.tcpi_bytes_received ?? 0),
      unread: rqueue,
    };
  }
  return undefined;
}

/** True once everything that the client sent has arrived, including FIN or RST, or the rest can only arrive after the server has read. */
export function has_arrived(client: Client, server_port: number): boolean {
  const end = far_end(server_port, client.port);
  if (end === undefined || !end.open || end.told_the_end || end.unread > 0) return true;
  return client.ended === undefined && end.received >= client.sent;
}
