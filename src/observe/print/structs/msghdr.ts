import { msg_flags } from '../names/call.js';
import type { PrintOptions } from '../options.js';
import { array, buffer, pointer } from '../quote.js';
import { bits_of } from '../xlat.js';
import { control } from './cmsg.js';
import { sockaddr } from './sockaddr.js';

/** With more pieces than this, the binding passes NULL: the kernel fails with EMSGSIZE before it reads one. */
const UIO_MAXIOV = 1024;

/**
 * An array of `struct iovec`.
 *
 * @param transferred prints at most this many bytes; negative if the call failed
 */
export function iovec(
  pieces: readonly Uint8Array[],
  options: PrintOptions,
  transferred = Number.POSITIVE_INFINITY,
): string {
  if (pieces.length > UIO_MAXIOV) return 'NULL';
  let left = transferred;
  return array(pieces, options.strings, (piece) => {
    const shown = piece.subarray(0, Math.max(0, Math.min(left, piece.length)));
    left -= shown.length;
    const iov_base = transferred < 0 ? pointer(piece) : buffer(shown, options.strings);
    return `{iov_base=${iov_base}, iov_len=${piece.length}}`;
  });
}

export interface Message {
  readonly msg_name: Uint8Array | null;
  readonly msg_namelen: string;
  readonly msg_iov: readonly Uint8Array[];
  readonly msg_control: Uint8Array | null;
  readonly msg_flags: number;
  readonly transferred?: number;
}

/** A `struct msghdr`. */
export function msghdr(msg: Message, options: PrintOptions): string {
  const fields = [
    `msg_name=${sockaddr(msg.msg_name, options)}`,
    `msg_namelen=${msg.msg_namelen}`,
    `msg_iov=${iovec(msg.msg_iov, options, msg.transferred)}`,
    `msg_iovlen=${msg.msg_iov.length}`,
    ...(msg.msg_control !== null && msg.msg_control.length > 0
      ? [`msg_control=${control(msg.msg_control, options)}`]
      : []),
    `msg_controllen=${msg.msg_control?.length ?? 0}`,
    `msg_flags=${bits_of(msg_flags, msg.msg_flags, 'MSG_???')}`,
  ];
  return `{${fields.join(', ')}}`;
}
