import { POLLOUT } from '../constants.js';
import type { AddressError, SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Result } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import { already_connecting, connecting } from '../stream/connecting.js';
import { unready } from '../stream/pace.js';
import type { ConnectCode } from '../sys/connect.js';
import type { FcntlCode } from '../sys/fcntl.js';
import type { GetsockoptCode } from '../sys/getsockopt.js';
import { descriptor_of } from './descriptors.js';
import { patience, type WaitOptions } from './options.js';
import { aborted, type Blocking, type WaitError } from './outcome.js';
import { by_now, wait, waits } from './waiting.js';
import { unblocking } from './when-ready.js';

/** Why connect failed. */
export type ConnectError = AddressError<ConnectCode> | SysError<GetsockoptCode | FcntlCode> | WaitError | Blocking;

/**
 * connect(2), as a promise. It resolves when the connection is established or has failed, with the error of `SO_ERROR`.
 *
 * @param fd a socket with O_NONBLOCK
 * @param addr the peer
 * @param options when to stop waiting; the kernel continues the attempt until the socket is closed
 * @returns 0 when connected
 *
 * **Errors**: those of `connect`, except EINPROGRESS and EAGAIN, also if they occur during the wait: `ECONNREFUSED`, `EHOSTUNREACH`,
 * `ETIMEDOUT` (the peer does not answer; it has `syscall`). They have the address in `address`. `EALREADY` an earlier attempt on this socket
 * continues. While another promise waits for it, no call is made, because the kernel would tell its error to this one; and once nobody
 * waits, {@link writable} and `SO_ERROR` tell the outcome. `BLOCKING` the socket has no O_NONBLOCK. Those of {@link ready}.
 *
 * **strace**: `connect(3, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0`; or that line with `-1
 * EINPROGRESS`, then the lines of {@link ready}, then `getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = 0`
 *
 * @example
 * ```ts
 * import { AF_INET, SOCK_NONBLOCK, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 * import { connect } from 'sys-socket/promises';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
 * const connected = await connect(fd, sockaddr_in('127.0.0.1', 1));
 * if (!connected.ok) console.log(connected.error.code); // ECONNREFUSED
 * ```
 */
export async function connect(fd: Fd, addr: SockAddr, options?: WaitOptions): Promise<Result<0, ConnectError>> {
  const how = patience('connect', options);
  if (how.signal?.aborted) return aborted(how.signal);
  const may = unblocking(fd, 'connect');
  if (!may.ok) return may;
  const descriptor = descriptor_of(fd);
  if (descriptor.connecting) return already_connecting(addr);
  const loop = connecting(fd, addr);
  const waiting = waits(fd, POLLOUT, how);
  for (;;) {
    const done = loop.go();
    if (done !== unready) return done;
    const begun = loop.begun();
    if (begun) descriptor.connecting = true;
    const ready = by_now(waiting, await wait(waiting));
    if (begun) descriptor.connecting = false;
    if (!ready.ok) return ready;
  }
}
