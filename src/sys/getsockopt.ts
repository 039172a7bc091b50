import { part } from '../codec/intrinsics.js';
import { type NoOption, option_of, type PlainOption, type SocketOption } from '../codec/option.js';
import { type Cell, type Reusable, reusable, take } from '../codec/reuse.js';
import { type Codec, check_bytes, int, is_bytes, value_result } from '../codec/struct.js';
import { type StructView, viewed } from '../codec/struct-view.js';
import { errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Level } from '../level.js';
import { native } from '../native.js';
import { type Err, err, ok, ok_small, type Result } from '../result.js';

/** The errors that getsockopt(2) documents. */
export type GetsockoptCode = 'EBADF' | 'EINVAL' | 'ENOPROTOOPT' | 'ENOTSOCK' | 'EOPNOTSUPP' | 'ERANGE';

/** The errors that setsockopt(2), socket(7) and tcp(7) document. */
export type SetsockoptCode =
  | 'EACCES'
  | 'EBADF'
  | 'EDOM'
  | 'EINVAL'
  | 'EISCONN'
  | 'ENOENT'
  | 'ENOMEM'
  | 'ENOPROTOOPT'
  | 'ENOTSOCK'
  | 'EOPNOTSUPP'
  | 'EPERM';

/** An error of {@link getsockopt}. With `ERANGE` (SO_PEERGROUPS), `optlen` is the size of the value in bytes, as in C. */
export interface GetsockoptError extends SysError<GetsockoptCode> {
  readonly optlen?: number;
}

const refused_get = errors_of<GetsockoptCode>('getsockopt');
const refused_set = errors_of<SetsockoptCode>('setsockopt');

/** Size in bytes of the buffer for an option that is not in the catalogue. */
const unknown_size = 256;
/** An option that is not in the catalogue is set from a number as an `int`. */
const unknown = { codec: int as Codec<unknown>, reusable: reusable(int) };

/**
 * `int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen)`: getsockopt(2). Reads an option.
 *
 * @param fd a socket
 * @param level `SOL_SOCKET`, `IPPROTO_TCP`, ...
 * @param optname an option of that level that can be read; its constant determines the type of the value
 * @returns the value
 *
 * **Errors**: `ENOPROTOOPT` no such option at this level; `EOPNOTSUPP` not for this kind of socket; `EINVAL` a wrong length.
 *
 * **strace**: `getsockopt(3, SOL_SOCKET, SO_RCVBUF, [131072], [4]) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, getsockopt, SO_LINGER, SO_RCVBUF, SOCK_STREAM, SOL_SOCKET, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * console.log(unwrap(getsockopt(fd, SOL_SOCKET, SO_RCVBUF))); // (131072, unless net.ipv4.tcp_rmem says otherwise)
 * console.log(unwrap(getsockopt(fd, SOL_SOCKET, SO_LINGER))); // { l_onoff: 0, l_linger: 0 }
 * ```
 */
export function getsockopt<L, V>(
  fd: Fd,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'r' | 'rw', never>,
): Result<V, GetsockoptError>;
/**
 * {@link getsockopt} into a reusable struct, of which only the fields that you read are decoded.
 *
 * @param optval made by {@link struct_view}
 * @returns the length as the kernel wrote it, C's `optlen`
 *
 * @example
 * ```ts
 * import { AF_INET, getsockopt, IPPROTO_TCP, SOCK_STREAM, socket, struct_view, TCP_INFO, tcp_info, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * const info = struct_view(tcp_info);
 * unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO, info));
 * console.log(info.tcpi_retrans); // 0
 * ```
 */
export function getsockopt<L, V>(
  fd: Fd,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'r' | 'rw', never>,
  optval: StructView<NoInfer<V>>,
): Result<number, GetsockoptError>;
/**
 * {@link getsockopt} for the raw bytes of the value. Option and level may be plain numbers without a constant in the catalogue.
 *
 * @param optval the buffer for the value; its content is passed to the kernel, which reads it for some options
 * @returns the length as the kernel wrote it, C's `optlen`: for some options, such as NETLINK_LIST_MEMBERSHIPS, it can exceed `optval`
 *
 * @example
 * ```ts
 * import { AF_INET, getsockopt, SOCK_STREAM, SOL_SOCKET, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * const SO_BPF_EXTENSIONS = 48;
 * console.log(unwrap(getsockopt(fd, SOL_SOCKET, SO_BPF_EXTENSIONS, new Uint8Array(4)))); // 4
 * ```
 */
export function getsockopt<L, V>(
  fd: Fd,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'r' | 'rw', never>,
  optval: Uint8Array,
): Result<number, GetsockoptError>;
export function getsockopt(
  fd: Fd,
  level: NoOption,
  optname: PlainOption,
  optval: Uint8Array,
): Result<number, GetsockoptError>;
export function getsockopt(
  fd: Fd,
  level: number,
  optname: number,
  optval?: Uint8Array | StructView<object>,
): Result<unknown, GetsockoptError> {
  const reused = optval === undefined ? option_of(level, optname)?.reusable : undefined;
  if (reused !== undefined) return get(fd, level, optname, reused);
  const view = viewed(optval);
  return view === undefined ? get_bytes(fd, level, optname, optval) : get_view(fd, level, optname, view);
}

