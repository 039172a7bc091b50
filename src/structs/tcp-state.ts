import { check_integer } from '../codec/check.js';
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
} from '../constants.js';

const states = {
  TCP_ESTABLISHED,
  TCP_SYN_SENT,
  TCP_SYN_RECV,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_TIME_WAIT,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_CLOSING,
};

/** The states of a TCP connection: tcp(7). Sockets of other protocols use some of them too. */
export type TcpStateName = keyof typeof states;

const names = new Map(Object.entries(states).map(([name, number]) => [number, name]));

/**
 * The name of a state, as in `tcpi_state` and in `state` of {@link sock_diag}: `'TCP_LISTEN'` for 10; `'TCP_STATE_99'` for an unknown number.
 *
 * @example
 * ```ts
 * import { AF_INET, getsockopt, IPPROTO_TCP, SOCK_STREAM, socket, TCP_INFO, tcp_state_name, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * const { tcpi_state } = unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO));
 * console.log(tcp_state_name(tcpi_state)); // TCP_CLOSE
 * ```
 */
export function tcp_state_name(state: number): TcpStateName | `TCP_STATE_${number}` {
  check_integer(state, 0, 0xffff_ffff, 'tcp_state_name: state');
  return (names.get(state) ?? `TCP_STATE_${state}`) as TcpStateName | `TCP_STATE_${number}`;
}
