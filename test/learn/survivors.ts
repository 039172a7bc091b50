// Mutants of the solutions that pass, each with its reason.

/** Of an exercise: `line: what: mutation`, and why. */
type Reasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

const size = 'a size of our own, large enough either way';
const nonzero = 'an option that is on: every value but 0 is';
const for_ever = 'poll(2): any negative timeout is for ever';
const a_millisecond = 'a millisecond more or less of a deadline';
const not_asleep = 'who does not sleep is not interrupted: no EINTR with MSG_DONTWAIT';
const told_once = 'after ECONNRESET the next recv(2) says 0, and it ends there';
const level = 'poll(2) has said that it is ready, and nobody else takes it away: no EAGAIN';
const no_value = 'a call that failed has no value: the comparison beside it is false';
const own_buffer = 'a send buffer of the kernel’s choice: the task speaks of none';
const one_report = 'a message of the error queue has one IP_RECVERR, and no option asks for anything beside it';
const unused_port = 'the port of a program that is told none: the judge tells it one';
const of_nothing = 'a send of 0 bytes, or one turn of poll(2) later: the peer receives the same';

/** They change nothing that a peer or the kernel can see, or that the task speaks of. */
export const equivalent: Reasons = {
  '01-fd': {
    '5: 0: one more': 'unix(7): protocol 1 is PF_UNIX, which is the same',
    '11: room.subarray(0, count): the whole of it': 'all that was written is read, and the room is as long',
  },
  '13-bytes-first': { '7: 4096: one more': size },
  '14-listen': { '28: 1: one more': nonzero },
  '15-echo': {
    '26: unwrap(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1));: left out':
      'a port of the kernel’s choice is held by nobody',
    '26: 1: one more': nonzero,
    '28: 128: one more': size,
  },
  '17-eagain': { '20: 1: one more': for_ever },
  '18-connect-in-time': { '26: ready.ok: result ignored': no_value },
  '19-many': {
    '27: SOCK_STREAM | SOCK_NONBLOCK: only SOCK_STREAM': level,
    '29: 128: one more': size,
    '39: 65_536: one more': size,
    '48: 1: one more': for_ever,
    '50: revents === 0: false': 'those who are not ready say EAGAIN',
    '68: MSG_DONTWAIT: flag missing': level,
    '69: !got.ok: false': 'what is answered to a connection that was reset is refused, and it is closed',
    "69: ||: && in got.error.code === 'EAGAIN' || got.error": level,
    "69: ===: !== in got.error.code === 'EAGAIN'": told_once,
    "69: 'EAGAIN': another error": level,
    "69: ===: !== in got.error.code === 'EINTR'": told_once,
    "69: 'EINTR': another error": not_asleep,
    '73: client.unsent.length === 0: true': of_nothing,
    '73: client.unsent.length === 0: false': of_nothing,
    '73: ===: !== in client.unsent.length === 0': of_nothing,
    '73: 0: one more': of_nothing,
    "76: 'EINTR': another error": not_asleep,
  },
  '20-edges': {
    '42: 64: one more': size,
    '43: 4096: one more': size,
    '47: got.ok: result ignored': no_value,
    '53: EPOLLIN | EPOLLRDHUP: only EPOLLIN': 'epoll_ctl(2): the end of a stream is EPOLLIN, too',
    '56: ready.ok: result ignored': no_value,
  },
  '21-drip': { '17: ready.ok: result ignored': no_value, "19: 'EINTR': another error": not_asleep },
  '24-goodbye': {
    '6: 4096: one more': size,
    '14: got.ok: result ignored': told_once,
    "14: !==: === in got.error.code !== 'EINTR'": told_once,
    "14: 'EINTR': another error": not_asleep,
  },
  '27-dead-peer': { '23: 1: one more': nonzero },
  '29-queues': { '28: 128: one more': size, '66: 1: one more': nonzero },
  '30-pass-it': { '10: 0: one more': 'unix(7): one byte must go with it, whichever' },
  '31-no-copy': {
    '36: unwrap(setsockopt(conn, SOL_SOCKET, SO_SNDBUF, 65_536));: left out': own_buffer,
    '36: 65_536: one more': size,
    '46: close(conn);: left out': 'the program ends behind it, and the kernel closes what it has open',
    '52: 1: one more': size,
    '52: 20: one more': size,
    '69: 1: one more': for_ever,
    '70: 64: one more': size,
    '72: { const done = cmsg_value(arrived, IPPROTO_IP, IP_RECVERR); : runs once': one_report,
    '74: done !== undefined: true': one_report,
  },
  '32-proxy': {
    '28: 9000: one more': unused_port,
    '30: SOCK_STREAM | SOCK_NONBLOCK: only SOCK_STREAM': level,
    '32: 128: one more': size,
    '46: 65_536: one more': size,
    '58: 1: one more': for_ever,
    '59: welcomes.revents !== 0: true': 'where nobody has come, accept(2) says EAGAIN',
    '82: MSG_DONTWAIT: flag missing': level,
    "83: 'EAGAIN': another error": level,
  },
  '33-tls': {
    '23: 9443: one more': unused_port,
    '29: !(raw instanceof Socket): false':
      'a connected stream is a Socket, never a Server: the line is there for its type',
  },
};

const taken = 'a send(2) that leaves one byte, or takes none: how much the kernel takes is not ours to choose';

/** They behave differently, and pass on purpose. */
export const let_through: Reasons = {
  '18-connect-in-time': {
    '24: 0: one more': a_millisecond,
    "28: ready.error.code !== 'EINTR': false": 'poll(2) fails for good by wrong arguments only, and these are right',
  },
  '19-many': {
    '44: 0: one more': taken,
    "76: ||: && in sent.error.code === 'EAGAIN' || sent.err": taken,
    "76: 'EAGAIN': another error": taken,
  },
  '21-drip': { '15: 0: one more': a_millisecond },
  '24-goodbye': { '11: <=: < in left <= 0': a_millisecond, '11: 0: one more': a_millisecond },
  '28-black-hole': { '43: 40: one more': 'segments of a byte less than fits: a path may be given that' },
};
