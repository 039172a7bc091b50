import {
  AF_INET,
  AF_PACKET,
  as_sockaddr_in,
  bind,
  ETH_P_ALL,
  type Fd,
  getsockname,
  parse_bpf,
  SO_ATTACH_FILTER,
  SOCK_DGRAM,
  SOL_SOCKET,
  setsockopt,
  sockaddr_in,
  sockaddr_ll,
  unwrap,
} from 'sys-socket';
import { open } from './sockets.js';

const loopback = 1;

/**
 * A UDP socket, and a packet socket on loopback that sees the datagrams that it sends, each as outgoing and as incoming. The packet socket has a
 * filter, because all of loopback's traffic could overflow its queue while other programs run.
 */
export function udp_and_its_packets(): { readonly udp: Fd; readonly packets: Fd } {
  const udp = open(AF_INET, SOCK_DGRAM);
  unwrap(bind(udp, sockaddr_in('127.0.0.1', 0)));
  const port = as_sockaddr_in(unwrap(getsockname(udp)))?.sin_port ?? 0;
  const packets = open(AF_PACKET, SOCK_DGRAM); // protocol 0: nothing arrives before bind
  unwrap(setsockopt(packets, SOL_SOCKET, SO_ATTACH_FILTER, udp_from(port)));
  unwrap(bind(packets, sockaddr_ll(ETH_P_ALL, loopback)));
  return { udp, packets };
}

/** Accepts UDP from a port, in packets that begin with an IPv4 header without options. */
const udp_from = (port: number) =>
  parse_bpf(
    [
      '8',
      '48 0 0 0', // ldb [0]
      '21 0 4 69', // jeq #0x45: version 4, five words
      '48 0 0 9', // ldb [9]
      '21 0 2 17', // jeq #17: UDP
      '40 0 0 20', // ldh [20]: the source port
      `21 1 0 ${port}`,
      '6 0 0 0', // ret #0: not this one
      '6 0 0 262144',
    ].join('\n'),
  );
