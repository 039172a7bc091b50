import { check_bytes, check_integer, check_object } from '../codec/check.js';
import type { Cmsg } from '../codec/cmsghdr.js';
import { append, field } from '../codec/intrinsics.js';
import { POLLIN } from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { err, ok, type Result } from '../result.js';
import { type RecvCode, recvmsg } from '../sys/recv.js';
import { close_rights } from './close-rights.js';
import { finish, type Pace, pace, type StreamOptions, type Transfer, unready } from './pace.js';
import { type ReceiveProgress, type RecvExactError, receiving } from './recv-exact.js';

/** {@link StreamOptions}, and the size of the buffer for control messages. */
export interface RecvmsgExactOptions extends StreamOptions {
  /** Size in bytes of the control buffer of each recvmsg(2): the sum of {@link CMSG_SPACE} over the messages that you expect. */
  readonly msg_controllen: number;
}

/** The control messages that arrived with the bytes. */
export interface ControlReceived {
  /** All control messages, in order. The descriptors in them are open, and the caller must close them: {@link close_rights}. */
  readonly msg_control: readonly Cmsg[];
  /** The flags of all receives, combined with `|`: `MSG_CTRUNC` if a control message did not fit. */
  readonly msg_flags: number;
}

/** Why the buffer was not filled, how many bytes it has, and the control messages that were received. */
export type RecvmsgExactError = RecvExactError & ControlReceived;

/**
 * {@link recv_exact} that keeps control messages: repeats recvmsg(2) until the buffer is full. It is for protocols that send
 * descriptors with their bytes, as D-Bus and Wayland do. recv_exact and recv_frame pass no control buffer, so the kernel closes any
 * descriptors that arrive there.
 *
 * A receive from a unix stream ends before the bytes that carry the next descriptors, so one receive never mixes the descriptors of
 * two messages.
 *
 * @param fd a connected stream socket
 * @param buffer the buffer to fill; if it is empty, no recvmsg is made
 * @param options `msg_controllen`, flags (`MSG_CMSG_CLOEXEC` if exec must not inherit the descriptors), deadline, and what EINTR does
 * @returns the control messages. An error has them too, because the descriptors that arrived before it are open
 *
 * **Errors**: as {@link recv_exact}, with `received`, `msg_control` and `msg_flags`. What it throws has none of them, so the descriptors that
 * arrived before are closed then.
 *
 * **strace**: `recvmsg(3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="HELLO", iov_len=5}], msg_iovlen=1,
 * msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[4]}], msg_controllen=24, msg_flags=0}, 0) = 5`,
 * one line for each part
 *
 * @example
 * ```ts
 * import {
 *   AF_UNIX, CMSG_SPACE, close_rights, cmsg, recvmsg_exact, SCM_RIGHTS, send_all, sendmsg, SOCK_STREAM, SOL_SOCKET, socketpair, unwrap,
 * } from 'sys-socket';
 *
 * const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
 * unwrap(send_all(a, Buffer.from('HELLO-')));
 * unwrap(sendmsg(a, { msg_iov: [Buffer.from('WORLD')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
 *
 * const buffer = Buffer.alloc(11);
 * const { msg_control } = unwrap(recvmsg_exact(b, buffer, { msg_controllen: CMSG_SPACE(4) }));
 * console.log(String(buffer), close_rights(msg_control)); // HELLO-WORLD 1
 * ```
 */
export function recvmsg_exact(
  fd: Fd,
  buffer: Uint8Array,
  options: RecvmsgExactOptions,
): Result<ControlReceived, RecvmsgExactError> {
  check_object(options, 'recvmsg_exact: options');
  const how = pace('recvmsg_exact', fd, options);
  return finish(fd, POLLIN, receiving_messages(fd, buffer, options, how), how);
}

/**
 * The loop of recvmsg_exact.
 *
 * @internal
 */
export function receiving_messages(
  fd: Fd,
  buffer: Uint8Array,
  options: RecvmsgExactOptions,
  how: Pace,
): Transfer<ControlReceived, RecvmsgExactError, ReceiveProgress & ControlReceived> {
  check_bytes(buffer, 'recvmsg_exact: buffer');
  const msg_controllen = field(options, 'msg_controllen');
  check_integer(msg_controllen, 0, 0x7fff_ffff, 'recvmsg_exact: options.msg_controllen');
  const msg_control: Cmsg[] = [];
  let msg_flags = 0;
  const bytes = receiving(fd, buffer, how, (piece, flags) => {
    const got = recvmsg(fd, { msg_iov: [piece], msg_controllen }, flags);
    // The cast drops EMSGSIZE, which means more than 1024 pieces; this call has one.
    if (!got.ok) return got as Result<never, SysError<RecvCode>>;
    for (let i = 0; i < got.value.msg_control.length; ++i) append(msg_control, got.value.msg_control[i] as Cmsg);
    msg_flags |= got.value.msg_flags;
    return ok(got.value.received);
  });
  return {
    go() {
      let filled: ReturnType<typeof bytes.go>;
      try {
        filled = bytes.go();
      } catch (error) {
        close_rights(msg_control); // an error that is thrown cannot return them
        throw error;
      }
      if (filled === unready) return unready;
      return filled.ok ? ok({ msg_control, msg_flags }) : err({ ...filled.error, msg_control, msg_flags });
    },
    moved: bytes.moved,
    stopped: (error) => err({ ...bytes.stopped(error).error, msg_control, msg_flags }),
  };
}
