// The catalogue of requests. Each constant is the number of C, with the types of its argument and of its answer.

import { uint32 } from './codec/integer.js';
import { type IoctlCodec, type IoctlRequest, request } from './codec/ioctl.js';
import { cell_of, check_integer, int } from './codec/struct.js';
import type { SockAddr } from './sockaddr/address.js';
import {
  type Ifreq,
  type IfreqNumber,
  type IfrHwaddr,
  ifr_addr,
  ifr_hwaddr,
  ifr_name,
  ifr_number,
  ifreq_indexed,
  ifreq_named,
  ifreq_size,
  ifreqs,
} from './structs/ifreq.js';

/** For a request without an argument whose answer is an int. */
const answers: IoctlCodec<void, number> = {
  encode: () => new Uint8Array(int.size),
  decode: int.decode,
};

/** For a request whose argument is an int, without an answer. */
const takes: IoctlCodec<number, 0> = { encode: int.encode, decode: () => 0 };

/** For a request without argument and answer. */
const plain: IoctlCodec<void, 0> = { encode: () => null, decode: () => 0 };

/** For a request whose argument is the name of an interface. */
function of_name<V>(decode: (ifreq: Uint8Array) => V): IoctlCodec<string, V> {
  return { encode: ifreq_named, decode };
}

const number = (field: IfreqNumber) => of_name((ifreq) => ifr_number(ifreq, field));
const address = of_name(ifr_addr);

/** The number of bytes that can be read now; for UDP, those of the next datagram. tcp(7), udp(7), pipe(7), tty */
export const FIONREAD: IoctlRequest<void, number> = request('FIONREAD', answers);
/** {@link FIONREAD}, under the name that tcp(7) uses. */
export const SIOCINQ: IoctlRequest<void, number> = request('SIOCINQ', answers);
/** The number of bytes that were written and not acknowledged (TCP), or not read (unix; this includes overhead). tcp(7), unix(7) */
export const SIOCOUTQ: IoctlRequest<void, number> = request('SIOCOUTQ', answers);
/** The number of bytes that were written and not sent (TCP). */
export const SIOCOUTQNSD: IoctlRequest<void, number> = request('SIOCOUTQNSD', answers);
/** 1 if the next byte is the urgent one, otherwise 0. tcp(7) */
export const SIOCATMARK: IoctlRequest<void, number> = request('SIOCATMARK', answers);
/** Sets (1) or clears (0) `O_NONBLOCK` in one call; fcntl(2) needs two. */
export const FIONBIO: IoctlRequest<number, 0> = request('FIONBIO', takes);
/** Sets (1) or clears (0) `O_ASYNC`. */
export const FIOASYNC: IoctlRequest<number, 0> = request('FIOASYNC', takes);
/** Sets `FD_CLOEXEC`. */
export const FIOCLEX: IoctlRequest<void, 0> = request('FIOCLEX', plain);
/** Clears `FD_CLOEXEC`. */
export const FIONCLEX: IoctlRequest<void, 0> = request('FIONCLEX', plain);
/** The process that receives SIGIO and SIGURG, or if negative, the process group. socket(7) */
export const FIOGETOWN: IoctlRequest<void, number> = request('FIOGETOWN', answers);
/** Sets the process or process group that receives SIGIO and SIGURG. socket(7) */
export const FIOSETOWN: IoctlRequest<number, 0> = request('FIOSETOWN', takes);
/** {@link FIOGETOWN} */
export const SIOCGPGRP: IoctlRequest<void, number> = request('SIOCGPGRP', answers);
/** {@link FIOSETOWN} */
export const SIOCSPGRP: IoctlRequest<number, 0> = request('SIOCSPGRP', takes);

// netdevice(7): these work on a socket of any family, except that addresses need one of AF_INET.

/** The name of the interface with an index. */
export const SIOCGIFNAME: IoctlRequest<number, string> = request('SIOCGIFNAME', {
  encode: ifreq_indexed,
  decode: ifr_name,
});
/** The index of the interface with a name. */
export const SIOCGIFINDEX: IoctlRequest<string, number> = request('SIOCGIFINDEX', number('ifr_ifindex'));
/** The flags of an interface: `IFF_UP`, `IFF_LOOPBACK`, ..., or-ed. */
export const SIOCGIFFLAGS: IoctlRequest<string, number> = request(
  'SIOCGIFFLAGS',
  of_name((ifreq) => ifr_number(ifreq, 'ifr_flags') & 0xffff),
);
/** The MTU of an interface, in bytes. */
export const SIOCGIFMTU: IoctlRequest<string, number> = request('SIOCGIFMTU', number('ifr_mtu'));
/** The metric of an interface: always 0, since Linux has none. */
export const SIOCGIFMETRIC: IoctlRequest<string, number> = request('SIOCGIFMETRIC', number('ifr_metric'));
/** The length of the transmit queue of an interface, in packets. */
export const SIOCGIFTXQLEN: IoctlRequest<string, number> = request('SIOCGIFTXQLEN', number('ifr_qlen'));
/** The first IPv4 address of an interface. */
export const SIOCGIFADDR: IoctlRequest<string, SockAddr> = request('SIOCGIFADDR', address);
/** The address of the peer of a point-to-point interface. */
export const SIOCGIFDSTADDR: IoctlRequest<string, SockAddr> = request('SIOCGIFDSTADDR', address);
/** The broadcast address of an interface. */
export const SIOCGIFBRDADDR: IoctlRequest<string, SockAddr> = request('SIOCGIFBRDADDR', address);
/** The network mask of an interface. */
export const SIOCGIFNETMASK: IoctlRequest<string, SockAddr> = request('SIOCGIFNETMASK', address);
/** The hardware address of an interface. */
export const SIOCGIFHWADDR: IoctlRequest<string, IfrHwaddr> = request('SIOCGIFHWADDR', of_name(ifr_hwaddr));
/**
 * The interfaces that have an IPv4 address, once for each address. The argument is the maximum number of entries; if that many are
 * returned, there may be more.
 */
export const SIOCGIFCONF: IoctlRequest<number, Ifreq[]> = request('SIOCGIFCONF', {
  encode(room, where) {
    check_integer(room, 0, Math.floor(0x7fff_ffff / ifreq_size), where);
    return cell_of(room * ifreq_size, where);
  },
  decode: (cell) => ifreqs(cell.subarray(uint32.size, uint32.size + uint32.decode(cell))),
});
