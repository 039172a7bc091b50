// udp(7)
import { whole } from '../codec/control.js';
import { uint16 } from '../codec/integer.js';
import { flag, int } from '../codec/struct.js';
import { IPPROTO_UDP } from '../level.js';
import { also_cmsg, option } from './describe.js';
import { bytes } from './values.js';

/** Collects sent data in one datagram while it is set, and sends the datagram when it is cleared. */
export const UDP_CORK = option(IPPROTO_UDP, 'UDP_CORK', flag, 'rw');
/** The encapsulated protocol that the kernel unwraps: `UDP_ENCAP_ESPINUDP`, `UDP_ENCAP_L2TPINUDP`, ...; 0 for none. */
export const UDP_ENCAP = option(IPPROTO_UDP, 'UDP_ENCAP', int, 'rw');
/** Several datagrams of one sender can be received as one. A control message then holds the length of each of them; the last may be shorter. Linux 5.0 */
export const UDP_GRO = also_cmsg(option(IPPROTO_UDP, 'UDP_GRO', flag, 'rw'), IPPROTO_UDP, whole(int), 'r');
/** Accepts datagrams over IPv6 without a checksum. Linux 3.16 */
export const UDP_NO_CHECK6_RX = option(IPPROTO_UDP, 'UDP_NO_CHECK6_RX', flag, 'rw');
/** Sends datagrams over IPv6 without a checksum. Linux 3.16 */
export const UDP_NO_CHECK6_TX = option(IPPROTO_UDP, 'UDP_NO_CHECK6_TX', flag, 'rw');
/** Splits what one call sends into datagrams of this many bytes; 0 does not split. As a control message, for one call. Linux 4.18 */
export const UDP_SEGMENT = also_cmsg(option(IPPROTO_UDP, 'UDP_SEGMENT', bytes, 'rw'), IPPROTO_UDP, uint16, 'w');
