import { readFileSync } from 'node:fs';

/** What this host allows, of tcp(7) and socket(7). Undefined is not to be read here. */
export interface Host {
  /** The most that SO_RCVBUF can ask for, in bytes. */
  readonly rmem_max: number | undefined;
  /** The most that SO_SNDBUF can ask for. */
  readonly wmem_max: number | undefined;
  /** Least, first and greatest size of a receive buffer that nobody sets. */
  readonly tcp_rmem: readonly number[] | undefined;
  /** The same of a send buffer. */
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

/** A network namespace other than the first need not have all of net.core. */
function sysctl(name: string): string[] | undefined {
  try {
    return readFileSync(`/proc/sys/net/${name}`, 'utf8').trim().split(/\s+/);
  } catch {
    return undefined;
  }
}
