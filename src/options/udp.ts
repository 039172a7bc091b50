// udp(7)
import { whole } from '../codec/control.js';
import { uint16 } from '../codec/integer.js';
import { flag, int } from '../codec/struct.js';
import { IPPROTO_UDP } from '../level.js';
import { also_cmsg, option } from './describe.js';
import { bytes } from './values.js';

/** Gather what is sent into one datagram until it is taken away. */
export const UDP_CORK = option(IPPROTO_UDP, 'UDP_CORK', flag, 'rw');
/** What the datagrams carry for the kernel to take out: `UDP_ENCAP_ESPINUDP`, `UDP_ENCAP_L2TPINUDP`, ...; 0 for nothing. */
export const UDP_ENCAP = option(IPPROTO_UDP, 'UDP_ENCAP', int, 'rw');
/** Datagrams of one sender may be received as one. The control message is then the length of each but the last. Linux 5.0 */
export const UDP_GRO = also_cmsg(option(IPPROTO_UDP, 'UDP_GRO', flag, 'rw'), IPPROTO_UDP, whole(int), 'r');
/** Take datagrams over IPv6 without a checksum. Linux 3.16 */
export const UDP_NO_CHECK6_RX = option(IPPROTO_UDP, 'UDP_NO_CHECK6_RX', flag, 'rw');
/** Send datagrams over IPv6 without a checksum. Linux 3.16 */
export const UDP_NO_CHECK6_TX = option(IPPROTO_UDP, 'UDP_NO_CHECK6_TX', flag, 'rw');
/** Cuts what is sent into datagrams of this many bytes; with 0 it is not cut. As a control message it holds for one call. Linux 4.18 */
export const UDP_SEGMENT = also_cmsg(option(IPPROTO_UDP, 'UDP_SEGMENT', bytes, 'rw'), IPPROTO_UDP, uint16, 'w');
