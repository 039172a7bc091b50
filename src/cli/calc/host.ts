import { readFileSync } from 'node:fs';

/** The limits of this host: tcp(7), socket(7). A field is undefined if it cannot be read here. */
export interface Host {
  /** The maximum for SO_RCVBUF, in bytes. */
  readonly rmem_max: number | undefined;
  /** The maximum for SO_SNDBUF, in bytes. */
  readonly wmem_max: number | undefined;
  /** The minimum, initial and maximum size of a receive buffer that the program does not set. */
  readonly tcp_rmem: readonly number[] | undefined;
  /** The same for a send buffer. */
  readonly tcp_wmem: readonly number[] | undefined;
  readonly tcp_congestion_control: string | undefined;
}

export function this_host(): Host {
  return {
    rmem_max: sysctl('core/rmem_max')?.map(Number)[0],
    wmem_max: sysctl('core/wmem_max')?.map(Number)[0],
    tcp_rmem: sysctl('ipv4/tcp_rmem')?.map(Number),
    tcp_wmem: sysctl('ipv4/tcp_wmem')?.map(Number),
    tcp_congestion_control: sysctl('ipv4/tcp_congestion_control')?.[0],
  };
}

/** A network namespace other than the initial one does not have all of net.core. */
function sysctl(name: string): string[] | undefined {
  try {
    return readFileSync(`/proc/sys/net/${name}`, 'utf8').trim().split(/\s+/);
  } catch {
    return undefined;
  }
}
