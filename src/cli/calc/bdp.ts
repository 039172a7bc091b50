import type { Host } from './host.js';
import { show_bytes, show_rate, show_time } from './units.js';

/** The payload of a TCP segment of IPv4 over Ethernet, in bytes: 1500, less 40 for headers and 12 for timestamps. */
const segment = 1448;
/** The window field has 16 bits, and is shifted by at most 14: RFC 7323. */
const window = 65_535;
const most_shift = 14;
/** SO_RCVBUF and SO_SNDBUF are ints, which the kernel doubles. */
const most_asked = 0x3fff_ffff;

export interface Bdp {
  /** Bytes in flight when the pipe is full. */
  readonly bytes: number;
  /** The window scale that this number of bytes needs; undefined if no scale is sufficient. */
  readonly scale: number | undefined;
  /** The number of connections that are needed. */
  readonly connections: number;
}

/** @param rate in bits per second @param rtt in seconds */
export function bdp(rate: number, rtt: number): Bdp {
  const bytes = Math.ceil((rate * rtt) / 8);
  const shift = Math.max(0, Math.ceil(Math.log2(bytes / window)));
  const most = Math.min(window * 2 ** most_shift, most_asked);
  return { bytes, scale: bytes <= most ? shift : undefined, connections: Math.ceil(bytes / most) };
}

export function bdp_report(rate: number, rtt: number, host: Host): string {
  const { bytes, scale, connections } = bdp(rate, rtt);
  const segments = Math.ceil(bytes / segment);
  const product = `${show_rate(rate)} × ${show_time(rtt)} = ${show_bytes(bytes)} in flight when the path is full: ${bytes} bytes, ${segments} segments of ${segment}.`;
  if (scale === undefined) {
    return `${product}\nNo TCP window is that large: ${connections} connections are needed.`;
  }
  const [, first_read = 0] = host.tcp_rmem ?? [];
  const [, first_write = 0] = host.tcp_wmem ?? [];
  if (Math.min(first_read, first_write) >= 2 * bytes) {
    return `${product}\nThe buffers of a new socket are already large enough here (net.ipv4.tcp_rmem, tcp_wmem).`;
  }
  return `${product}
${scale === 0 ? 'The window needs no scale.' : `The window scale must be ${scale} or more.`}

The kernel doubles the size that is set, and uses about half of the buffer for its own bookkeeping.
Either set neither buffer; the kernel then grows them up to the third number of

${setting('net.ipv4.tcp_rmem', 2 * bytes, host.tcp_rmem)}
${setting('net.ipv4.tcp_wmem', 2 * bytes, host.tcp_wmem)}

or set both, before connect() and listen(), because the handshake fixes the scale:

  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, ${bytes})   on the receiver
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, ${bytes})   on the sender
${setting('net.core.rmem_max', bytes, only(host.rmem_max))}
${setting('net.core.wmem_max', bytes, only(host.wmem_max))}`;
}

const only = (number: number | undefined) => (number === undefined ? undefined : [number]);

/** The current value of a sysctl, and the command that raises it if it is too small. */
function setting(name: string, wanted: number, here: readonly number[] | undefined): string {
  const most = here?.at(-1);
  if (here === undefined || most === undefined) return `  ${name}: at least ${wanted} (not readable here)`;
  if (most >= wanted) return `  ${name}: ${most} here, enough`;
  const value = [...here.slice(0, -1), wanted].join(' ');
  return `  ${name}: ${most} here, too little: sysctl -w ${name}=${here.length > 1 ? `'${value}'` : value}`;
}
