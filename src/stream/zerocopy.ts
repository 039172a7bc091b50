import { CMSG_SPACE, type Cmsg } from '../codec/cmsghdr.js';
import { cmsg_value } from '../codec/control.js';
import { append } from '../codec/intrinsics.js';
import { check_bytes } from '../codec/struct.js';
import {
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  MSG_ZEROCOPY,
  POLLERR,
  SO_EE_CODE_ZEROCOPY_COPIED,
  SO_EE_ORIGIN_ZEROCOPY,
} from '../constants.js';
import type { SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { IPPROTO_IP, IPPROTO_IPV6, SOL_SOCKET } from '../level.js';
import { IP_RECVERR, IPV6_RECVERR, SO_ZEROCOPY } from '../options.js';
import { err, ok, type Result } from '../result.js';
import { type SetsockoptCode, setsockopt } from '../sys/getsockopt.js';
import type { PollCode } from '../sys/poll.js';
import { type RecvCode, recvmsg } from '../sys/recv.js';
import { type SendCode, send } from '../sys/send.js';
import { type Deadline, type DeadlineExceeded, exceeded, pace, passed, wait } from './pace.js';

/** The result of a send without a copy. */
export interface ZerocopySent {
  /** The number of bytes that the kernel accepted. */
  readonly sent: number;
  /** The number of the send on this socket, counted from 0; undefined if no byte was accepted. */
  readonly id: number | undefined;
}

/** A completed send: the kernel no longer reads the bytes, and the caller may change them. */
export interface ZerocopyDone {
  readonly id: number;
  readonly bytes: Uint8Array;
  /** True if the kernel made a copy nevertheless, as it does on loopback. */
  readonly copied: boolean;
}

/** The errors with which reading the error queue can fail. */
export type ReapCode = RecvCode | 'EMSGSIZE';

/** Why sends are still pending. */
export type DrainError = (SysError<ReapCode | PollCode> | DeadlineExceeded) & {
  /** The sends that have completed, which no later call returns. */
  readonly done: readonly ZerocopyDone[];
};

/** Sends from the caller's memory, which the kernel reads until it reports that the send is complete. */
export interface Zerocopy {
  /** send(2) with `MSG_ZEROCOPY`. The bytes must not change until `reap` returns them. */
  send(bytes: Uint8Array, flags?: number): Result<ZerocopySent, SysError<SendCode>>;
  /** Reads the error queue until it is empty, without waiting, and returns the sends that have completed since the last time. */
  reap(): Result<ZerocopyDone[], SysError<ReapCode>>;
  /** Reaps until nothing is pending. Do it before close(2), because completions cannot be read after it. */
  drain(deadline: number | Deadline): Result<ZerocopyDone[], DrainError>;
  /** The number of sends that are not complete. */
  readonly pending: number;
}

/** Size of the control buffer for one error of the queue: struct sock_extended_err (16 bytes), and at most a struct sockaddr_in6 (28). */
const room = CMSG_SPACE(16 + 28);
const ids = 2 ** 32;

/**
 * The memory that the kernel may still read, for all sockets. It is referenced from here too, because the Zerocopy object may be
 * collected: the memory could then be reused during the transmission, and the kernel would send other data.
 */
const held = new Set<ReadonlyMap<number, Uint8Array>>();

/**
 * Lets a socket send without copying (`SO_ZEROCOPY`), keeps the memory of pending sends alive, and reports when each is complete: see
 * Documentation/networking/msg_zerocopy.rst. It pays off from about 10 KB per send, but not on loopback, where the kernel copies
 * nevertheless.
 *
 * Until {@link Zerocopy.reap} returns the bytes, the kernel may read them at any time, and again for a retransmission, so a change to
 * them may be sent in whole or in part. The package keeps the memory alive even if the object is dropped. It cannot prevent a transfer of the
 * buffer (`structuredClone`, `postMessage`), whose receiver may change the memory.
 *
 * The kernel counts the sends with MSG_ZEROCOPY of a socket, and its answers have these numbers. So make one object for a socket, before any such
 * send, and send with MSG_ZEROCOPY only through it: two objects would take each other's answers. The object reads the whole error queue of the socket:
 * what else is there (`IP_RECVERR`, timestamps) is lost.
 *
 * @param fd a TCP or UDP socket
 * @returns an object that sends and reports completions
 *
 * **Errors**: `EOPNOTSUPP` the socket does not support it (a unix socket, for example). Of `send`: those of {@link send}; `ENOBUFS` too much
 * is pending: reap first (without CAP_IPC_LOCK, pending bytes count against RLIMIT_MEMLOCK; completions count against
 * /proc/sys/net/core/optmem_max). Of `drain`: `DEADLINE_EXCEEDED`. Its errors have the sends that have completed in `done`.
 *
 * **strace**: `setsockopt(3, SOL_SOCKET, SO_ZEROCOPY, [1], 4) = 0`; `sendto(3, "..."..., 16384, MSG_NOSIGNAL|MSG_ZEROCOPY, NULL, 0) =
 * 16384`; `recvmsg(3, {..., msg_flags=MSG_ERRQUEUE}, MSG_DONTWAIT|MSG_ERRQUEUE) = 0` once more than there are answers
 *
 * @example
 * ```ts
 * import { AF_INET, bind, connect, getsockname, sockaddr_in, sockaddr_storage, SOCK_DGRAM, socket, unwrap, zerocopy } from 'sys-socket';
 *
 * const [a, b] = [unwrap(socket(AF_INET, SOCK_DGRAM, 0)), unwrap(socket(AF_INET, SOCK_DGRAM, 0))];
 * unwrap(bind(b, sockaddr_in('127.0.0.1', 0)));
 * const name = sockaddr_storage();
 * unwrap(getsockname(b, name));
 * unwrap(connect(a, name));
 *
 * const zc = unwrap(zerocopy(a));
 * console.log(unwrap(zc.send(new Uint8Array(20_000))).sent, zc.pending); // 20000 1
 * const [done] = unwrap(zc.drain(1000));
 * console.log(done?.id, done?.bytes.length, zc.pending); // 0 20000 0
 * ```
 */
export function zerocopy(fd: Fd): Result<Zerocopy, SysError<SetsockoptCode>> {
  const allowed = setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, 1);
  if (!allowed.ok) return allowed;

  const sending = new Map<number, Uint8Array>();
  let next = 0;
  /** What a failed send found complete, for the next reap. */
  let early: ZerocopyDone[] = [];

  const reap = (): Result<ZerocopyDone[], SysError<ReapCode>> => {
    const done = early;
    early = [];
    for (;;) {
      const told = recvmsg(fd, { msg_iov: [], msg_controllen: room }, MSG_ERRQUEUE | MSG_DONTWAIT);
      if (told.ok) {
        for (const range of answers(told.value.msg_control)) {
          for (const one of released(sending, range)) append(done, one);
          // A number that no send has: that of a send that failed after the kernel had counted it.
          if ((range.last - next + ids) % ids < ids / 2) next = (range.last + 1) % ids;
        }
      } else if (told.error.code !== 'EINTR') {
        if (sending.size === 0) held.delete(sending);
        // Completed sends have left the map, so a later error must not discard them.
        return told.error.code === 'EAGAIN' || done.length > 0 ? ok(done) : told;
      }
    }
  };

  return ok({
    get pending() {
      return sending.size + early.length;
    },
    send(bytes, flags = 0) {
      check_bytes(bytes, 'zerocopy: bytes');
      const sent = send(fd, bytes, flags | MSG_ZEROCOPY);
      if (!sent.ok) {
        // The kernel may have counted it, and dropped it later: then its answer is there already.
        const told = sent.error.code === 'EAGAIN' ? ok([]) : reap();
        if (told.ok) early = told.value;
        return sent;
      }
      if (sent.value === 0) return ok({ sent: 0, id: undefined });
      const id = next;
      next = (next + 1) % ids;
      sending.set(id, bytes);
      held.add(sending);
      return ok({ sent: sent.value, id });
    },
    reap,
    drain(deadline) {
      const how = pace('zerocopy.drain', fd, { deadline });
      const done: ZerocopyDone[] = [];
      for (;;) {
        const more = reap();
        if (!more.ok) return err({ ...more.error, done });
        for (const one of more.value) append(done, one);
        if (sending.size === 0) return ok(done);
        if (passed(how)) return err({ ...exceeded, done });
        // poll(2) reports POLLERR even if it is not requested.
        const ready = wait(fd, POLLERR, how);
        if (!ready.ok) return err({ ...ready.error, done });
      }
    },
  });
}

/** The numbers of sends that are complete, which may wrap at 32 bits. */
interface Answer {
  readonly first: number;
  readonly last: number;
  readonly copied: boolean;
}

/** The answers in the messages of the error queue. */
function answers(messages: readonly Cmsg[]): Answer[] {
  return messages.flatMap((message) => {
    const error = cmsg_value(message, IPPROTO_IP, IP_RECVERR) ?? cmsg_value(message, IPPROTO_IPV6, IPV6_RECVERR);
    if (error?.ee_origin !== SO_EE_ORIGIN_ZEROCOPY) return [];
    const { ee_info: first, ee_data: last, ee_code } = error;
    return [{ first, last, copied: (ee_code & SO_EE_CODE_ZEROCOPY_COPIED) !== 0 }];
  });
}

/** Takes out the sends that an answer reports as complete. */
function released(sending: Map<number, Uint8Array>, { first, last, copied }: Answer): ZerocopyDone[] {
  const behind = (id: number) => (id - first + ids) % ids;
  const done = [...sending].filter(([id]) => behind(id) <= behind(last));
  for (const [id] of done) sending.delete(id);
  return done.map(([id, bytes]) => ({ id, bytes, copied }));
}
