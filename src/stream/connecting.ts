import { EALREADY } from '../constants.js';
import { type AddressError, about_address, errors_of, type SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { SOL_SOCKET } from '../level.js';
import { SO_ERROR } from '../options.js';
import { type Err, err, ok } from '../result.js';
import type { SockAddr } from '../sockaddr/address.js';
import { type ConnectCode, connect } from '../sys/connect.js';
import { type GetsockoptCode, getsockopt } from '../sys/getsockopt.js';
import { type Loop, retries, unready } from './pace.js';

/** The loop of a connect. */
interface Connecting extends Loop<0, AddressError<ConnectCode> | SysError<GetsockoptCode>, unknown> {
  /** True while the kernel makes the attempt. */
  begun(): boolean;
}

const refused = errors_of<ConnectCode>('connect');

/**
 * The loop of a connect that may not block. After EINPROGRESS it waits until the socket is writable, and then reads the outcome from
 * `SO_ERROR`. EAGAIN (a unix socket whose peer's backlog is full) has started nothing, so connect is called again.
 *
 * EINTR does not say whether the connection attempt was started. A second call does (EALREADY, EISCONN). Without an EINTR before it,
 * EALREADY is about an attempt of somebody else, who reads its outcome: `SO_ERROR` tells it only once.
 *
 * @internal
 */
export function connecting(fd: Fd, addr: SockAddr): Connecting {
  let begun = false;
  let interrupted = false;
  const again = retries({ retry: true });
  return {
    go() {
      if (begun) {
        const error = getsockopt(fd, SOL_SOCKET, SO_ERROR);
        if (!error.ok) return error;
        return error.value === 0 ? ok(0) : about_address(refused(-error.value), addr);
      }
      for (;;) {
        const connected = connect(fd, addr);
        if (connected.ok) return connected;
        const { code } = connected.error;
        if (code === 'EINTR' && again()) interrupted = true;
        else if (code === 'EISCONN' && interrupted) return ok(0);
        else {
          begun = code === 'EINPROGRESS' || (code === 'EALREADY' && interrupted);
          return begun || code === 'EAGAIN' ? unready : connected;
        }
      }
    },
    stopped: (error) => err(error),
    begun: () => begun,
  };
}

/** EALREADY without a call. */
export function already_connecting(addr: SockAddr): Err<AddressError<ConnectCode>> {
  return about_address(refused(-EALREADY), addr);
}
