/** A page of the manual: the calls that it is about, and further pages that list errors of them. */
interface Page {
  readonly calls: string;
  /** The errors that its own section ERRORS lists (Linux man-pages 6.03). */
  readonly errors: string;
  readonly also?: string;
}

const inet = 'ip(7) tcp(7) udp(7) unix(7)';

const pages: Readonly<Record<string, Page>> = {
  'accept(2)': {
    calls: 'accept accept4',
    errors:
      'EAGAIN EBADF ECONNABORTED EFAULT EINTR EINVAL EMFILE ENFILE ENOBUFS ENOMEM ENOSR ENOTSOCK EOPNOTSUPP EPERM EPROTO EPROTONOSUPPORT ESOCKTNOSUPPORT ETIMEDOUT',
    also: inet,
  },
  'bind(2)': {
    calls: 'bind',
    errors:
      'EACCES EADDRINUSE EADDRNOTAVAIL EBADF EFAULT EINVAL ELOOP ENAMETOOLONG ENOENT ENOMEM ENOTDIR ENOTSOCK EROFS',
    also: `${inet} packet(7)`,
  },
  'close(2)': { calls: 'close', errors: 'EBADF EDQUOT EINTR EIO ENOSPC' },
  'connect(2)': {
    calls: 'connect',
    errors:
      'EACCES EADDRINUSE EADDRNOTAVAIL EAFNOSUPPORT EAGAIN EALREADY EBADF ECONNREFUSED EFAULT EINPROGRESS EINTR EISCONN ENETUNREACH ENOTSOCK EPERM EPROTOTYPE ETIMEDOUT',
    also: inet,
  },
  'copy_file_range(2)': {
    calls: 'copy_file_range',
    errors: 'EBADF EFBIG EINVAL EIO EISDIR ENOMEM ENOSPC EOPNOTSUPP EOVERFLOW EPERM ETXTBSY EXDEV',
  },
  'dup(2)': { calls: 'dup dup3', errors: 'EBADF EBUSY EINTR EINVAL EMFILE' },
  'epoll_create(2)': { calls: 'epoll_create1', errors: 'EINVAL EMFILE ENFILE ENOMEM' },
  'epoll_ctl(2)': { calls: 'epoll_ctl uv_poll_init', errors: 'EBADF EEXIST EINVAL ELOOP ENOENT ENOMEM ENOSPC EPERM' },
  'epoll_wait(2)': { calls: 'epoll_wait epoll_pwait2', errors: 'EBADF EFAULT EINTR EINVAL' },
  'eventfd(2)': {
    calls: 'eventfd eventfd_read eventfd_write',
    errors: 'EINVAL EMFILE ENFILE ENODEV ENOMEM',
    also: 'read(2) write(2)',
  },
  'fcntl(2)': {
    calls: 'fcntl',
    errors: 'EACCES EAGAIN EBADF EBUSY EDEADLK EFAULT EINTR EINVAL EMFILE ENOLCK ENOTDIR EPERM',
  },
  'getaddrinfo(3)': {
    calls: 'getaddrinfo',
    errors:
      'EAI_ADDRFAMILY EAI_AGAIN EAI_BADFLAGS EAI_FAIL EAI_FAMILY EAI_MEMORY EAI_NODATA EAI_NONAME EAI_SERVICE EAI_SOCKTYPE EAI_SYSTEM',
  },
  'gethostname(2)': { calls: 'gethostname', errors: 'EFAULT EINVAL ENAMETOOLONG EPERM' },
  'getifaddrs(3)': { calls: 'getifaddrs', errors: '', also: 'bind(2) getsockname(2) recv(2) socket(2)' },
  'getnameinfo(3)': {
    calls: 'getnameinfo',
    errors: 'EAI_AGAIN EAI_BADFLAGS EAI_FAIL EAI_FAMILY EAI_MEMORY EAI_NONAME EAI_OVERFLOW EAI_SYSTEM',
  },
  'getpeername(2)': { calls: 'getpeername', errors: 'EBADF EFAULT EINVAL ENOBUFS ENOTCONN ENOTSOCK' },
  'getsockname(2)': { calls: 'getsockname', errors: 'EBADF EFAULT EINVAL ENOBUFS ENOTSOCK' },
  'getsockopt(2)': {
    calls: 'getsockopt setsockopt',
    errors: 'EBADF EFAULT EINVAL ENOPROTOOPT ENOTSOCK',
    also: inet,
  },
  'if_nameindex(3)': { calls: 'if_nameindex', errors: 'ENOBUFS', also: 'bind(2) socket(2) recv(2)' },
  'if_nametoindex(3)': { calls: 'if_nametoindex if_indextoname', errors: 'ENODEV ENXIO', also: 'socket(2) ioctl(2)' },
  'inet_ntop(3)': { calls: 'inet_ntop', errors: 'EAFNOSUPPORT ENOSPC' },
  'inet_pton(3)': { calls: 'inet_pton', errors: 'EAFNOSUPPORT' },
  'ioctl(2)': { calls: 'ioctl', errors: 'EBADF EFAULT EINVAL ENOTTY', also: 'netdevice(7)' },
  'listen(2)': { calls: 'listen', errors: 'EADDRINUSE EBADF ENOTSOCK EOPNOTSUPP' },
  'netlink(7)': { calls: 'nl_ask nl_recv', errors: '', also: 'socket(2) send(2) recv(2)' },
  'pidfd_getfd(2)': { calls: 'pidfd_getfd', errors: 'EBADF EINVAL EMFILE ENFILE EPERM ESRCH' },
  'pidfd_open(2)': { calls: 'pidfd_open', errors: 'EINVAL EMFILE ENFILE ENODEV ENOMEM ESRCH' },
  'pipe(2)': { calls: 'pipe2', errors: 'EFAULT EINVAL EMFILE ENFILE ENOPKG' },
  'poll(2)': { calls: 'poll ppoll', errors: 'EFAULT EINTR EINVAL ENOMEM' },
  'pthread_sigmask(3)': { calls: 'pthread_sigmask', errors: 'EFAULT EINVAL' },
  'read(2)': { calls: 'read', errors: 'EAGAIN EBADF EFAULT EINTR EINVAL EIO EISDIR', also: 'recv(2) tcp(7)' },
  'readv(2)': {
    calls: 'readv writev preadv pwritev',
    errors: 'EINVAL EOPNOTSUPP',
    also: 'read(2) write(2) pread(2) recv(2) send(2) tcp(7)',
  },
  'recv(2)': {
    calls: 'recv recvfrom recvmsg',
    errors: 'EAGAIN EBADF ECONNREFUSED EFAULT EINTR EINVAL ENOMEM ENOTCONN ENOTSOCK',
    also: inet,
  },
  'recvmmsg(2)': { calls: 'recvmmsg', errors: 'EINVAL', also: `recv(2) ${inet}` },
  'rtnetlink(7)': {
    calls: 'rtnl_addrs rtnl_links rtnl_neighs rtnl_routes',
    errors: '',
    also: 'socket(2) send(2) recv(2)',
  },
  'send(2)': {
    calls: 'send sendto sendmsg',
    errors:
      'EACCES EAGAIN EALREADY EBADF ECONNRESET EDESTADDRREQ EFAULT EINTR EINVAL EISCONN EMSGSIZE ENOBUFS ENOMEM ENOTCONN ENOTSOCK EOPNOTSUPP EPIPE',
    also: `${inet} packet(7)`,
  },
  'sendfile(2)': {
    calls: 'sendfile',
    errors: 'EAGAIN EBADF EFAULT EINVAL EIO ENOMEM EOVERFLOW ESPIPE',
    also: 'send(2)',
  },
  'sendmmsg(2)': { calls: 'sendmmsg', errors: '', also: `send(2) ${inet}` },
  'shutdown(2)': { calls: 'shutdown', errors: 'EBADF EINVAL ENOTCONN ENOTSOCK' },
  'siginterrupt(3)': { calls: 'siginterrupt', errors: 'EINVAL' },
  'signalfd(2)': { calls: 'signalfd', errors: 'EBADF EINVAL EMFILE ENFILE ENODEV ENOMEM' },
  'sock_diag(7)': { calls: 'sock_diag', errors: '', also: 'socket(2) send(2) recv(2)' },
  'socket(2)': {
    calls: 'socket',
    errors: 'EACCES EAFNOSUPPORT EINVAL EMFILE ENFILE ENOBUFS ENOMEM EPROTONOSUPPORT',
    also: `${inet} packet(7)`,
  },
  'socketpair(2)': {
    calls: 'socketpair',
    errors: 'EAFNOSUPPORT EFAULT EMFILE ENFILE EOPNOTSUPP EPROTONOSUPPORT',
  },
  'splice(2)': { calls: 'splice', errors: 'EAGAIN EBADF EINVAL ENOMEM ESPIPE', also: 'read(2) write(2) send(2)' },
  'tee(2)': { calls: 'tee', errors: 'EAGAIN EINVAL ENOMEM', also: 'splice(2) write(2)' },
  'tgkill(2)': { calls: 'tgkill interrupt', errors: 'EAGAIN EINVAL EPERM ESRCH' },
  'timerfd_create(2)': {
    calls: 'timerfd_create timerfd_settime timerfd_gettime',
    errors: 'EBADF ECANCELED EFAULT EINVAL EMFILE ENFILE ENODEV ENOMEM EPERM',
  },
  'write(2)': {
    calls: 'write',
    errors: 'EAGAIN EBADF EDESTADDRREQ EDQUOT EFAULT EFBIG EINTR EINVAL EIO ENOSPC EPERM EPIPE',
    also: 'send(2)',
  },
};

