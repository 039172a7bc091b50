import { little_endian, view_of } from '../codec/struct.js';
import {
  SK_MEMINFO_BACKLOG,
  SK_MEMINFO_DROPS,
  SK_MEMINFO_FWD_ALLOC,
  SK_MEMINFO_OPTMEM,
  SK_MEMINFO_RCVBUF,
  SK_MEMINFO_RMEM_ALLOC,
  SK_MEMINFO_SNDBUF,
  SK_MEMINFO_WMEM_ALLOC,
  SK_MEMINFO_WMEM_QUEUED,
} from '../constants.js';

/** The memory use of a socket, in bytes: `SK_MEMINFO_...` of linux/sock_diag.h, and `skmem:(...)` of ss(8). */
export interface SkMeminfo {
  /** Memory of the receive queue; `r` in ss. */
  readonly rmem_alloc: number;
  /** `SO_RCVBUF`; `rb` in ss. */
  readonly rcvbuf: number;
  /** Memory of packets that were passed to the lower layers and are not sent yet; `t` in ss. */
  readonly wmem_alloc: number;
  /** `SO_SNDBUF`; `tb` in ss. */
  readonly sndbuf: number;
  /** Reserved memory that is not in use; `f` in ss. */
  readonly fwd_alloc: number;
  /** Memory of the send queue; `w` in ss. */
  readonly wmem_queued: number;
  /** Memory of options and filters; `o` in ss. */
  readonly optmem: number;
  /** Memory of packets that arrived while a call held the socket; `bl` in ss. */
  readonly backlog: number;
  /** The number of dropped packets, for example because the receive buffer was full; `d` in ss. */
  readonly drops: number;
}

/** The complete `__u32` numbers in the bytes. */
export function words(bytes: Uint8Array): number[] {
  const view = view_of(bytes);
  return Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(i * 4, little_endian));
}

/** Decodes an array of `SK_MEMINFO_VARS` numbers; an older kernel has fewer. */
export function sk_meminfo(bytes: Uint8Array): SkMeminfo {
  const memory = words(bytes);
  const at = (index: number) => (index < memory.length ? memory[index] : undefined) ?? 0;
  return {
    rmem_alloc: at(SK_MEMINFO_RMEM_ALLOC),
    rcvbuf: at(SK_MEMINFO_RCVBUF),
    wmem_alloc: at(SK_MEMINFO_WMEM_ALLOC),
    sndbuf: at(SK_MEMINFO_SNDBUF),
    fwd_alloc: at(SK_MEMINFO_FWD_ALLOC),
    wmem_queued: at(SK_MEMINFO_WMEM_QUEUED),
    optmem: at(SK_MEMINFO_OPTMEM),
    backlog: at(SK_MEMINFO_BACKLOG),
    drops: at(SK_MEMINFO_DROPS),
  };
}
