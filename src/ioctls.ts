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

/** Answers with an int. */
const answers: IoctlCodec<void, number> = {
  encode: () => new Uint8Array(int.size),
  decode: int.decode,
};

/** Takes an int. */
const takes: IoctlCodec<number, 0> = { encode: int.encode, decode: () => 0 };

/** Neither takes nor answers. */
const plain: IoctlCodec<void, 0> = { encode: () => null, decode: () => 0 };

/** Of the interface with a name. */
function of_name<V>(decode: (ifreq: Uint8Array) => V): IoctlCodec<string, V> {
  return { encode: ifreq_named, decode };
}

const number = (field: IfreqNumber) => of_name((ifreq) => ifr_number(ifreq, field));
const address = of_name(ifr_addr);

/** Bytes that can be read now; of UDP, of the next datagram. tcp(7), udp(7), pipe(7), tty */
export const FIONREAD: IoctlRequest<void, number> = request('FIONREAD', answers);
/** {@link FIONREAD}, in tcp(7)'s own words. */
export const SIOCINQ: IoctlRequest<void, number> = request('SIOCINQ', answers);
/** Bytes that were written and not acknowledged (TCP), or not read (unix: with the memory around them). tcp(7), unix(7) */
export const SIOCOUTQ: IoctlRequest<void, number> = request('SIOCOUTQ', answers);
/** Bytes that were written and not sent. TCP */
export const SIOCOUTQNSD: IoctlRequest<void, number> = request('SIOCOUTQNSD', answers);
/** 1 when the next byte is the urgent one, 0 when it is not. tcp(7) */
export const SIOCATMARK: IoctlRequest<void, number> = request('SIOCATMARK', answers);
/** Switches `O_NONBLOCK`: 0 or 1. What fcntl(2) does in two calls. */
export const FIONBIO: IoctlRequest<number, 0> = request('FIONBIO', takes);
/** Switches `O_ASYNC`: 0 or 1. */
export const FIOASYNC: IoctlRequest<number, 0> = request('FIOASYNC', takes);
/** Sets `FD_CLOEXEC`. */
export const FIOCLEX: IoctlRequest<void, 0> = request('FIOCLEX', plain);
/** Clears `FD_CLOEXEC`. */
export const FIONCLEX: IoctlRequest<void, 0> = request('FIONCLEX', plain);
/** Who gets SIGIO and SIGURG: a process, or a group when negative. socket(7) */
export const FIOGETOWN: IoctlRequest<void, number> = request('FIOGETOWN', answers);
/** Sets who gets them. */
export const FIOSETOWN: IoctlRequest<number, 0> = request('FIOSETOWN', takes);
/** {@link FIOGETOWN} */
export const SIOCGPGRP: IoctlRequest<void, number> = request('SIOCGPGRP', answers);
/** {@link FIOSETOWN} */
export const SIOCSPGRP: IoctlRequest<number, 0> = request('SIOCSPGRP', takes);

// netdevice(7): on a socket of any kind, but addresses on one of AF_INET

/** The name of the interface with an index. */
export const SIOCGIFNAME: IoctlRequest<number, string> = request('SIOCGIFNAME', {
  encode: ifreq_indexed,
  decode: ifr_name,
});
/** The index of the interface with a name. */
export const SIOCGIFINDEX: IoctlRequest<string, number> = request('SIOCGIFINDEX', number('ifr_ifindex'));
/** Its flags: `IFF_UP`, `IFF_LOOPBACK`, ..., or-ed. */
export const SIOCGIFFLAGS: IoctlRequest<string, number> = request(
  'SIOCGIFFLAGS',
  of_name((ifreq) => ifr_number(ifreq, 'ifr_flags') & 0xffff),
);
/** Its MTU, bytes. */
export const SIOCGIFMTU: IoctlRequest<string, number> = request('SIOCGIFMTU', number('ifr_mtu'));
/** Its metric: 0, Linux has none. */
export const SIOCGIFMETRIC: IoctlRequest<string, number> = request('SIOCGIFMETRIC', number('ifr_metric'));
/** The length of its transmit queue, packets. */
export const SIOCGIFTXQLEN: IoctlRequest<string, number> = request('SIOCGIFTXQLEN', number('ifr_qlen'));
/** Its first IPv4 address. */
export const SIOCGIFADDR: IoctlRequest<string, SockAddr> = request('SIOCGIFADDR', address);
/** The address of its peer, where it is point-to-point. */
export const SIOCGIFDSTADDR: IoctlRequest<string, SockAddr> = request('SIOCGIFDSTADDR', address);
/** Its broadcast address. */
export const SIOCGIFBRDADDR: IoctlRequest<string, SockAddr> = request('SIOCGIFBRDADDR', address);
/** Its network mask. */
export const SIOCGIFNETMASK: IoctlRequest<string, SockAddr> = request('SIOCGIFNETMASK', address);
/** Its hardware address. */
export const SIOCGIFHWADDR: IoctlRequest<string, IfrHwaddr> = request('SIOCGIFHWADDR', of_name(ifr_hwaddr));
/**
 * The interfaces that have an IPv4 address, once for each address. The argument is for how many there is room: where as many come,
 * there may be more.
 */
export const SIOCGIFCONF: IoctlRequest<number, Ifreq[]> = request('SIOCGIFCONF', {
  encode(room, where) {
    check_integer(room, 0, Math.floor(0x7fff_ffff / ifreq_size), where);
    return cell_of(room * ifreq_size, where);
  },
  decode: (cell) => ifreqs(cell.subarray(uint32.size, uint32.size + uint32.decode(cell))),
});
