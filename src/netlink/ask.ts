import { append } from '../codec/intrinsics.js';
import { int } from '../codec/struct.js';
import {
  AF_NETLINK,
  EAFNOSUPPORT,
  EINTR,
  MSG_DONTWAIT,
  NLM_F_DUMP_INTR,
  NLM_F_MULTI,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  SOCK_CLOEXEC,
  SOCK_RAW,
} from '../constants.js';
import type { ErrnoName, SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import { type Err, ok, type Result } from '../result.js';
import { sockaddr_nl } from '../sockaddr/nl.js';
import { close } from '../sys/close.js';
import type { RecvCode } from '../sys/recv.js';
import { type SendCode, sendto } from '../sys/send.js';
import { type SocketCode, socket } from '../sys/socket.js';
import { encode_nlmsg, type NlMessage } from './nlmsghdr.js';
import { datagram_size, receive } from './receive.js';

/** A request, and how to decode the messages of the answer. */
export interface Question<T, Code extends ErrnoName> {
  /** `NETLINK_SOCK_DIAG`, `NETLINK_ROUTE`, ... */
  readonly protocol: number;
  readonly type: number;
  /** `NLM_F_DUMP`, or 0; `NLM_F_REQUEST` is added. */
  readonly flags: number;
  readonly payload: Uint8Array;
  /** Makes a Result of an error in the kernel's answer, -errno. */
  readonly refused: (negative: number) => Err<SysError<Code>>;
  /** Decodes a message of the answer; returns undefined to skip it. The payload is a view of a buffer that is reused. */
  readonly decode: (message: NlMessage) => T | undefined;
}

/** The errors of the syscalls of a request. */
export type AskCode = SocketCode | SendCode | RecvCode;

/** The number of attempts to read an answer that keeps changing, before the result is EINTR. */
const tries = 10;

const kernel = sockaddr_nl();

let last_seq = 0;

/**
 * Sends a request to the kernel over netlink(7), and returns the decoded answer. It uses `fd`, or a socket that it creates and closes. If the
 * answer changed while it was read (`NLM_F_DUMP_INTR`), or did not fit, the request is repeated.
 */
export function ask<T, Code extends ErrnoName>(
  question: Question<T, Code>,
  fd?: Fd,
): Result<T[], SysError<Code | AskCode>> {
  if (fd !== undefined) return ask_on(fd, question);
  const made = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, question.protocol);
  if (!made.ok) return made;
  try {
    return ask_on(made.value, question);
  } finally {
    close(made.value);
  }
}

function ask_on<T, Code extends ErrnoName>(fd: Fd, question: Question<T, Code>): Result<T[], SysError<Code | AskCode>> {
  let buffer = new Uint8Array(datagram_size);
  for (let tried = 0; tried < tries; tried++) {
    const answered = ask_once(fd, question, buffer);
    if (!answered.ok) return answered;
    const { items, interrupted, longest } = answered.value;
    if (!interrupted && longest <= buffer.length) return ok(items);
    if (longest > buffer.length) buffer = new Uint8Array(longest);
  }
  return question.refused(-EINTR);
}

interface Answer<T> {
  readonly items: T[];
  /** The objects changed while the answer was read. */
  interrupted: boolean;
  /** The length of the longest datagram, which can exceed the buffer. */
  longest: number;
}

function ask_once<T, Code extends ErrnoName>(
  fd: Fd,
  question: Question<T, Code>,
  buffer: Uint8Array,
): Result<Answer<T>, SysError<Code | AskCode>> {
  const { type, flags, payload, refused, decode } = question;
  last_seq = (last_seq + 1) >>> 0;
  const seq = last_seq;
  const sent = sendto(fd, encode_nlmsg(type, NLM_F_REQUEST | flags, seq, payload), 0, kernel);
  if (!sent.ok) return sent;
  const answer: Answer<T> = { items: [], interrupted: false, longest: 0 };
  for (;;) {
    // The kernel queues the beginning of the answer during the send, and continues it during each receive, so there is nothing to wait for.
    const came = receive(fd, buffer, MSG_DONTWAIT);
    if (!came.ok) {
      // The end of the answer was in the part that did not fit into the buffer.
      if (came.error.code === 'EAGAIN' && answer.longest > buffer.length) return ok(answer);
      return came;
    }
    const { length, pid, messages } = came.value;
    if (pid === undefined) return refused(-EAFNOSUPPORT); // the socket is of another family
    if (pid !== 0) continue; // a message from another process
    answer.longest = Math.max(answer.longest, length);
    for (const message of messages) {
      if (message.nlmsg_seq !== seq) continue; // the rest of an earlier answer
      if ((message.nlmsg_flags & NLM_F_DUMP_INTR) !== 0) answer.interrupted = true;
      const ends = message.nlmsg_type === NLMSG_DONE || message.nlmsg_type === NLMSG_ERROR;
      if (ends) {
        const error = int.decode(message.payload.subarray(0, 4));
        return error < 0 ? refused(error) : ok(answer);
      }
      const item = decode(message);
      if (item !== undefined) append(answer.items, item);
      if ((message.nlmsg_flags & NLM_F_MULTI) === 0) return ok(answer);
    }
  }
}
