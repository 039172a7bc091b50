import { call_of } from '../../observe/calls/index.js';

// Why the kernel refused, in a sentence, and where the manual says so.

/** What a code means wherever it comes from. */
const meanings: Readonly<Record<string, string>> = {
  EACCES: 'this user may not: a port below 1024, a broadcast without SO_BROADCAST, or the path of a socket',
  EADDRINUSE: 'another socket has this address; after a restart, SO_REUSEADDR before bind lets TIME_WAIT be',
  EADDRNOTAVAIL: 'no interface of this host has this address, or no local port is left',
  EAFNOSUPPORT: 'the address is of another family than the socket, or the kernel lacks the family',
  EAGAIN:
    'it would have to wait, and was told not to (O_NONBLOCK, MSG_DONTWAIT), or its timeout ran out; poll(2) says when to try again',
  EALREADY: 'an earlier connect on this socket is still on its way',
  EBADF: 'the number is no open descriptor: closed already, or never opened',
  EBUSY: 'somebody else is using it',
  ECONNABORTED: 'the peer gave up before the connection was accepted',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the peer ended the connection with a reset: it closed with data unread, or it crashed',
  EDESTADDRREQ: 'the socket has no peer, and the call names none',
  EDOM: 'a number of the option is out of its range',
  EEXIST: 'it is there already',
  EFAULT: 'the kernel cannot reach the memory that it was given',
  EHOSTDOWN: 'the host does not answer on its network',
  EHOSTUNREACH: 'no way leads to that host, or it does not answer',
  EINPROGRESS: 'the connection is on its way: poll(2) for writing, then SO_ERROR says how it went',
  EINTR: 'a signal came first; nothing was transferred, and the call may be made again',
  EINVAL: 'an argument does not fit this descriptor in its present state',
  EISCONN: 'the socket is connected already',
  ELOOP: 'the path has too many symbolic links, or epoll descriptors watch each other',
  EMFILE: 'this process has all the descriptors that it may have (ulimit -n)',
  EMSGSIZE: 'the message is longer than one may be on this socket',
  ENAMETOOLONG: 'the path is too long',
  ENETDOWN: 'the interface is down',
  ENETUNREACH: 'no route leads to that network',
  ENFILE: 'the host has all the descriptors that it may have',
  ENOBUFS: 'the kernel has no room for it: its queue is full, or memory is short',
  ENODEV: 'there is no such interface',
  ENOENT: 'no such path, or no such entry',
  ENOMEM: 'the kernel has no memory for it',
  ENOPROTOOPT: 'the socket has no such option at this level',
  ENOSPC: 'a limit of the kernel is reached',
  ENOSYS: 'this kernel lacks the call',
  ENOTCONN: 'the socket is not connected',
  ENOTSOCK: 'the descriptor is no socket',
  EOPNOTSUPP: 'sockets of this kind do not do that',
  EPERM: 'this takes a privilege, or a firewall forbids it',
  EPIPE:
    'nobody will read this: this side was shut down for sending, the peer is gone, or the socket was never connected',
  EPROTONOSUPPORT: 'the family has no such protocol',
  EPROTOTYPE: 'the socket is of another type than its peer',
  ETIMEDOUT: 'the peer did not answer in time',
  ETOOMANYREFS: 'too many descriptors are on their way',
};

/** Where the call says more than the code. */
const particular: Readonly<Record<string, string>> = {
  'accept EAGAIN': 'no connection waits to be accepted, and the listener does not block',
  'accept EINVAL': 'the socket does not listen: listen(2) comes first, or the flags are wrong',
  'bind EINVAL': 'the socket has an address already, or the address has the wrong length',
  'connect EACCES': 'the path may not be written to, a broadcast without SO_BROADCAST, or a firewall',
  'connect EAGAIN': 'the backlog of the listener is full (unix), or no local port is free',
  'connect EADDRNOTAVAIL': 'no local port is left for this peer',
  'connect ENOENT': 'nobody has bound a socket to this path',
  'epoll_ctl EEXIST': 'the descriptor is in the set already: EPOLL_CTL_MOD changes it',
  'epoll_ctl ENOENT': 'the descriptor is not in the set: EPOLL_CTL_ADD comes first',
  'epoll_ctl EPERM': 'a descriptor of this kind, a file say, is always ready, and not for epoll',
  'getpeername ENOTCONN': 'the socket has no peer: not connected yet, or not any more',
  'listen EADDRINUSE': 'another socket listens on this port',
  'read EAGAIN': 'nothing has come yet, and the descriptor does not block',
  'recv EAGAIN': 'nothing has come yet, and the call may not wait, or its SO_RCVTIMEO ran out',
  'recv ECONNREFUSED': 'an earlier datagram reached a port where nobody listens',
  'send EAGAIN': 'the send buffer is full, and the call may not wait: the peer reads more slowly than this side sends',
  'send EMSGSIZE': 'the datagram is longer than one may be',
  'shutdown ENOTCONN': 'the peer is gone already, or never was there',
  'write EAGAIN': 'the buffer is full, and the descriptor does not block',
};

/** What went before the call, as far as it is known. */
export interface Circumstances {
  /** The line that closed the descriptor. */
  readonly closed_by?: string | undefined;
  /** The socket was made, and never connected. */
  readonly never_connected?: boolean;
}

/** Where what went before says more than call and code. */
function by_circumstances(code: string, { closed_by, never_connected = false }: Circumstances): string | undefined {
  if (code === 'EBADF' && closed_by !== undefined) return `the descriptor is no longer open: ${closed_by} closed it`;
  if (code === 'EPIPE' && never_connected) return 'the socket was never connected: connect(2) comes first';
  return undefined;
}

/**
 * Why the kernel refused a call, in a sentence, and where the manual says so: `ECONNREFUSED: nobody listens there. connect(2), ERRORS`
 *
 * @param name the function of C: `'recv'`
 * @param code the name of the errno: `'ECONNREFUSED'`
 */
export function explanation(name: string, code: string, circumstances: Circumstances = {}): string {
  const page = call_of(name)?.page ?? name;
  const own = `${page.replace(/\(.*/, '')} ${code}`;
  const meaning =
    by_circumstances(code, circumstances) ??
    (Object.hasOwn(particular, own) ? particular[own] : undefined) ??
    (Object.hasOwn(meanings, code) ? meanings[code] : undefined);
  return `${code}: ${meaning === undefined ? '' : `${meaning}. `}${page}, ERRORS`;
}

export const explained_codes: readonly string[] = Object.keys(meanings);