/** {@link getsockopt} into a new buffer, or the caller's. */
function get_bytes(fd: Fd, level: number, optname: number, optval: unknown): Result<unknown, GetsockoptError> {
  const codec = option_of(level, optname)?.codec;
  if (optval !== undefined) check_bytes(optval, 'getsockopt: optval');
  const answer = value_result(optval?.length ?? codec?.size ?? unknown_size, 'getsockopt: optval');
  const told = optval ?? codec?.ask;
  if (told !== undefined) answer.bytes().set(told);
  const returned = native.getsockopt(fd, level, optname, answer.cell);
  if (returned < 0) return refusal(returned, answer.length());
  const written = answer.bytes();
  if (optval === undefined) return ok(codec === undefined ? written : codec.decode(written));
  optval.set(written);
  return ok(answer.length());
}

/** {@link getsockopt} into a reused buffer, for a codec whose values keep no reference to it. */
function get(fd: Fd, level: number, optname: number, option: Reusable): Result<unknown, GetsockoptError> {
  const cell = take(option);
  const { size } = option.codec;
  cell.length[0] = size;
  const returned = native.getsockopt(fd, level, optname, cell.all);
  const optlen = cell.length[0];
  const value = returned < 0 ? 0 : option.codec.decode(optlen >= size ? cell.content : part(cell.content, 0, optlen));
  option.spare = cell;
  return returned < 0 ? refusal(returned, optlen) : ok(value);
}

/** {@link getsockopt} into a view. If the call fails, all fields of the view become undefined. */
function get_view(fd: Fd, level: number, optname: number, { all, length, content }: Cell) {
  length[0] = content.length;
  const returned = native.getsockopt(fd, level, optname, all);
  const optlen = length[0];
  if (returned >= 0) return ok_small(optlen);
  length[0] = 0;
  return refusal(returned, optlen);
}

function refusal(negative: number, optlen: number): Err<GetsockoptError> {
  const refusal: Err<GetsockoptError> = refused_get(negative);
  return refusal.error.code === 'ERANGE' ? err({ ...refusal.error, optlen }) : refusal;
}

/**
 * `int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen)`: getsockopt(2). Sets an option.
 *
 * @param fd a socket
 * @param level `SOL_SOCKET`, `IPPROTO_TCP`, ...
 * @param optname an option of that level that can be written; its constant determines the type of the value
 * @param optval the value
 * @returns 0
 *
 * **Errors**: `ENOPROTOOPT` no such option at this level, or it cannot be written; `EINVAL` the value or its length is wrong;
 * `EDOM` a time is out of range; `EPERM`, `EACCES` it needs a capability; `ENOENT` no congestion control of that name.
 *
 * **strace**: `setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, IPPROTO_TCP, setsockopt, SO_LINGER, SOCK_STREAM, SOL_SOCKET, socket, TCP_NODELAY, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
 * unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
 * ```
 */
export function setsockopt<L, V, W>(
  fd: Fd,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'w' | 'rw', W>,
  optval: NoInfer<W>,
): Result<0, SysError<SetsockoptCode>>;
/** {@link setsockopt} with the raw bytes of the value. */
export function setsockopt<L, V, W>(
  fd: Fd,
  level: Level<L>,
  optname: SocketOption<NoInfer<L>, V, 'w' | 'rw', W>,
  optval: Uint8Array,
): Result<0, SysError<SetsockoptCode>>;
/**
 * {@link setsockopt} for an option without a constant in the catalogue, with the raw bytes of the value.
 *
 * @param level `SOL_SOCKET`, ..., or a number
 * @param optname the option's number
 *
 * @example
 * ```ts
 * import { AF_INET, int, setsockopt, SOCK_STREAM, SOL_SOCKET, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * const SO_TIMESTAMP_NEW = 63;
 * unwrap(setsockopt(fd, SOL_SOCKET, SO_TIMESTAMP_NEW, int.encode(1, 'optval')));
 * ```
 */
export function setsockopt(
  fd: Fd,
  level: NoOption,
  optname: PlainOption,
  optval: Uint8Array,
): Result<0, SysError<SetsockoptCode>>;
export function setsockopt(
  fd: Fd,
  level: number,
  optname: number,
  optval: unknown,
): Result<0, SysError<SetsockoptCode>> {
  const reused = is_bytes(optval) ? undefined : (option_of(level, optname) ?? unknown).reusable;
  if (reused === undefined) return set_bytes(fd, level, optname, optval);
  const cell = take(reused);
  reused.write(cell.content, optval, 'setsockopt: optval');
  const returned = native.setsockopt(fd, level, optname, cell.content);
  reused.spare = cell;
  return returned >= 0 ? ok_small(0) : refused_set(returned);
}

/** {@link setsockopt} with the caller's bytes, or bytes made for this call. */
function set_bytes(fd: Fd, level: number, optname: number, optval: unknown): Result<0, SysError<SetsockoptCode>> {
  const { codec } = option_of(level, optname) ?? unknown;
  const bytes = is_bytes(optval) ? optval : codec.encode(optval, 'setsockopt: optval');
  const returned = native.setsockopt(fd, level, optname, bytes);
  return returned >= 0 ? ok_small(0) : refused_set(returned);
}