/** Pages of section 7, and of calls that are not here, for what they say of errors. */
const further: Readonly<Record<string, string>> = {
  'ip(7)':
    'EACCES EADDRINUSE EADDRNOTAVAIL EAGAIN EALREADY ECONNABORTED EHOSTUNREACH EINVAL EISCONN EMSGSIZE ENOBUFS ENOENT ENOMEM ENOPKG ENOPROTOOPT ENOTCONN EOPNOTSUPP EPERM EPIPE ESOCKTNOSUPPORT',
  'packet(7)': 'EADDRNOTAVAIL EFAULT EINVAL EMSGSIZE ENETDOWN ENOBUFS ENODEV ENOENT ENOTCONN ENXIO EPERM',
  'pread(2)': 'ENXIO EOVERFLOW ESPIPE',
  'tcp(7)': 'EAFNOSUPPORT EPIPE ETIMEDOUT',
  'udp(7)': 'ECONNREFUSED',
  'unix(7)':
    'EADDRINUSE EBADF ECONNREFUSED ECONNRESET EFAULT EINVAL EISCONN ENFILE ENOENT ENOMEM ENOTCONN EOPNOTSUPP EPERM EPIPE EPROTONOSUPPORT EPROTOTYPE ESOCKTNOSUPPORT ESRCH ETOOMANYREFS',
};

/** What lists the names of errno that no page of a call does. */
const last = 'errno(3)';

/** Where the manual speaks of a refusal. */
export interface Reference {
  /** The call's own page: undefined for what is no call of the manual. */
  readonly own?: string;
  /** The page whose section ERRORS lists the code. */
  readonly lists: string;
}

/** The page of a call, and the page that lists the code: the call's own, one that this refers to, or errno(3). */
export function reference_of(call: string | undefined, code: string): Reference | undefined {
  const found = Object.entries(pages).find(([, { calls }]) => has(calls, call ?? ''));
  if (found === undefined) return /^E[A-Z0-9]+$/.test(code) && code !== 'EOF' ? { lists: last } : undefined;
  const [own, { errors, also = '' }] = found;
  if (has(errors, code)) return { own, lists: own };
  if (code.startsWith('ERRNO_')) return { own, lists: own };
  const lists = also.split(' ').find((page) => has(pages[page]?.errors ?? further[page] ?? '', code));
  return { own, lists: lists ?? (code.startsWith('EAI_') ? 'getaddrinfo(3)' : last) };
}

function has(words: string, word: string): boolean {
  return word !== '' && words.split(' ').includes(word);
}
