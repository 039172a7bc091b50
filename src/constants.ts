// Made by `npm run constants` from binding/constants.txt and binding/errno.txt: do not edit. The names of the C headers, with
// the numbers that the C compiler gave them.
import { type Domain, domain } from './domain.js';
import { constant } from './headers.js';

// socket(2): address families

/** The crypto interface of the kernel */
export const AF_ALG: Domain = domain('AF_ALG');
/** AppleTalk: ddp(7) */
export const AF_APPLETALK: Domain = domain('AF_APPLETALK');
export const AF_ASH: Domain = domain('AF_ASH');
export const AF_ATMPVC: Domain = domain('AF_ATMPVC');
export const AF_ATMSVC: Domain = domain('AF_ATMSVC');
export const AF_AX25: Domain = domain('AF_AX25');
/** Bluetooth */
export const AF_BLUETOOTH: Domain = domain('AF_BLUETOOTH');
export const AF_BRIDGE: Domain = domain('AF_BRIDGE');
export const AF_CAIF: Domain = domain('AF_CAIF');
/** Controller area network */
export const AF_CAN: Domain = domain('AF_CAN');
export const AF_DECnet: Domain = domain('AF_DECnet');
export const AF_ECONET: Domain = domain('AF_ECONET');
/** {@link AF_UNIX} by another name */
export const AF_FILE: Domain = domain('AF_FILE');
export const AF_IB: Domain = domain('AF_IB');
export const AF_IEEE802154: Domain = domain('AF_IEEE802154');
/** IPv4: ip(7) */
export const AF_INET: Domain = domain('AF_INET');
/** IPv6: ipv6(7) */
export const AF_INET6: Domain = domain('AF_INET6');
export const AF_IPX: Domain = domain('AF_IPX');
export const AF_IRDA: Domain = domain('AF_IRDA');
export const AF_ISDN: Domain = domain('AF_ISDN');
export const AF_IUCV: Domain = domain('AF_IUCV');
/** Kernel Connection Multiplexor: messages over TCP streams */
export const AF_KCM: Domain = domain('AF_KCM');
/** Management of IPsec keys */
export const AF_KEY: Domain = domain('AF_KEY');
export const AF_LLC: Domain = domain('AF_LLC');
/** {@link AF_UNIX} by POSIX's other name */
export const AF_LOCAL: Domain = domain('AF_LOCAL');
/** One more than the highest family that the headers know */
export const AF_MAX: number = constant('AF_MAX');
/** Management component transport protocol */
export const AF_MCTP: Domain = domain('AF_MCTP');
export const AF_MPLS: Domain = domain('AF_MPLS');
export const AF_NETBEUI: Domain = domain('AF_NETBEUI');
/** Requests to the kernel, and its notifications: netlink(7) */
export const AF_NETLINK: Domain = domain('AF_NETLINK');
export const AF_NETROM: Domain = domain('AF_NETROM');
export const AF_NFC: Domain = domain('AF_NFC');
/** Frames of an interface: packet(7) */
export const AF_PACKET: Domain = domain('AF_PACKET');
export const AF_PHONET: Domain = domain('AF_PHONET');
export const AF_PPPOX: Domain = domain('AF_PPPOX');
/** Qualcomm's IPC router */
export const AF_QIPCRTR: Domain = domain('AF_QIPCRTR');
/** Reliable datagram sockets */
export const AF_RDS: Domain = domain('AF_RDS');
export const AF_ROSE: Domain = domain('AF_ROSE');
/** {@link AF_NETLINK} by BSD's name */
export const AF_ROUTE: Domain = domain('AF_ROUTE');
export const AF_RXRPC: Domain = domain('AF_RXRPC');
export const AF_SECURITY: Domain = domain('AF_SECURITY');
/** Shared memory over RDMA */
export const AF_SMC: Domain = domain('AF_SMC');
export const AF_SNA: Domain = domain('AF_SNA');
/** Transparent inter-process communication */
export const AF_TIPC: Domain = domain('AF_TIPC');
/** Sockets on this machine, named by a path or an abstract name: unix(7) */
export const AF_UNIX: Domain = domain('AF_UNIX');
/** No family: any in getaddrinfo(3); in connect(2) it dissolves the association of a datagram socket */
export const AF_UNSPEC: Domain = domain('AF_UNSPEC');
export const AF_WANPIPE: Domain = domain('AF_WANPIPE');
/** X.25: x25(7) */
export const AF_X25: Domain = domain('AF_X25');
/** Frames that bypass the kernel's network stack */
export const AF_XDP: Domain = domain('AF_XDP');

// socket(2): types, and the flags or-ed into them

/** or-ed into the type: the descriptor is closed by execve(2) */
export const SOCK_CLOEXEC: number = constant('SOCK_CLOEXEC');
/** Datagrams of DCCP, over a connection */
export const SOCK_DCCP: number = constant('SOCK_DCCP');
/** Datagrams: messages, each of which may be lost */
export const SOCK_DGRAM: number = constant('SOCK_DGRAM');
/** The type of ioctl(2) requests of sockets */
export const SOCK_IOC_TYPE: number = constant('SOCK_IOC_TYPE');
/** or-ed into the type: calls fail with EAGAIN instead of blocking */
export const SOCK_NONBLOCK: number = constant('SOCK_NONBLOCK');
/** Obsolete: use packet(7) */
export const SOCK_PACKET: number = constant('SOCK_PACKET');
/** Packets with the header of their protocol: raw(7) */
export const SOCK_RAW: number = constant('SOCK_RAW');
/** Reliable messages, without order */
export const SOCK_RDM: number = constant('SOCK_RDM');
/** Reliable messages in order, over a connection */
export const SOCK_SEQPACKET: number = constant('SOCK_SEQPACKET');
/** A reliable stream of bytes in order */
export const SOCK_STREAM: number = constant('SOCK_STREAM');

// socket(2): protocols of ip(7); IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP and IPPROTO_SCTP are levels too, so they are typed

export const IPPROTO_AH: number = constant('IPPROTO_AH');
export const IPPROTO_BEETPH: number = constant('IPPROTO_BEETPH');
export const IPPROTO_COMP: number = constant('IPPROTO_COMP');
/** DCCP, which Linux 6.16 removed */
export const IPPROTO_DCCP: number = constant('IPPROTO_DCCP');
export const IPPROTO_DSTOPTS: number = constant('IPPROTO_DSTOPTS');
export const IPPROTO_EGP: number = constant('IPPROTO_EGP');
export const IPPROTO_ENCAP: number = constant('IPPROTO_ENCAP');
export const IPPROTO_ESP: number = constant('IPPROTO_ESP');
export const IPPROTO_ETHERNET: number = constant('IPPROTO_ETHERNET');
export const IPPROTO_FRAGMENT: number = constant('IPPROTO_FRAGMENT');
export const IPPROTO_GRE: number = constant('IPPROTO_GRE');
export const IPPROTO_HOPOPTS: number = constant('IPPROTO_HOPOPTS');
/** ICMP: icmp(7) */
export const IPPROTO_ICMP: number = constant('IPPROTO_ICMP');
/** ICMP of IPv6 */
export const IPPROTO_ICMPV6: number = constant('IPPROTO_ICMPV6');
export const IPPROTO_IDP: number = constant('IPPROTO_IDP');
/** Management of groups */
export const IPPROTO_IGMP: number = constant('IPPROTO_IGMP');
/** IP in IP */
export const IPPROTO_IPIP: number = constant('IPPROTO_IPIP');
export const IPPROTO_MH: number = constant('IPPROTO_MH');
export const IPPROTO_MPLS: number = constant('IPPROTO_MPLS');
/** Multipath TCP */
export const IPPROTO_MPTCP: number = constant('IPPROTO_MPTCP');
export const IPPROTO_MTP: number = constant('IPPROTO_MTP');
export const IPPROTO_NONE: number = constant('IPPROTO_NONE');
export const IPPROTO_PIM: number = constant('IPPROTO_PIM');
export const IPPROTO_PUP: number = constant('IPPROTO_PUP');
/** Raw packets, whose IP header the sender writes: raw(7) */
export const IPPROTO_RAW: number = constant('IPPROTO_RAW');
export const IPPROTO_ROUTING: number = constant('IPPROTO_ROUTING');
export const IPPROTO_RSVP: number = constant('IPPROTO_RSVP');
export const IPPROTO_TP: number = constant('IPPROTO_TP');
/** UDP-Lite: udplite(7) */
export const IPPROTO_UDPLITE: number = constant('IPPROTO_UDPLITE');

// send(2), recv(2): flags

/** More messages of sendmmsg(2) follow */
export const MSG_BATCH: number = constant('MSG_BATCH');
/** Descriptors that arrive are closed by execve(2) */
export const MSG_CMSG_CLOEXEC: number = constant('MSG_CMSG_CLOEXEC');
/** The neighbor answered: do not probe it again */
export const MSG_CONFIRM: number = constant('MSG_CONFIRM');
/** The buffer for control messages was too small, and some of them are lost */
export const MSG_CTRUNC: number = constant('MSG_CTRUNC');
/** Send only to hosts on directly connected networks, without a gateway */
export const MSG_DONTROUTE: number = constant('MSG_DONTROUTE');
/** This call fails with EAGAIN instead of blocking */
export const MSG_DONTWAIT: number = constant('MSG_DONTWAIT');
/** The end of a record, with {@link SOCK_SEQPACKET} */
export const MSG_EOR: number = constant('MSG_EOR');
/** Receive from the error queue: ip(7) */
export const MSG_ERRQUEUE: number = constant('MSG_ERRQUEUE');
/** Connect, and send data in the SYN: tcp(7) */
export const MSG_FASTOPEN: number = constant('MSG_FASTOPEN');
export const MSG_FIN: number = constant('MSG_FIN');
/** More data follows: hold back what does not fill a segment or a datagram */
export const MSG_MORE: number = constant('MSG_MORE');
/** If the peer is gone, fail with EPIPE without SIGPIPE */
export const MSG_NOSIGNAL: number = constant('MSG_NOSIGNAL');
/** The message is an event of SCTP */
export const MSG_NOTIFICATION: number = constant('MSG_NOTIFICATION');
/** Urgent data */
export const MSG_OOB: number = constant('MSG_OOB');
/** Receive the data, and leave it in the queue */
export const MSG_PEEK: number = constant('MSG_PEEK');
export const MSG_PROXY: number = constant('MSG_PROXY');
export const MSG_RST: number = constant('MSG_RST');
export const MSG_SYN: number = constant('MSG_SYN');
/** The datagram was longer than the buffer. As a flag of recv(2): return its full length */
export const MSG_TRUNC: number = constant('MSG_TRUNC');
/** {@link MSG_DONTROUTE} by another name */
export const MSG_TRYHARD: number = constant('MSG_TRYHARD');
/** Wait until the buffer is full */
export const MSG_WAITALL: number = constant('MSG_WAITALL');
/** recvmmsg(2): once a message has arrived, do not wait for the next */
export const MSG_WAITFORONE: number = constant('MSG_WAITFORONE');
/** Send without a copy: the error queue reports when the memory may be reused */
export const MSG_ZEROCOPY: number = constant('MSG_ZEROCOPY');

// sendmsg(2)

/** The maximum number of pieces in one call */
export const UIO_MAXIOV: number = constant('UIO_MAXIOV');

// shutdown(2)

/** End receiving */
export const SHUT_RD: number = constant('SHUT_RD');
/** End both */
export const SHUT_RDWR: number = constant('SHUT_RDWR');
/** End sending: the peer sees the end of the stream */
export const SHUT_WR: number = constant('SHUT_WR');

// listen(2)

/** The longest backlog that the headers know; the actual limit is net.core.somaxconn */
export const SOMAXCONN: number = constant('SOMAXCONN');

// poll(2)

/** There is an error, in SO_ERROR or the error queue. Always reported */
export const POLLERR: number = constant('POLLERR');
/** Both directions are closed. Always reported */
export const POLLHUP: number = constant('POLLHUP');
/** There is something to read: data, a connection to accept, or the end of the stream */
export const POLLIN: number = constant('POLLIN');
export const POLLMSG: number = constant('POLLMSG');
/** The descriptor is not open. Always reported */
export const POLLNVAL: number = constant('POLLNVAL');
/** Writing does not block */
export const POLLOUT: number = constant('POLLOUT');
/** There is urgent data, or another exception */
export const POLLPRI: number = constant('POLLPRI');
/** Priority data can be read */
export const POLLRDBAND: number = constant('POLLRDBAND');
/** The peer has closed its direction of the stream, or both */
export const POLLRDHUP: number = constant('POLLRDHUP');
/** {@link POLLIN} */
export const POLLRDNORM: number = constant('POLLRDNORM');
export const POLLREMOVE: number = constant('POLLREMOVE');
/** Priority data can be written */
export const POLLWRBAND: number = constant('POLLWRBAND');
/** {@link POLLOUT} */
export const POLLWRNORM: number = constant('POLLWRNORM');

// epoll_create(2), epoll_ctl(2)

/** The descriptor is closed by execve(2) */
export const EPOLL_CLOEXEC: number = constant('EPOLL_CLOEXEC');
/** Watch a descriptor */
export const EPOLL_CTL_ADD: number = constant('EPOLL_CTL_ADD');
/** Stop watching it */
export const EPOLL_CTL_DEL: number = constant('EPOLL_CTL_DEL');
/** Watch it for other events */
export const EPOLL_CTL_MOD: number = constant('EPOLL_CTL_MOD');
/** There is an error, in SO_ERROR or the error queue. Always reported */
export const EPOLLERR: number = constant('EPOLLERR');
/** Edge-triggered: reported once for each change */
export const EPOLLET: number = constant('EPOLLET');
/** If several epoll descriptors watch the same descriptor, wake one or some of them, not all */
export const EPOLLEXCLUSIVE: number = constant('EPOLLEXCLUSIVE');
/** Both directions are closed. Always reported */
export const EPOLLHUP: number = constant('EPOLLHUP');
/** There is something to read: data, a connection to accept, or the end of the stream */
export const EPOLLIN: number = constant('EPOLLIN');
export const EPOLLMSG: number = constant('EPOLLMSG');
/** Reported once, and not again until EPOLL_CTL_MOD */
export const EPOLLONESHOT: number = constant('EPOLLONESHOT');
/** Writing does not block */
export const EPOLLOUT: number = constant('EPOLLOUT');
/** There is urgent data, or another exception */
export const EPOLLPRI: number = constant('EPOLLPRI');
export const EPOLLRDBAND: number = constant('EPOLLRDBAND');
/** The peer has closed its direction of the stream, or both */
export const EPOLLRDHUP: number = constant('EPOLLRDHUP');
export const EPOLLRDNORM: number = constant('EPOLLRDNORM');
/** Keeps the machine from suspending while the event is handled */
export const EPOLLWAKEUP: number = constant('EPOLLWAKEUP');
export const EPOLLWRBAND: number = constant('EPOLLWRBAND');
export const EPOLLWRNORM: number = constant('EPOLLWRNORM');

// eventfd(2)

/** The descriptor is closed by execve(2) */
export const EFD_CLOEXEC: number = constant('EFD_CLOEXEC');
/** Calls fail with EAGAIN instead of blocking */
export const EFD_NONBLOCK: number = constant('EFD_NONBLOCK');
/** Each read(2) takes 1 instead of the whole counter */
export const EFD_SEMAPHORE: number = constant('EFD_SEMAPHORE');

// timerfd_create(2), clock_gettime(2)

/** The time since the machine started, including suspension */
export const CLOCK_BOOTTIME: number = constant('CLOCK_BOOTTIME');
/** {@link CLOCK_BOOTTIME}, and its timers wake a suspended machine */
export const CLOCK_BOOTTIME_ALARM: number = constant('CLOCK_BOOTTIME_ALARM');
/** The time since some point in the past; it is never set */
export const CLOCK_MONOTONIC: number = constant('CLOCK_MONOTONIC');
/** {@link CLOCK_MONOTONIC}, faster and less exact */
export const CLOCK_MONOTONIC_COARSE: number = constant('CLOCK_MONOTONIC_COARSE');
/** {@link CLOCK_MONOTONIC} without the corrections of NTP */
export const CLOCK_MONOTONIC_RAW: number = constant('CLOCK_MONOTONIC_RAW');
/** The CPU time of the process */
export const CLOCK_PROCESS_CPUTIME_ID: number = constant('CLOCK_PROCESS_CPUTIME_ID');
/** The time since 1970; it can be set */
export const CLOCK_REALTIME: number = constant('CLOCK_REALTIME');
/** {@link CLOCK_REALTIME}, and its timers wake a suspended machine */
export const CLOCK_REALTIME_ALARM: number = constant('CLOCK_REALTIME_ALARM');
/** {@link CLOCK_REALTIME}, faster and less exact */
export const CLOCK_REALTIME_COARSE: number = constant('CLOCK_REALTIME_COARSE');
/** Atomic time: CLOCK_REALTIME without leap seconds */
export const CLOCK_TAI: number = constant('CLOCK_TAI');
/** The CPU time of the thread */
export const CLOCK_THREAD_CPUTIME_ID: number = constant('CLOCK_THREAD_CPUTIME_ID');
/** The descriptor is closed by execve(2) */
export const TFD_CLOEXEC: number = constant('TFD_CLOEXEC');
/** Calls fail with EAGAIN instead of blocking */
export const TFD_NONBLOCK: number = constant('TFD_NONBLOCK');
/** The time is a point in time of the clock, not a duration */
export const TFD_TIMER_ABSTIME: number = constant('TFD_TIMER_ABSTIME');
/** read(2) fails with ECANCELED if the clock is set */
export const TFD_TIMER_CANCEL_ON_SET: number = constant('TFD_TIMER_CANCEL_ON_SET');

// signalfd(2), pthread_sigmask(3)

/** The descriptor is closed by execve(2) */
export const SFD_CLOEXEC: number = constant('SFD_CLOEXEC');
/** Calls fail with EAGAIN instead of blocking */
export const SFD_NONBLOCK: number = constant('SFD_NONBLOCK');
/** Add to the mask */
export const SIG_BLOCK: number = constant('SIG_BLOCK');
/** Replace the mask */
export const SIG_SETMASK: number = constant('SIG_SETMASK');
/** Remove from the mask */
export const SIG_UNBLOCK: number = constant('SIG_UNBLOCK');

// pidfd_open(2)

/** Waiting fails with EAGAIN instead of blocking */
export const PIDFD_NONBLOCK: number = constant('PIDFD_NONBLOCK');

// signal(7)

/** abort(3) */
export const SIGABRT: number = constant('SIGABRT');
/** The timer of alarm(2) */
export const SIGALRM: number = constant('SIGALRM');
/** Access to memory that does not exist */
export const SIGBUS: number = constant('SIGBUS');
/** A child stopped or ended */
export const SIGCHLD: number = constant('SIGCHLD');
/** Continue, if stopped */
export const SIGCONT: number = constant('SIGCONT');
/** An arithmetic error */
export const SIGFPE: number = constant('SIGFPE');
/** The terminal was closed, or its process ended */
export const SIGHUP: number = constant('SIGHUP');
/** An illegal instruction */
export const SIGILL: number = constant('SIGILL');
/** Ctrl-C */
export const SIGINT: number = constant('SIGINT');
/** A descriptor is ready: fcntl(2), F_SETOWN */
export const SIGIO: number = constant('SIGIO');
/** Ends the process, which cannot prevent it */
export const SIGKILL: number = constant('SIGKILL');
/** A write to a pipe or socket without a reader */
export const SIGPIPE: number = constant('SIGPIPE');
/** {@link SIGIO} */
export const SIGPOLL: number = constant('SIGPOLL');
/** The timer of profiling */
export const SIGPROF: number = constant('SIGPROF');
/** The power is failing */
export const SIGPWR: number = constant('SIGPWR');
/** Ctrl-\ */
export const SIGQUIT: number = constant('SIGQUIT');
/** Access to memory that does not belong to the process */
export const SIGSEGV: number = constant('SIGSEGV');
export const SIGSTKFLT: number = constant('SIGSTKFLT');
/** Stops the process, which cannot prevent it */
export const SIGSTOP: number = constant('SIGSTOP');
/** An unknown syscall, or a filter of seccomp(2) */
export const SIGSYS: number = constant('SIGSYS');
/** A request to end */
export const SIGTERM: number = constant('SIGTERM');
/** A breakpoint */
export const SIGTRAP: number = constant('SIGTRAP');
/** Ctrl-Z */
export const SIGTSTP: number = constant('SIGTSTP');
/** A read from the terminal in the background */
export const SIGTTIN: number = constant('SIGTTIN');
/** A write to the terminal in the background */
export const SIGTTOU: number = constant('SIGTTOU');
/** Urgent data has arrived */
export const SIGURG: number = constant('SIGURG');
/** For the program's own use */
export const SIGUSR1: number = constant('SIGUSR1');
/** For the program's own use */
export const SIGUSR2: number = constant('SIGUSR2');
/** The timer of CPU time */
export const SIGVTALRM: number = constant('SIGVTALRM');
/** The size of the terminal has changed */
export const SIGWINCH: number = constant('SIGWINCH');
/** The limit of CPU time was exceeded */
export const SIGXCPU: number = constant('SIGXCPU');
/** The limit of file size was exceeded */
export const SIGXFSZ: number = constant('SIGXFSZ');

// fcntl(2)

/** Duplicates the descriptor to the lowest free number from the argument up */
export const F_DUPFD: number = constant('F_DUPFD');
/** {@link F_DUPFD} with FD_CLOEXEC */
export const F_DUPFD_CLOEXEC: number = constant('F_DUPFD_CLOEXEC');
/** The descriptor's flags: {@link FD_CLOEXEC} or 0 */
export const F_GETFD: number = constant('F_GETFD');
/** The open file's flags: {@link O_NONBLOCK}, ..., or-ed */
export const F_GETFL: number = constant('F_GETFL');
/** The process that receives SIGIO and SIGURG, or if negative, the process group */
export const F_GETOWN: number = constant('F_GETOWN');
/** The capacity of a pipe, in bytes */
export const F_GETPIPE_SZ: number = constant('F_GETPIPE_SZ');
/** The signal that is sent in place of SIGIO; 0 for SIGIO itself */
export const F_GETSIG: number = constant('F_GETSIG');
/** Sets the descriptor's flags */
export const F_SETFD: number = constant('F_SETFD');
/** Sets the open file's flags: O_APPEND, O_ASYNC, O_DIRECT, O_NOATIME, O_NONBLOCK can change */
export const F_SETFL: number = constant('F_SETFL');
/** Sets the process or process group that receives SIGIO and SIGURG */
export const F_SETOWN: number = constant('F_SETOWN');
/** Sets the capacity of a pipe, in bytes */
export const F_SETPIPE_SZ: number = constant('F_SETPIPE_SZ');
/** Sets the signal that is sent in place of SIGIO */
export const F_SETSIG: number = constant('F_SETSIG');
/** The descriptor is closed by execve(2) */
export const FD_CLOEXEC: number = constant('FD_CLOEXEC');
/** The bits of the access mode */
export const O_ACCMODE: number = constant('O_ACCMODE');
/** Writes go to the end of the file */
export const O_APPEND: number = constant('O_APPEND');
/** Send SIGIO when the descriptor is ready */
export const O_ASYNC: number = constant('O_ASYNC');
/** The descriptor is closed by execve(2) */
export const O_CLOEXEC: number = constant('O_CLOEXEC');
/** Bypasses the page cache; for a pipe, each write is a packet */
export const O_DIRECT: number = constant('O_DIRECT');
/** Calls fail with EAGAIN instead of blocking */
export const O_NONBLOCK: number = constant('O_NONBLOCK');
/** Only for reading */
export const O_RDONLY: number = constant('O_RDONLY');
/** For reading and writing */
export const O_RDWR: number = constant('O_RDWR');
/** Only for writing */
export const O_WRONLY: number = constant('O_WRONLY');

// splice(2)

/** vmsplice(2): the pages belong to the kernel from now on */
export const SPLICE_F_GIFT: number = constant('SPLICE_F_GIFT');
/** More data follows, as with {@link MSG_MORE} */
export const SPLICE_F_MORE: number = constant('SPLICE_F_MORE');
/** Move pages instead of copying them: has no effect */
export const SPLICE_F_MOVE: number = constant('SPLICE_F_MOVE');
/** Do not block on the pipe */
export const SPLICE_F_NONBLOCK: number = constant('SPLICE_F_NONBLOCK');

// getaddrinfo(3)

/** Only addresses of families of which this machine has an address */
export const AI_ADDRCONFIG: number = constant('AI_ADDRCONFIG');
/** With {@link AI_V4MAPPED}: both IPv6 addresses and mapped IPv4 addresses */
export const AI_ALL: number = constant('AI_ALL');
/** The canonical name is not encoded as ASCII */
export const AI_CANONIDN: number = constant('AI_CANONIDN');
/** Return the canonical name, too */
export const AI_CANONNAME: number = constant('AI_CANONNAME');
/** The name may be in the characters of the locale */
export const AI_IDN: number = constant('AI_IDN');
/** The node is an address, not a name: no name server is queried */
export const AI_NUMERICHOST: number = constant('AI_NUMERICHOST');
/** The service is a port number, not a name */
export const AI_NUMERICSERV: number = constant('AI_NUMERICSERV');
/** Without a node, the address to bind to: the wildcard, not loopback */
export const AI_PASSIVE: number = constant('AI_PASSIVE');
/** If there are no IPv6 addresses, IPv4 addresses mapped to IPv6 */
export const AI_V4MAPPED: number = constant('AI_V4MAPPED');
/** The name has no address of this family */
export const EAI_ADDRFAMILY: number = constant('EAI_ADDRFAMILY');
/** The name server does not answer now */
export const EAI_AGAIN: number = constant('EAI_AGAIN');
export const EAI_ALLDONE: number = constant('EAI_ALLDONE');
/** The flags are not valid */
export const EAI_BADFLAGS: number = constant('EAI_BADFLAGS');
export const EAI_CANCELED: number = constant('EAI_CANCELED');
/** The name server failed permanently */
export const EAI_FAIL: number = constant('EAI_FAIL');
/** The family is not supported */
export const EAI_FAMILY: number = constant('EAI_FAMILY');
export const EAI_IDN_ENCODE: number = constant('EAI_IDN_ENCODE');
export const EAI_INPROGRESS: number = constant('EAI_INPROGRESS');
export const EAI_INTR: number = constant('EAI_INTR');
/** Out of memory */
export const EAI_MEMORY: number = constant('EAI_MEMORY');
/** The name has no address */
export const EAI_NODATA: number = constant('EAI_NODATA');
/** No such name, or both node and service are null */
export const EAI_NONAME: number = constant('EAI_NONAME');
export const EAI_NOTCANCELED: number = constant('EAI_NOTCANCELED');
/** The buffer is too small */
export const EAI_OVERFLOW: number = constant('EAI_OVERFLOW');
/** The service is not known for this type */
export const EAI_SERVICE: number = constant('EAI_SERVICE');
/** The type is not supported, or does not match the protocol */
export const EAI_SOCKTYPE: number = constant('EAI_SOCKTYPE');
/** The error is in errno */
export const EAI_SYSTEM: number = constant('EAI_SYSTEM');

// getnameinfo(3)

/** The service is one of datagrams */
export const NI_DGRAM: number = constant('NI_DGRAM');
/** The name is decoded to the characters of the locale */
export const NI_IDN: number = constant('NI_IDN');
/** Size of a buffer for any host name, including its NUL */
export const NI_MAXHOST: number = constant('NI_MAXHOST');
/** Size of a buffer for any service name, including its NUL */
export const NI_MAXSERV: number = constant('NI_MAXSERV');
/** Fail with EAI_NONAME if there is no name */
export const NI_NAMEREQD: number = constant('NI_NAMEREQD');
/** For a local host, return the name without its domain */
export const NI_NOFQDN: number = constant('NI_NOFQDN');
/** Return the address as numbers: no name server is queried */
export const NI_NUMERICHOST: number = constant('NI_NUMERICHOST');
/** Return the port as a number */
export const NI_NUMERICSERV: number = constant('NI_NUMERICSERV');

// inet_ntop(3)

/** Size of a buffer for the text of an IPv4 address, including its NUL */
export const INET_ADDRSTRLEN: number = constant('INET_ADDRSTRLEN');
/** Size of a buffer for the text of an IPv6 address, including its NUL */
export const INET6_ADDRSTRLEN: number = constant('INET6_ADDRSTRLEN');

// socket(7): values of SO_BUF_LOCK, SO_TXREHASH, SO_TIMESTAMPING and SO_TXTIME

/** Both of them */
export const SOCK_BUF_LOCK_MASK: number = constant('SOCK_BUF_LOCK_MASK');
/** The receive buffer stays as SO_RCVBUF set it */
export const SOCK_RCVBUF_LOCK: number = constant('SOCK_RCVBUF_LOCK');
/** The send buffer stays as SO_SNDBUF set it */
export const SOCK_SNDBUF_LOCK: number = constant('SOCK_SNDBUF_LOCK');
export const SOCK_TXREHASH_DEFAULT: number = constant('SOCK_TXREHASH_DEFAULT');
export const SOCK_TXREHASH_DISABLED: number = constant('SOCK_TXREHASH_DISABLED');
export const SOCK_TXREHASH_ENABLED: number = constant('SOCK_TXREHASH_ENABLED');
/** Take the time when the card sends */
export const SOF_TIMESTAMPING_TX_HARDWARE: number = constant('SOF_TIMESTAMPING_TX_HARDWARE');
/** Take the time when the packet goes to the card */
export const SOF_TIMESTAMPING_TX_SOFTWARE: number = constant('SOF_TIMESTAMPING_TX_SOFTWARE');
/** Take the time when the card receives */
export const SOF_TIMESTAMPING_RX_HARDWARE: number = constant('SOF_TIMESTAMPING_RX_HARDWARE');
/** Take the time when the kernel gets the packet */
export const SOF_TIMESTAMPING_RX_SOFTWARE: number = constant('SOF_TIMESTAMPING_RX_SOFTWARE');
/** Report the kernel's times */
export const SOF_TIMESTAMPING_SOFTWARE: number = constant('SOF_TIMESTAMPING_SOFTWARE');
/** Has no effect anymore */
export const SOF_TIMESTAMPING_SYS_HARDWARE: number = constant('SOF_TIMESTAMPING_SYS_HARDWARE');
/** Report the card's times */
export const SOF_TIMESTAMPING_RAW_HARDWARE: number = constant('SOF_TIMESTAMPING_RAW_HARDWARE');
/** Number the sends, and report the number with each timestamp */
export const SOF_TIMESTAMPING_OPT_ID: number = constant('SOF_TIMESTAMPING_OPT_ID');
/** Take the time when the packet goes to the queue of traffic control */
export const SOF_TIMESTAMPING_TX_SCHED: number = constant('SOF_TIMESTAMPING_TX_SCHED');
/** Take the time when the peer has acknowledged all */
export const SOF_TIMESTAMPING_TX_ACK: number = constant('SOF_TIMESTAMPING_TX_ACK');
/** Report the control messages of the packet with its timestamp */
export const SOF_TIMESTAMPING_OPT_CMSG: number = constant('SOF_TIMESTAMPING_OPT_CMSG');
/** Report timestamps without the packet */
export const SOF_TIMESTAMPING_OPT_TSONLY: number = constant('SOF_TIMESTAMPING_OPT_TSONLY');
/** Report statistics of TCP with timestamps */
export const SOF_TIMESTAMPING_OPT_STATS: number = constant('SOF_TIMESTAMPING_OPT_STATS');
/** Report the interface with hardware timestamps */
export const SOF_TIMESTAMPING_OPT_PKTINFO: number = constant('SOF_TIMESTAMPING_OPT_PKTINFO');
/** Report both the software and the hardware timestamp of a send */
export const SOF_TIMESTAMPING_OPT_TX_SWHW: number = constant('SOF_TIMESTAMPING_OPT_TX_SWHW');
/** Use the clock in bind_phc */
export const SOF_TIMESTAMPING_BIND_PHC: number = constant('SOF_TIMESTAMPING_BIND_PHC');
/** Number the sends of TCP from the first byte after the option was set */
export const SOF_TIMESTAMPING_OPT_ID_TCP: number = constant('SOF_TIMESTAMPING_OPT_ID_TCP');
/** Leave out timestamps that only other sockets requested */
export const SOF_TIMESTAMPING_OPT_RX_FILTER: number = constant('SOF_TIMESTAMPING_OPT_RX_FILTER');
/** Take the time when the card reports that it has sent */
export const SOF_TIMESTAMPING_TX_COMPLETION: number = constant('SOF_TIMESTAMPING_TX_COMPLETION');
export const SOF_TXTIME_DEADLINE_MODE: number = constant('SOF_TXTIME_DEADLINE_MODE');
export const SOF_TXTIME_REPORT_ERRORS: number = constant('SOF_TXTIME_REPORT_ERRORS');

// ip(7): addresses, values of IP_TOS, IP_MTU_DISCOVER and IP_MSFILTER, and the error queue

/** 0.0.0.0 in host order: any address of this machine */
export const INADDR_ANY: number = constant('INADDR_ANY');
/** 255.255.255.255 in host order */
export const INADDR_BROADCAST: number = constant('INADDR_BROADCAST');
/** 127.0.0.1 in host order */
export const INADDR_LOOPBACK: number = constant('INADDR_LOOPBACK');
/** 255.255.255.255, which inet_addr(3) returns for an invalid address */
export const INADDR_NONE: number = constant('INADDR_NONE');
/** For little delay */
export const IPTOS_LOWDELAY: number = constant('IPTOS_LOWDELAY');
/** For much throughput */
export const IPTOS_THROUGHPUT: number = constant('IPTOS_THROUGHPUT');
/** For reliability */
export const IPTOS_RELIABILITY: number = constant('IPTOS_RELIABILITY');
/** For little cost */
export const IPTOS_MINCOST: number = constant('IPTOS_MINCOST');
/** Never fragment: EMSGSIZE for a packet larger than the path MTU */
export const IP_PMTUDISC_DO: number = constant('IP_PMTUDISC_DO');
/** Fragment, and let routers fragment */
export const IP_PMTUDISC_DONT: number = constant('IP_PMTUDISC_DONT');
/** Use the MTU of the interface instead of the path MTU */
export const IP_PMTUDISC_INTERFACE: number = constant('IP_PMTUDISC_INTERFACE');
/** {@link IP_PMTUDISC_INTERFACE}, and fragment larger packets */
export const IP_PMTUDISC_OMIT: number = constant('IP_PMTUDISC_OMIT');
/** Never fragment, and ignore the path MTU */
export const IP_PMTUDISC_PROBE: number = constant('IP_PMTUDISC_PROBE');
/** As the route says: fragment only what exceeds the path MTU */
export const IP_PMTUDISC_WANT: number = constant('IP_PMTUDISC_WANT');
/** All sources except those listed */
export const MCAST_EXCLUDE: number = constant('MCAST_EXCLUDE');
/** Only the sources listed */
export const MCAST_INCLUDE: number = constant('MCAST_INCLUDE');
/** No origin */
export const SO_EE_ORIGIN_NONE: number = constant('SO_EE_ORIGIN_NONE');
/** This machine */
export const SO_EE_ORIGIN_LOCAL: number = constant('SO_EE_ORIGIN_LOCAL');
/** An ICMP message */
export const SO_EE_ORIGIN_ICMP: number = constant('SO_EE_ORIGIN_ICMP');
/** An ICMPv6 message */
export const SO_EE_ORIGIN_ICMP6: number = constant('SO_EE_ORIGIN_ICMP6');
/** A transmit timestamp, by an old name */
export const SO_EE_ORIGIN_TXSTATUS: number = constant('SO_EE_ORIGIN_TXSTATUS');
/** A transmit timestamp: SO_TIMESTAMPING */
export const SO_EE_ORIGIN_TIMESTAMPING: number = constant('SO_EE_ORIGIN_TIMESTAMPING');
/** Sends that MSG_ZEROCOPY has completed */
export const SO_EE_ORIGIN_ZEROCOPY: number = constant('SO_EE_ORIGIN_ZEROCOPY');
/** A packet that missed its transmit time: SO_TXTIME */
export const SO_EE_ORIGIN_TXTIME: number = constant('SO_EE_ORIGIN_TXTIME');
/** The kernel made a copy nevertheless */
export const SO_EE_CODE_ZEROCOPY_COPIED: number = constant('SO_EE_CODE_ZEROCOPY_COPIED');
export const SO_EE_CODE_TXTIME_INVALID_PARAM: number = constant('SO_EE_CODE_TXTIME_INVALID_PARAM');
export const SO_EE_CODE_TXTIME_MISSED: number = constant('SO_EE_CODE_TXTIME_MISSED');
/** The packet went to the card */
export const SCM_TSTAMP_SND: number = constant('SCM_TSTAMP_SND');
/** The packet went to the queue of traffic control */
export const SCM_TSTAMP_SCHED: number = constant('SCM_TSTAMP_SCHED');
/** The peer acknowledged all bytes */
export const SCM_TSTAMP_ACK: number = constant('SCM_TSTAMP_ACK');

// ipv6(7): values of IPV6_MTU_DISCOVER, IPV6_FLOWLABEL_MGR and IPV6_ADDR_PREFERENCES

/** {@link IP_PMTUDISC_DO} for IPv6 */
export const IPV6_PMTUDISC_DO: number = constant('IPV6_PMTUDISC_DO');
/** {@link IP_PMTUDISC_DONT} for IPv6 */
export const IPV6_PMTUDISC_DONT: number = constant('IPV6_PMTUDISC_DONT');
/** {@link IP_PMTUDISC_INTERFACE} for IPv6 */
export const IPV6_PMTUDISC_INTERFACE: number = constant('IPV6_PMTUDISC_INTERFACE');
/** {@link IP_PMTUDISC_OMIT} for IPv6 */
export const IPV6_PMTUDISC_OMIT: number = constant('IPV6_PMTUDISC_OMIT');
/** {@link IP_PMTUDISC_PROBE} for IPv6 */
export const IPV6_PMTUDISC_PROBE: number = constant('IPV6_PMTUDISC_PROBE');
/** {@link IP_PMTUDISC_WANT} for IPv6 */
export const IPV6_PMTUDISC_WANT: number = constant('IPV6_PMTUDISC_WANT');
export const IPV6_FL_A_GET: number = constant('IPV6_FL_A_GET');
export const IPV6_FL_A_PUT: number = constant('IPV6_FL_A_PUT');
export const IPV6_FL_A_RENEW: number = constant('IPV6_FL_A_RENEW');
export const IPV6_FL_F_CREATE: number = constant('IPV6_FL_F_CREATE');
export const IPV6_FL_F_EXCL: number = constant('IPV6_FL_F_EXCL');
export const IPV6_FL_F_REFLECT: number = constant('IPV6_FL_F_REFLECT');
export const IPV6_FL_F_REMOTE: number = constant('IPV6_FL_F_REMOTE');
export const IPV6_FL_S_NONE: number = constant('IPV6_FL_S_NONE');
export const IPV6_FL_S_EXCL: number = constant('IPV6_FL_S_EXCL');
export const IPV6_FL_S_PROCESS: number = constant('IPV6_FL_S_PROCESS');
export const IPV6_FL_S_USER: number = constant('IPV6_FL_S_USER');
export const IPV6_FL_S_ANY: number = constant('IPV6_FL_S_ANY');
export const IPV6_PREFER_SRC_CGA: number = constant('IPV6_PREFER_SRC_CGA');
export const IPV6_PREFER_SRC_COA: number = constant('IPV6_PREFER_SRC_COA');
export const IPV6_PREFER_SRC_HOME: number = constant('IPV6_PREFER_SRC_HOME');
export const IPV6_PREFER_SRC_NONCGA: number = constant('IPV6_PREFER_SRC_NONCGA');
export const IPV6_PREFER_SRC_PUBLIC: number = constant('IPV6_PREFER_SRC_PUBLIC');
export const IPV6_PREFER_SRC_PUBTMP_DEFAULT: number = constant('IPV6_PREFER_SRC_PUBTMP_DEFAULT');
export const IPV6_PREFER_SRC_TMP: number = constant('IPV6_PREFER_SRC_TMP');

// icmp(7): linux/icmp.h, linux/icmpv6.h

export const ICMP_ECHOREPLY: number = constant('ICMP_ECHOREPLY');
export const ICMP_DEST_UNREACH: number = constant('ICMP_DEST_UNREACH');
export const ICMP_SOURCE_QUENCH: number = constant('ICMP_SOURCE_QUENCH');
export const ICMP_REDIRECT: number = constant('ICMP_REDIRECT');
export const ICMP_ECHO: number = constant('ICMP_ECHO');
export const ICMP_TIME_EXCEEDED: number = constant('ICMP_TIME_EXCEEDED');
export const ICMP_PARAMETERPROB: number = constant('ICMP_PARAMETERPROB');
export const ICMP_TIMESTAMP: number = constant('ICMP_TIMESTAMP');
export const ICMP_TIMESTAMPREPLY: number = constant('ICMP_TIMESTAMPREPLY');
export const ICMP_INFO_REQUEST: number = constant('ICMP_INFO_REQUEST');
export const ICMP_INFO_REPLY: number = constant('ICMP_INFO_REPLY');
export const ICMP_ADDRESS: number = constant('ICMP_ADDRESS');
export const ICMP_ADDRESSREPLY: number = constant('ICMP_ADDRESSREPLY');
export const ICMP_NET_UNREACH: number = constant('ICMP_NET_UNREACH');
export const ICMP_HOST_UNREACH: number = constant('ICMP_HOST_UNREACH');
export const ICMP_PROT_UNREACH: number = constant('ICMP_PROT_UNREACH');
export const ICMP_PORT_UNREACH: number = constant('ICMP_PORT_UNREACH');
export const ICMP_FRAG_NEEDED: number = constant('ICMP_FRAG_NEEDED');
export const ICMP_SR_FAILED: number = constant('ICMP_SR_FAILED');
export const ICMP_NET_UNKNOWN: number = constant('ICMP_NET_UNKNOWN');
export const ICMP_HOST_UNKNOWN: number = constant('ICMP_HOST_UNKNOWN');
export const ICMP_HOST_ISOLATED: number = constant('ICMP_HOST_ISOLATED');
export const ICMP_NET_ANO: number = constant('ICMP_NET_ANO');
export const ICMP_HOST_ANO: number = constant('ICMP_HOST_ANO');
export const ICMP_NET_UNR_TOS: number = constant('ICMP_NET_UNR_TOS');
export const ICMP_HOST_UNR_TOS: number = constant('ICMP_HOST_UNR_TOS');
export const ICMP_PKT_FILTERED: number = constant('ICMP_PKT_FILTERED');
export const ICMP_PREC_VIOLATION: number = constant('ICMP_PREC_VIOLATION');
export const ICMP_PREC_CUTOFF: number = constant('ICMP_PREC_CUTOFF');
export const ICMP_REDIR_NET: number = constant('ICMP_REDIR_NET');
export const ICMP_REDIR_HOST: number = constant('ICMP_REDIR_HOST');
export const ICMP_REDIR_NETTOS: number = constant('ICMP_REDIR_NETTOS');
export const ICMP_REDIR_HOSTTOS: number = constant('ICMP_REDIR_HOSTTOS');
export const ICMP_EXC_TTL: number = constant('ICMP_EXC_TTL');
export const ICMP_EXC_FRAGTIME: number = constant('ICMP_EXC_FRAGTIME');
export const ICMP_EXT_ECHO: number = constant('ICMP_EXT_ECHO');
export const ICMP_EXT_ECHOREPLY: number = constant('ICMP_EXT_ECHOREPLY');
export const ICMP_EXT_CODE_MAL_QUERY: number = constant('ICMP_EXT_CODE_MAL_QUERY');
export const ICMP_EXT_CODE_NO_IF: number = constant('ICMP_EXT_CODE_NO_IF');
export const ICMP_EXT_CODE_NO_TABLE_ENT: number = constant('ICMP_EXT_CODE_NO_TABLE_ENT');
export const ICMP_EXT_CODE_MULT_IFS: number = constant('ICMP_EXT_CODE_MULT_IFS');
export const ICMP_EXT_ECHOREPLY_ACTIVE: number = constant('ICMP_EXT_ECHOREPLY_ACTIVE');
export const ICMP_EXT_ECHO_CTYPE_NAME: number = constant('ICMP_EXT_ECHO_CTYPE_NAME');
export const ICMP_EXT_ECHO_CTYPE_INDEX: number = constant('ICMP_EXT_ECHO_CTYPE_INDEX');
export const ICMP_EXT_ECHO_CTYPE_ADDR: number = constant('ICMP_EXT_ECHO_CTYPE_ADDR');
export const ICMP_AFI_IP: number = constant('ICMP_AFI_IP');
export const ICMPV6_ROUTER_PREF_LOW: number = constant('ICMPV6_ROUTER_PREF_LOW');
export const ICMPV6_ROUTER_PREF_MEDIUM: number = constant('ICMPV6_ROUTER_PREF_MEDIUM');
export const ICMPV6_ROUTER_PREF_HIGH: number = constant('ICMPV6_ROUTER_PREF_HIGH');
export const ICMPV6_ROUTER_PREF_INVALID: number = constant('ICMPV6_ROUTER_PREF_INVALID');
export const ICMPV6_DEST_UNREACH: number = constant('ICMPV6_DEST_UNREACH');
export const ICMPV6_PKT_TOOBIG: number = constant('ICMPV6_PKT_TOOBIG');
export const ICMPV6_TIME_EXCEED: number = constant('ICMPV6_TIME_EXCEED');
export const ICMPV6_PARAMPROB: number = constant('ICMPV6_PARAMPROB');
export const ICMPV6_ERRMSG_MAX: number = constant('ICMPV6_ERRMSG_MAX');
export const ICMPV6_INFOMSG_MASK: number = constant('ICMPV6_INFOMSG_MASK');
export const ICMPV6_ECHO_REQUEST: number = constant('ICMPV6_ECHO_REQUEST');
export const ICMPV6_ECHO_REPLY: number = constant('ICMPV6_ECHO_REPLY');
export const ICMPV6_MGM_QUERY: number = constant('ICMPV6_MGM_QUERY');
export const ICMPV6_MGM_REPORT: number = constant('ICMPV6_MGM_REPORT');
export const ICMPV6_MGM_REDUCTION: number = constant('ICMPV6_MGM_REDUCTION');
export const ICMPV6_NI_QUERY: number = constant('ICMPV6_NI_QUERY');
export const ICMPV6_NI_REPLY: number = constant('ICMPV6_NI_REPLY');
export const ICMPV6_MLD2_REPORT: number = constant('ICMPV6_MLD2_REPORT');
export const ICMPV6_DHAAD_REQUEST: number = constant('ICMPV6_DHAAD_REQUEST');
export const ICMPV6_DHAAD_REPLY: number = constant('ICMPV6_DHAAD_REPLY');
export const ICMPV6_MOBILE_PREFIX_SOL: number = constant('ICMPV6_MOBILE_PREFIX_SOL');
export const ICMPV6_MOBILE_PREFIX_ADV: number = constant('ICMPV6_MOBILE_PREFIX_ADV');
export const ICMPV6_MRDISC_ADV: number = constant('ICMPV6_MRDISC_ADV');
export const ICMPV6_MSG_MAX: number = constant('ICMPV6_MSG_MAX');
export const ICMPV6_NOROUTE: number = constant('ICMPV6_NOROUTE');
export const ICMPV6_ADM_PROHIBITED: number = constant('ICMPV6_ADM_PROHIBITED');
export const ICMPV6_NOT_NEIGHBOUR: number = constant('ICMPV6_NOT_NEIGHBOUR');
export const ICMPV6_ADDR_UNREACH: number = constant('ICMPV6_ADDR_UNREACH');
export const ICMPV6_PORT_UNREACH: number = constant('ICMPV6_PORT_UNREACH');
export const ICMPV6_POLICY_FAIL: number = constant('ICMPV6_POLICY_FAIL');
export const ICMPV6_REJECT_ROUTE: number = constant('ICMPV6_REJECT_ROUTE');
export const ICMPV6_EXC_HOPLIMIT: number = constant('ICMPV6_EXC_HOPLIMIT');
export const ICMPV6_EXC_FRAGTIME: number = constant('ICMPV6_EXC_FRAGTIME');
export const ICMPV6_HDR_FIELD: number = constant('ICMPV6_HDR_FIELD');
export const ICMPV6_UNK_NEXTHDR: number = constant('ICMPV6_UNK_NEXTHDR');
export const ICMPV6_UNK_OPTION: number = constant('ICMPV6_UNK_OPTION');
export const ICMPV6_HDR_INCOMP: number = constant('ICMPV6_HDR_INCOMP');
export const ICMPV6_EXT_ECHO_REQUEST: number = constant('ICMPV6_EXT_ECHO_REQUEST');
export const ICMPV6_EXT_ECHO_REPLY: number = constant('ICMPV6_EXT_ECHO_REPLY');
export const ICMPV6_FILTER_BLOCK: number = constant('ICMPV6_FILTER_BLOCK');
export const ICMPV6_FILTER_PASS: number = constant('ICMPV6_FILTER_PASS');
export const ICMPV6_FILTER_BLOCKOTHERS: number = constant('ICMPV6_FILTER_BLOCKOTHERS');
export const ICMPV6_FILTER_PASSONLY: number = constant('ICMPV6_FILTER_PASSONLY');

// tcp(7): states, tcpi_options, values of TCP_REPAIR, TCP_REPAIR_QUEUE and TCP_MD5SIG_EXT

/** Open */
export const TCP_ESTABLISHED: number = constant('TCP_ESTABLISHED');
/** connect(2) has sent its SYN */
export const TCP_SYN_SENT: number = constant('TCP_SYN_SENT');
/** A SYN arrived and was answered */
export const TCP_SYN_RECV: number = constant('TCP_SYN_RECV');
/** Closed here; the FIN is not acknowledged yet */
export const TCP_FIN_WAIT1: number = constant('TCP_FIN_WAIT1');
/** Closed here, and not yet by the peer */
export const TCP_FIN_WAIT2: number = constant('TCP_FIN_WAIT2');
/** Closed by both: waits until no late segment can arrive */
export const TCP_TIME_WAIT: number = constant('TCP_TIME_WAIT');
/** Not in use */
export const TCP_CLOSE: number = constant('TCP_CLOSE');
/** Closed by the peer, and not yet here */
export const TCP_CLOSE_WAIT: number = constant('TCP_CLOSE_WAIT');
/** Closed by both: waits for the last acknowledgment */
export const TCP_LAST_ACK: number = constant('TCP_LAST_ACK');
/** Listening */
export const TCP_LISTEN: number = constant('TCP_LISTEN');
/** Closed by both at once */
export const TCP_CLOSING: number = constant('TCP_CLOSING');
/** Timestamps are in use */
export const TCPI_OPT_TIMESTAMPS: number = constant('TCPI_OPT_TIMESTAMPS');
/** Selective acknowledgment is in use */
export const TCPI_OPT_SACK: number = constant('TCPI_OPT_SACK');
/** Window scaling is in use */
export const TCPI_OPT_WSCALE: number = constant('TCPI_OPT_WSCALE');
/** Congestion notification is in use */
export const TCPI_OPT_ECN: number = constant('TCPI_OPT_ECN');
/** A packet with ECN has arrived */
export const TCPI_OPT_ECN_SEEN: number = constant('TCPI_OPT_ECN_SEEN');
/** The data in the SYN was acknowledged */
export const TCPI_OPT_SYN_DATA: number = constant('TCPI_OPT_SYN_DATA');
/** Repair ends, and a window probe is sent */
export const TCP_REPAIR_OFF: number = constant('TCP_REPAIR_OFF');
/** Repair ends without a window probe */
export const TCP_REPAIR_OFF_NO_WP: number = constant('TCP_REPAIR_OFF_NO_WP');
/** Repair begins */
export const TCP_REPAIR_ON: number = constant('TCP_REPAIR_ON');
/** Neither queue */
export const TCP_NO_QUEUE: number = constant('TCP_NO_QUEUE');
/** The receive queue */
export const TCP_RECV_QUEUE: number = constant('TCP_RECV_QUEUE');
/** The send queue */
export const TCP_SEND_QUEUE: number = constant('TCP_SEND_QUEUE');
/** `tcpm_ifindex` is used */
export const TCP_MD5SIG_FLAG_IFINDEX: number = constant('TCP_MD5SIG_FLAG_IFINDEX');
/** `tcpm_prefixlen` is used */
export const TCP_MD5SIG_FLAG_PREFIX: number = constant('TCP_MD5SIG_FLAG_PREFIX');

// udp(7): values of UDP_ENCAP

export const UDP_ENCAP_ESPINUDP: number = constant('UDP_ENCAP_ESPINUDP');
export const UDP_ENCAP_ESPINUDP_NON_IKE: number = constant('UDP_ENCAP_ESPINUDP_NON_IKE');
export const UDP_ENCAP_GTP0: number = constant('UDP_ENCAP_GTP0');
export const UDP_ENCAP_GTP1U: number = constant('UDP_ENCAP_GTP1U');
export const UDP_ENCAP_L2TPINUDP: number = constant('UDP_ENCAP_L2TPINUDP');

// netdevice(7): flags of interfaces

/** Receives packets to all groups */
export const IFF_ALLMULTI: number = constant('IFF_ALLMULTI');
/** Chooses its media by itself */
export const IFF_AUTOMEDIA: number = constant('IFF_AUTOMEDIA');
/** Has a broadcast address */
export const IFF_BROADCAST: number = constant('IFF_BROADCAST');
/** The driver's debugging is on */
export const IFF_DEBUG: number = constant('IFF_DEBUG');
/** The driver waits for an event */
export const IFF_DORMANT: number = constant('IFF_DORMANT');
/** Its address is lost when it goes down */
export const IFF_DYNAMIC: number = constant('IFF_DYNAMIC');
/** Echoes the packets that are sent */
export const IFF_ECHO: number = constant('IFF_ECHO');
/** The loopback */
export const IFF_LOOPBACK: number = constant('IFF_LOOPBACK');
/** There is a carrier */
export const IFF_LOWER_UP: number = constant('IFF_LOWER_UP');
/** The master of several interfaces, which share the load */
export const IFF_MASTER: number = constant('IFF_MASTER');
/** Can do multicast */
export const IFF_MULTICAST: number = constant('IFF_MULTICAST');
/** Does not use ARP */
export const IFF_NOARP: number = constant('IFF_NOARP');
/** Avoids trailers */
export const IFF_NOTRAILERS: number = constant('IFF_NOTRAILERS');
/** Point-to-point */
export const IFF_POINTOPOINT: number = constant('IFF_POINTOPOINT');
/** Can choose its media */
export const IFF_PORTSEL: number = constant('IFF_PORTSEL');
/** Receives all packets */
export const IFF_PROMISC: number = constant('IFF_PROMISC');
/** Up, with resources allocated */
export const IFF_RUNNING: number = constant('IFF_RUNNING');
/** One of a bundle */
export const IFF_SLAVE: number = constant('IFF_SLAVE');
/** Up */
export const IFF_UP: number = constant('IFF_UP');
/** Size of a buffer for the name of an interface, including its NUL */
export const IFNAMSIZ: number = constant('IFNAMSIZ');

// netlink(7): protocols of socket(2), types and flags of messages

/** The audit log */
export const NETLINK_AUDIT: number = constant('NETLINK_AUDIT');
/** The kernel connector: events of processes */
export const NETLINK_CONNECTOR: number = constant('NETLINK_CONNECTOR');
export const NETLINK_CRYPTO: number = constant('NETLINK_CRYPTO');
export const NETLINK_DNRTMSG: number = constant('NETLINK_DNRTMSG');
export const NETLINK_ECRYPTFS: number = constant('NETLINK_ECRYPTFS');
export const NETLINK_FIB_LOOKUP: number = constant('NETLINK_FIB_LOOKUP');
export const NETLINK_FIREWALL: number = constant('NETLINK_FIREWALL');
/** Families by name */
export const NETLINK_GENERIC: number = constant('NETLINK_GENERIC');
/** {@link NETLINK_SOCK_DIAG} by its old name */
export const NETLINK_INET_DIAG: number = constant('NETLINK_INET_DIAG');
export const NETLINK_IP6_FW: number = constant('NETLINK_IP6_FW');
export const NETLINK_ISCSI: number = constant('NETLINK_ISCSI');
/** Events of devices, as udev receives them */
export const NETLINK_KOBJECT_UEVENT: number = constant('NETLINK_KOBJECT_UEVENT');
/** Netfilter */
export const NETLINK_NETFILTER: number = constant('NETLINK_NETFILTER');
export const NETLINK_NFLOG: number = constant('NETLINK_NFLOG');
export const NETLINK_RDMA: number = constant('NETLINK_RDMA');
/** Addresses, routes, links, neighbors: rtnetlink(7) */
export const NETLINK_ROUTE: number = constant('NETLINK_ROUTE');
export const NETLINK_SCSITRANSPORT: number = constant('NETLINK_SCSITRANSPORT');
export const NETLINK_SELINUX: number = constant('NETLINK_SELINUX');
export const NETLINK_SMC: number = constant('NETLINK_SMC');
/** Sockets: sock_diag(7) */
export const NETLINK_SOCK_DIAG: number = constant('NETLINK_SOCK_DIAG');
export const NETLINK_UNUSED: number = constant('NETLINK_UNUSED');
/** Between programs */
export const NETLINK_USERSOCK: number = constant('NETLINK_USERSOCK');
export const NETLINK_XFRM: number = constant('NETLINK_XFRM');
export const NLMSG_ALIGNTO: number = constant('NLMSG_ALIGNTO');
/** The end of a list */
export const NLMSG_DONE: number = constant('NLMSG_DONE');
/** An error, or an acknowledgment (0) */
export const NLMSG_ERROR: number = constant('NLMSG_ERROR');
export const NLMSG_MIN_TYPE: number = constant('NLMSG_MIN_TYPE');
/** Nothing */
export const NLMSG_NOOP: number = constant('NLMSG_NOOP');
/** Data was lost */
export const NLMSG_OVERRUN: number = constant('NLMSG_OVERRUN');
/** Request an acknowledgment */
export const NLM_F_ACK: number = constant('NLM_F_ACK');
/** The acknowledgment has a message about the error */
export const NLM_F_ACK_TLVS: number = constant('NLM_F_ACK_TLVS');
/** At the end of the list */
export const NLM_F_APPEND: number = constant('NLM_F_APPEND');
/** A snapshot of the table */
export const NLM_F_ATOMIC: number = constant('NLM_F_ATOMIC');
/** The reply does not contain the request */
export const NLM_F_CAPPED: number = constant('NLM_F_CAPPED');
/** Create the object if it does not exist */
export const NLM_F_CREATE: number = constant('NLM_F_CREATE');
/** {@link NLM_F_ROOT} and {@link NLM_F_MATCH}: a list */
export const NLM_F_DUMP: number = constant('NLM_F_DUMP');
/** The list was filtered as requested */
export const NLM_F_DUMP_FILTERED: number = constant('NLM_F_DUMP_FILTERED');
/** The list changed while it was sent */
export const NLM_F_DUMP_INTR: number = constant('NLM_F_DUMP_INTR');
/** Notify this socket of its own change, too */
export const NLM_F_ECHO: number = constant('NLM_F_ECHO');
/** Fail if the object exists */
export const NLM_F_EXCL: number = constant('NLM_F_EXCL');
/** All objects that match */
export const NLM_F_MATCH: number = constant('NLM_F_MATCH');
/** Part of a list, which NLMSG_DONE ends */
export const NLM_F_MULTI: number = constant('NLM_F_MULTI');
/** Replace the object if it exists */
export const NLM_F_REPLACE: number = constant('NLM_F_REPLACE');
/** It is a request */
export const NLM_F_REQUEST: number = constant('NLM_F_REQUEST');
/** The whole table */
export const NLM_F_ROOT: number = constant('NLM_F_ROOT');
export const NLA_F_NESTED: number = constant('NLA_F_NESTED');
export const NLA_F_NET_BYTEORDER: number = constant('NLA_F_NET_BYTEORDER');

// rtnetlink(7)

export const RTM_GETADDR: number = constant('RTM_GETADDR');
export const RTM_GETLINK: number = constant('RTM_GETLINK');
export const RTM_NEWADDR: number = constant('RTM_NEWADDR');
export const RTM_NEWLINK: number = constant('RTM_NEWLINK');
export const IFLA_ADDRESS: number = constant('IFLA_ADDRESS');
export const IFLA_BROADCAST: number = constant('IFLA_BROADCAST');
export const IFLA_IFNAME: number = constant('IFLA_IFNAME');
export const IFLA_STATS64: number = constant('IFLA_STATS64');
export const IFA_ADDRESS: number = constant('IFA_ADDRESS');
export const IFA_LOCAL: number = constant('IFA_LOCAL');
export const IFA_LABEL: number = constant('IFA_LABEL');
export const IFA_BROADCAST: number = constant('IFA_BROADCAST');
/** An address was removed */
export const RTM_DELADDR: number = constant('RTM_DELADDR');
/** An interface was removed */
export const RTM_DELLINK: number = constant('RTM_DELLINK');
/** A neighbour was removed */
export const RTM_DELNEIGH: number = constant('RTM_DELNEIGH');
/** A route was removed */
export const RTM_DELROUTE: number = constant('RTM_DELROUTE');
/** Lists the neighbours */
export const RTM_GETNEIGH: number = constant('RTM_GETNEIGH');
/** Lists the routes */
export const RTM_GETROUTE: number = constant('RTM_GETROUTE');
/** A neighbour exists or has changed */
export const RTM_NEWNEIGH: number = constant('RTM_NEWNEIGH');
/** A route exists or has changed */
export const RTM_NEWROUTE: number = constant('RTM_NEWROUTE');
/** Change an interface */
export const RTM_SETLINK: number = constant('RTM_SETLINK');
/** Changes of IPv4 addresses */
export const RTMGRP_IPV4_IFADDR: number = constant('RTMGRP_IPV4_IFADDR');
export const RTMGRP_IPV4_MROUTE: number = constant('RTMGRP_IPV4_MROUTE');
/** Changes of IPv4 routes */
export const RTMGRP_IPV4_ROUTE: number = constant('RTMGRP_IPV4_ROUTE');
export const RTMGRP_IPV4_RULE: number = constant('RTMGRP_IPV4_RULE');
/** Changes of IPv6 addresses */
export const RTMGRP_IPV6_IFADDR: number = constant('RTMGRP_IPV6_IFADDR');
export const RTMGRP_IPV6_IFINFO: number = constant('RTMGRP_IPV6_IFINFO');
export const RTMGRP_IPV6_MROUTE: number = constant('RTMGRP_IPV6_MROUTE');
export const RTMGRP_IPV6_PREFIX: number = constant('RTMGRP_IPV6_PREFIX');
/** Changes of IPv6 routes */
export const RTMGRP_IPV6_ROUTE: number = constant('RTMGRP_IPV6_ROUTE');
/** Changes of interfaces */
export const RTMGRP_LINK: number = constant('RTMGRP_LINK');
/** Changes of neighbours */
export const RTMGRP_NEIGH: number = constant('RTMGRP_NEIGH');
export const RTMGRP_NOTIFY: number = constant('RTMGRP_NOTIFY');
export const RTMGRP_TC: number = constant('RTMGRP_TC');
export const RTNLGRP_BRVLAN: number = constant('RTNLGRP_BRVLAN');
export const RTNLGRP_DCB: number = constant('RTNLGRP_DCB');
/** Changes of IPv4 addresses */
export const RTNLGRP_IPV4_IFADDR: number = constant('RTNLGRP_IPV4_IFADDR');
export const RTNLGRP_IPV4_MROUTE: number = constant('RTNLGRP_IPV4_MROUTE');
export const RTNLGRP_IPV4_MROUTE_R: number = constant('RTNLGRP_IPV4_MROUTE_R');
export const RTNLGRP_IPV4_NETCONF: number = constant('RTNLGRP_IPV4_NETCONF');
/** Changes of IPv4 routes */
export const RTNLGRP_IPV4_ROUTE: number = constant('RTNLGRP_IPV4_ROUTE');
export const RTNLGRP_IPV4_RULE: number = constant('RTNLGRP_IPV4_RULE');
/** Changes of IPv6 addresses */
export const RTNLGRP_IPV6_IFADDR: number = constant('RTNLGRP_IPV6_IFADDR');
export const RTNLGRP_IPV6_IFINFO: number = constant('RTNLGRP_IPV6_IFINFO');
export const RTNLGRP_IPV6_MROUTE: number = constant('RTNLGRP_IPV6_MROUTE');
export const RTNLGRP_IPV6_MROUTE_R: number = constant('RTNLGRP_IPV6_MROUTE_R');
export const RTNLGRP_IPV6_NETCONF: number = constant('RTNLGRP_IPV6_NETCONF');
export const RTNLGRP_IPV6_PREFIX: number = constant('RTNLGRP_IPV6_PREFIX');
/** Changes of IPv6 routes */
export const RTNLGRP_IPV6_ROUTE: number = constant('RTNLGRP_IPV6_ROUTE');
export const RTNLGRP_IPV6_RULE: number = constant('RTNLGRP_IPV6_RULE');
/** Changes of interfaces */
export const RTNLGRP_LINK: number = constant('RTNLGRP_LINK');
export const RTNLGRP_MDB: number = constant('RTNLGRP_MDB');
export const RTNLGRP_MPLS_NETCONF: number = constant('RTNLGRP_MPLS_NETCONF');
export const RTNLGRP_MPLS_ROUTE: number = constant('RTNLGRP_MPLS_ROUTE');
export const RTNLGRP_ND_USEROPT: number = constant('RTNLGRP_ND_USEROPT');
/** Changes of neighbours */
export const RTNLGRP_NEIGH: number = constant('RTNLGRP_NEIGH');
export const RTNLGRP_NEXTHOP: number = constant('RTNLGRP_NEXTHOP');
export const RTNLGRP_NONE: number = constant('RTNLGRP_NONE');
export const RTNLGRP_NOP2: number = constant('RTNLGRP_NOP2');
export const RTNLGRP_NOP4: number = constant('RTNLGRP_NOP4');
export const RTNLGRP_NOTIFY: number = constant('RTNLGRP_NOTIFY');
export const RTNLGRP_NSID: number = constant('RTNLGRP_NSID');
export const RTNLGRP_PHONET_IFADDR: number = constant('RTNLGRP_PHONET_IFADDR');
export const RTNLGRP_PHONET_ROUTE: number = constant('RTNLGRP_PHONET_ROUTE');
export const RTNLGRP_TC: number = constant('RTNLGRP_TC');
export const IFLA_AF_SPEC: number = constant('IFLA_AF_SPEC');
export const IFLA_ALT_IFNAME: number = constant('IFLA_ALT_IFNAME');
export const IFLA_CARRIER: number = constant('IFLA_CARRIER');
export const IFLA_CARRIER_CHANGES: number = constant('IFLA_CARRIER_CHANGES');
export const IFLA_CARRIER_DOWN_COUNT: number = constant('IFLA_CARRIER_DOWN_COUNT');
export const IFLA_CARRIER_UP_COUNT: number = constant('IFLA_CARRIER_UP_COUNT');
export const IFLA_COST: number = constant('IFLA_COST');
export const IFLA_EVENT: number = constant('IFLA_EVENT');
export const IFLA_EXT_MASK: number = constant('IFLA_EXT_MASK');
export const IFLA_GROUP: number = constant('IFLA_GROUP');
export const IFLA_GSO_MAX_SEGS: number = constant('IFLA_GSO_MAX_SEGS');
export const IFLA_GSO_MAX_SIZE: number = constant('IFLA_GSO_MAX_SIZE');
export const IFLA_IFALIAS: number = constant('IFLA_IFALIAS');
export const IFLA_IF_NETNSID: number = constant('IFLA_IF_NETNSID');
export const IFLA_INFO_DATA: number = constant('IFLA_INFO_DATA');
export const IFLA_INFO_KIND: number = constant('IFLA_INFO_KIND');
export const IFLA_INFO_SLAVE_DATA: number = constant('IFLA_INFO_SLAVE_DATA');
export const IFLA_INFO_SLAVE_KIND: number = constant('IFLA_INFO_SLAVE_KIND');
export const IFLA_INFO_UNSPEC: number = constant('IFLA_INFO_UNSPEC');
export const IFLA_INFO_XSTATS: number = constant('IFLA_INFO_XSTATS');
export const IFLA_LINK: number = constant('IFLA_LINK');
export const IFLA_LINKINFO: number = constant('IFLA_LINKINFO');
export const IFLA_LINKMODE: number = constant('IFLA_LINKMODE');
export const IFLA_LINK_NETNSID: number = constant('IFLA_LINK_NETNSID');
export const IFLA_MAP: number = constant('IFLA_MAP');
export const IFLA_MASTER: number = constant('IFLA_MASTER');
export const IFLA_MAX_MTU: number = constant('IFLA_MAX_MTU');
export const IFLA_MIN_MTU: number = constant('IFLA_MIN_MTU');
export const IFLA_MTU: number = constant('IFLA_MTU');
export const IFLA_NET_NS_FD: number = constant('IFLA_NET_NS_FD');
export const IFLA_NET_NS_PID: number = constant('IFLA_NET_NS_PID');
export const IFLA_NEW_IFINDEX: number = constant('IFLA_NEW_IFINDEX');
export const IFLA_NEW_NETNSID: number = constant('IFLA_NEW_NETNSID');
export const IFLA_NUM_RX_QUEUES: number = constant('IFLA_NUM_RX_QUEUES');
export const IFLA_NUM_TX_QUEUES: number = constant('IFLA_NUM_TX_QUEUES');
export const IFLA_NUM_VF: number = constant('IFLA_NUM_VF');
export const IFLA_OPERSTATE: number = constant('IFLA_OPERSTATE');
export const IFLA_PERM_ADDRESS: number = constant('IFLA_PERM_ADDRESS');
export const IFLA_PHYS_PORT_ID: number = constant('IFLA_PHYS_PORT_ID');
export const IFLA_PHYS_PORT_NAME: number = constant('IFLA_PHYS_PORT_NAME');
export const IFLA_PHYS_SWITCH_ID: number = constant('IFLA_PHYS_SWITCH_ID');
export const IFLA_PORT_SELF: number = constant('IFLA_PORT_SELF');
export const IFLA_PRIORITY: number = constant('IFLA_PRIORITY');
export const IFLA_PROMISCUITY: number = constant('IFLA_PROMISCUITY');
export const IFLA_PROP_LIST: number = constant('IFLA_PROP_LIST');
export const IFLA_PROTINFO: number = constant('IFLA_PROTINFO');
export const IFLA_PROTO_DOWN: number = constant('IFLA_PROTO_DOWN');
export const IFLA_PROTO_DOWN_REASON: number = constant('IFLA_PROTO_DOWN_REASON');
export const IFLA_QDISC: number = constant('IFLA_QDISC');
export const IFLA_STATS: number = constant('IFLA_STATS');
export const IFLA_TARGET_NETNSID: number = constant('IFLA_TARGET_NETNSID');
export const IFLA_TXQLEN: number = constant('IFLA_TXQLEN');
export const IFLA_UNSPEC: number = constant('IFLA_UNSPEC');
export const IFLA_VFINFO_LIST: number = constant('IFLA_VFINFO_LIST');
export const IFLA_VF_PORTS: number = constant('IFLA_VF_PORTS');
export const IFLA_WEIGHT: number = constant('IFLA_WEIGHT');
export const IFLA_WIRELESS: number = constant('IFLA_WIRELESS');
export const IFLA_XDP: number = constant('IFLA_XDP');
export const IFA_ANYCAST: number = constant('IFA_ANYCAST');
export const IFA_CACHEINFO: number = constant('IFA_CACHEINFO');
export const IFA_FLAGS: number = constant('IFA_FLAGS');
export const IFA_F_DADFAILED: number = constant('IFA_F_DADFAILED');
/** Not to be used for new connections */
export const IFA_F_DEPRECATED: number = constant('IFA_F_DEPRECATED');
export const IFA_F_HOMEADDRESS: number = constant('IFA_F_HOMEADDRESS');
export const IFA_F_MANAGETEMPADDR: number = constant('IFA_F_MANAGETEMPADDR');
export const IFA_F_MCAUTOJOIN: number = constant('IFA_F_MCAUTOJOIN');
export const IFA_F_NODAD: number = constant('IFA_F_NODAD');
export const IFA_F_NOPREFIXROUTE: number = constant('IFA_F_NOPREFIXROUTE');
export const IFA_F_OPTIMISTIC: number = constant('IFA_F_OPTIMISTIC');
/** Permanent: without a lifetime */
export const IFA_F_PERMANENT: number = constant('IFA_F_PERMANENT');
/** Not the first address of its network */
export const IFA_F_SECONDARY: number = constant('IFA_F_SECONDARY');
export const IFA_F_STABLE_PRIVACY: number = constant('IFA_F_STABLE_PRIVACY');
export const IFA_F_TEMPORARY: number = constant('IFA_F_TEMPORARY');
/** Not yet known to be unique */
export const IFA_F_TENTATIVE: number = constant('IFA_F_TENTATIVE');
export const IFA_MULTICAST: number = constant('IFA_MULTICAST');
export const IFA_RT_PRIORITY: number = constant('IFA_RT_PRIORITY');
export const IFA_TARGET_NETNSID: number = constant('IFA_TARGET_NETNSID');
export const IFA_UNSPEC: number = constant('IFA_UNSPEC');
export const RTAX_ADVMSS: number = constant('RTAX_ADVMSS');
export const RTAX_CC_ALGO: number = constant('RTAX_CC_ALGO');
export const RTAX_CWND: number = constant('RTAX_CWND');
export const RTAX_FASTOPEN_NO_COOKIE: number = constant('RTAX_FASTOPEN_NO_COOKIE');
export const RTAX_FEATURES: number = constant('RTAX_FEATURES');
export const RTAX_HOPLIMIT: number = constant('RTAX_HOPLIMIT');
export const RTAX_INITCWND: number = constant('RTAX_INITCWND');
export const RTAX_INITRWND: number = constant('RTAX_INITRWND');
export const RTAX_LOCK: number = constant('RTAX_LOCK');
export const RTAX_MTU: number = constant('RTAX_MTU');
export const RTAX_QUICKACK: number = constant('RTAX_QUICKACK');
export const RTAX_REORDERING: number = constant('RTAX_REORDERING');
export const RTAX_RTO_MIN: number = constant('RTAX_RTO_MIN');
export const RTAX_RTT: number = constant('RTAX_RTT');
export const RTAX_RTTVAR: number = constant('RTAX_RTTVAR');
export const RTAX_SSTHRESH: number = constant('RTAX_SSTHRESH');
export const RTAX_UNSPEC: number = constant('RTAX_UNSPEC');
export const RTAX_WINDOW: number = constant('RTAX_WINDOW');
export const RTA_CACHEINFO: number = constant('RTA_CACHEINFO');
export const RTA_DPORT: number = constant('RTA_DPORT');
/** The destination */
export const RTA_DST: number = constant('RTA_DST');
export const RTA_ENCAP: number = constant('RTA_ENCAP');
export const RTA_ENCAP_TYPE: number = constant('RTA_ENCAP_TYPE');
export const RTA_EXPIRES: number = constant('RTA_EXPIRES');
export const RTA_FLOW: number = constant('RTA_FLOW');
/** The gateway */
export const RTA_GATEWAY: number = constant('RTA_GATEWAY');
export const RTA_IIF: number = constant('RTA_IIF');
export const RTA_IP_PROTO: number = constant('RTA_IP_PROTO');
export const RTA_MARK: number = constant('RTA_MARK');
/** `RTAX_MTU` and the like */
export const RTA_METRICS: number = constant('RTA_METRICS');
export const RTA_MFC_STATS: number = constant('RTA_MFC_STATS');
export const RTA_MP_ALGO: number = constant('RTA_MP_ALGO');
/** Several next hops */
export const RTA_MULTIPATH: number = constant('RTA_MULTIPATH');
export const RTA_NEWDST: number = constant('RTA_NEWDST');
export const RTA_NH_ID: number = constant('RTA_NH_ID');
/** The outgoing interface */
export const RTA_OIF: number = constant('RTA_OIF');
export const RTA_PREF: number = constant('RTA_PREF');
/** The source address */
export const RTA_PREFSRC: number = constant('RTA_PREFSRC');
/** The metric */
export const RTA_PRIORITY: number = constant('RTA_PRIORITY');
export const RTA_PROTOINFO: number = constant('RTA_PROTOINFO');
export const RTA_SESSION: number = constant('RTA_SESSION');
export const RTA_SPORT: number = constant('RTA_SPORT');
export const RTA_SRC: number = constant('RTA_SRC');
/** The table */
export const RTA_TABLE: number = constant('RTA_TABLE');
export const RTA_TTL_PROPAGATE: number = constant('RTA_TTL_PROPAGATE');
export const RTA_UID: number = constant('RTA_UID');
export const RTA_UNSPEC: number = constant('RTA_UNSPEC');
export const RTA_VIA: number = constant('RTA_VIA');
export const RTM_F_CLONED: number = constant('RTM_F_CLONED');
export const RTM_F_EQUALIZE: number = constant('RTM_F_EQUALIZE');
export const RTM_F_FIB_MATCH: number = constant('RTM_F_FIB_MATCH');
export const RTM_F_LOOKUP_TABLE: number = constant('RTM_F_LOOKUP_TABLE');
export const RTM_F_NOTIFY: number = constant('RTM_F_NOTIFY');
export const RTM_F_OFFLOAD: number = constant('RTM_F_OFFLOAD');
export const RTM_F_OFFLOAD_FAILED: number = constant('RTM_F_OFFLOAD_FAILED');
export const RTM_F_PREFIX: number = constant('RTM_F_PREFIX');
export const RTM_F_TRAP: number = constant('RTM_F_TRAP');
export const RTNH_F_DEAD: number = constant('RTNH_F_DEAD');
export const RTNH_F_LINKDOWN: number = constant('RTNH_F_LINKDOWN');
export const RTNH_F_OFFLOAD: number = constant('RTNH_F_OFFLOAD');
export const RTNH_F_ONLINK: number = constant('RTNH_F_ONLINK');
export const RTNH_F_PERVASIVE: number = constant('RTNH_F_PERVASIVE');
export const RTNH_F_TRAP: number = constant('RTNH_F_TRAP');
export const RTNH_F_UNRESOLVED: number = constant('RTNH_F_UNRESOLVED');
export const RTN_ANYCAST: number = constant('RTN_ANYCAST');
/** Drop */
export const RTN_BLACKHOLE: number = constant('RTN_BLACKHOLE');
/** To all */
export const RTN_BROADCAST: number = constant('RTN_BROADCAST');
/** To this host */
export const RTN_LOCAL: number = constant('RTN_LOCAL');
/** To a group */
export const RTN_MULTICAST: number = constant('RTN_MULTICAST');
export const RTN_NAT: number = constant('RTN_NAT');
/** Drop with EACCES */
export const RTN_PROHIBIT: number = constant('RTN_PROHIBIT');
export const RTN_THROW: number = constant('RTN_THROW');
/** To one host */
export const RTN_UNICAST: number = constant('RTN_UNICAST');
/** Drop with EHOSTUNREACH */
export const RTN_UNREACHABLE: number = constant('RTN_UNREACHABLE');
export const RTN_UNSPEC: number = constant('RTN_UNSPEC');
export const RTN_XRESOLVE: number = constant('RTN_XRESOLVE');
export const RTPROT_BABEL: number = constant('RTPROT_BABEL');
export const RTPROT_BGP: number = constant('RTPROT_BGP');
export const RTPROT_BIRD: number = constant('RTPROT_BIRD');
/** Made by hand: ip(8) */
export const RTPROT_BOOT: number = constant('RTPROT_BOOT');
export const RTPROT_DHCP: number = constant('RTPROT_DHCP');
export const RTPROT_DNROUTED: number = constant('RTPROT_DNROUTED');
export const RTPROT_EIGRP: number = constant('RTPROT_EIGRP');
export const RTPROT_GATED: number = constant('RTPROT_GATED');
export const RTPROT_ISIS: number = constant('RTPROT_ISIS');
export const RTPROT_KEEPALIVED: number = constant('RTPROT_KEEPALIVED');
/** Made by the kernel */
export const RTPROT_KERNEL: number = constant('RTPROT_KERNEL');
export const RTPROT_MROUTED: number = constant('RTPROT_MROUTED');
export const RTPROT_MRT: number = constant('RTPROT_MRT');
export const RTPROT_NTK: number = constant('RTPROT_NTK');
export const RTPROT_OPENR: number = constant('RTPROT_OPENR');
export const RTPROT_OSPF: number = constant('RTPROT_OSPF');
export const RTPROT_RA: number = constant('RTPROT_RA');
export const RTPROT_REDIRECT: number = constant('RTPROT_REDIRECT');
export const RTPROT_RIP: number = constant('RTPROT_RIP');
/** Made by the administrator */
export const RTPROT_STATIC: number = constant('RTPROT_STATIC');
export const RTPROT_UNSPEC: number = constant('RTPROT_UNSPEC');
export const RTPROT_XORP: number = constant('RTPROT_XORP');
export const RTPROT_ZEBRA: number = constant('RTPROT_ZEBRA');
export const RT_SCOPE_HOST: number = constant('RT_SCOPE_HOST');
export const RT_SCOPE_LINK: number = constant('RT_SCOPE_LINK');
export const RT_SCOPE_NOWHERE: number = constant('RT_SCOPE_NOWHERE');
export const RT_SCOPE_SITE: number = constant('RT_SCOPE_SITE');
export const RT_SCOPE_UNIVERSE: number = constant('RT_SCOPE_UNIVERSE');
export const RT_TABLE_COMPAT: number = constant('RT_TABLE_COMPAT');
export const RT_TABLE_DEFAULT: number = constant('RT_TABLE_DEFAULT');
/** The addresses of this host */
export const RT_TABLE_LOCAL: number = constant('RT_TABLE_LOCAL');
/** The routes that `ip route` shows */
export const RT_TABLE_MAIN: number = constant('RT_TABLE_MAIN');
export const RT_TABLE_UNSPEC: number = constant('RT_TABLE_UNSPEC');
export const NDA_CACHEINFO: number = constant('NDA_CACHEINFO');
export const NDA_DST: number = constant('NDA_DST');
export const NDA_IFINDEX: number = constant('NDA_IFINDEX');
export const NDA_LINK_NETNSID: number = constant('NDA_LINK_NETNSID');
export const NDA_LLADDR: number = constant('NDA_LLADDR');
export const NDA_MASTER: number = constant('NDA_MASTER');
export const NDA_NH_ID: number = constant('NDA_NH_ID');
export const NDA_PORT: number = constant('NDA_PORT');
export const NDA_PROBES: number = constant('NDA_PROBES');
export const NDA_PROTOCOL: number = constant('NDA_PROTOCOL');
export const NDA_SRC_VNI: number = constant('NDA_SRC_VNI');
export const NDA_UNSPEC: number = constant('NDA_UNSPEC');
export const NDA_VLAN: number = constant('NDA_VLAN');
export const NDA_VNI: number = constant('NDA_VNI');
export const NTF_MASTER: number = constant('NTF_MASTER');
export const NTF_OFFLOADED: number = constant('NTF_OFFLOADED');
export const NTF_PROXY: number = constant('NTF_PROXY');
export const NTF_ROUTER: number = constant('NTF_ROUTER');
export const NTF_SELF: number = constant('NTF_SELF');
export const NTF_STICKY: number = constant('NTF_STICKY');
export const NTF_USE: number = constant('NTF_USE');
export const NUD_DELAY: number = constant('NUD_DELAY');
/** It does not answer */
export const NUD_FAILED: number = constant('NUD_FAILED');
/** It is being resolved */
export const NUD_INCOMPLETE: number = constant('NUD_INCOMPLETE');
/** It needs no resolution */
export const NUD_NOARP: number = constant('NUD_NOARP');
export const NUD_NONE: number = constant('NUD_NONE');
/** Set by hand */
export const NUD_PERMANENT: number = constant('NUD_PERMANENT');
export const NUD_PROBE: number = constant('NUD_PROBE');
/** It answered recently */
export const NUD_REACHABLE: number = constant('NUD_REACHABLE');
/** It answered, but not recently */
export const NUD_STALE: number = constant('NUD_STALE');

// sock_diag(7)

export const SOCK_DIAG_BY_FAMILY: number = constant('SOCK_DIAG_BY_FAMILY');
export const SOCK_DESTROY: number = constant('SOCK_DESTROY');
export const SK_MEMINFO_RMEM_ALLOC: number = constant('SK_MEMINFO_RMEM_ALLOC');
export const SK_MEMINFO_RCVBUF: number = constant('SK_MEMINFO_RCVBUF');
export const SK_MEMINFO_WMEM_ALLOC: number = constant('SK_MEMINFO_WMEM_ALLOC');
export const SK_MEMINFO_SNDBUF: number = constant('SK_MEMINFO_SNDBUF');
export const SK_MEMINFO_FWD_ALLOC: number = constant('SK_MEMINFO_FWD_ALLOC');
export const SK_MEMINFO_WMEM_QUEUED: number = constant('SK_MEMINFO_WMEM_QUEUED');
export const SK_MEMINFO_OPTMEM: number = constant('SK_MEMINFO_OPTMEM');
export const SK_MEMINFO_BACKLOG: number = constant('SK_MEMINFO_BACKLOG');
export const SK_MEMINFO_DROPS: number = constant('SK_MEMINFO_DROPS');
export const INET_DIAG_REQ_BYTECODE: number = constant('INET_DIAG_REQ_BYTECODE');
export const INET_DIAG_REQ_PROTOCOL: number = constant('INET_DIAG_REQ_PROTOCOL');
export const INET_DIAG_BC_S_COND: number = constant('INET_DIAG_BC_S_COND');
export const INET_DIAG_BC_D_COND: number = constant('INET_DIAG_BC_D_COND');
export const INET_DIAG_MEMINFO: number = constant('INET_DIAG_MEMINFO');
export const INET_DIAG_INFO: number = constant('INET_DIAG_INFO');
export const INET_DIAG_VEGASINFO: number = constant('INET_DIAG_VEGASINFO');
export const INET_DIAG_CONG: number = constant('INET_DIAG_CONG');
export const INET_DIAG_TOS: number = constant('INET_DIAG_TOS');
export const INET_DIAG_TCLASS: number = constant('INET_DIAG_TCLASS');
export const INET_DIAG_SKMEMINFO: number = constant('INET_DIAG_SKMEMINFO');
export const INET_DIAG_SHUTDOWN: number = constant('INET_DIAG_SHUTDOWN');
export const INET_DIAG_DCTCPINFO: number = constant('INET_DIAG_DCTCPINFO');
export const INET_DIAG_PROTOCOL: number = constant('INET_DIAG_PROTOCOL');
export const INET_DIAG_SKV6ONLY: number = constant('INET_DIAG_SKV6ONLY');
export const INET_DIAG_LOCALS: number = constant('INET_DIAG_LOCALS');
export const INET_DIAG_PEERS: number = constant('INET_DIAG_PEERS');
export const INET_DIAG_PAD: number = constant('INET_DIAG_PAD');
export const INET_DIAG_MARK: number = constant('INET_DIAG_MARK');
export const INET_DIAG_BBRINFO: number = constant('INET_DIAG_BBRINFO');
export const INET_DIAG_CLASS_ID: number = constant('INET_DIAG_CLASS_ID');
export const INET_DIAG_MD5SIG: number = constant('INET_DIAG_MD5SIG');
export const INET_DIAG_ULP_INFO: number = constant('INET_DIAG_ULP_INFO');
export const INET_DIAG_SK_BPF_STORAGES: number = constant('INET_DIAG_SK_BPF_STORAGES');
export const INET_DIAG_CGROUP_ID: number = constant('INET_DIAG_CGROUP_ID');
export const INET_DIAG_SOCKOPT: number = constant('INET_DIAG_SOCKOPT');
export const INET_ULP_INFO_NAME: number = constant('INET_ULP_INFO_NAME');
export const UDIAG_SHOW_NAME: number = constant('UDIAG_SHOW_NAME');
export const UDIAG_SHOW_VFS: number = constant('UDIAG_SHOW_VFS');
export const UDIAG_SHOW_PEER: number = constant('UDIAG_SHOW_PEER');
export const UDIAG_SHOW_ICONS: number = constant('UDIAG_SHOW_ICONS');
export const UDIAG_SHOW_RQLEN: number = constant('UDIAG_SHOW_RQLEN');
export const UDIAG_SHOW_MEMINFO: number = constant('UDIAG_SHOW_MEMINFO');
export const UDIAG_SHOW_UID: number = constant('UDIAG_SHOW_UID');
export const UNIX_DIAG_NAME: number = constant('UNIX_DIAG_NAME');
export const UNIX_DIAG_VFS: number = constant('UNIX_DIAG_VFS');
export const UNIX_DIAG_PEER: number = constant('UNIX_DIAG_PEER');
export const UNIX_DIAG_ICONS: number = constant('UNIX_DIAG_ICONS');
export const UNIX_DIAG_RQLEN: number = constant('UNIX_DIAG_RQLEN');
export const UNIX_DIAG_MEMINFO: number = constant('UNIX_DIAG_MEMINFO');
export const UNIX_DIAG_SHUTDOWN: number = constant('UNIX_DIAG_SHUTDOWN');
export const UNIX_DIAG_UID: number = constant('UNIX_DIAG_UID');
export const NDIAG_PROTO_ALL: number = constant('NDIAG_PROTO_ALL');
export const NDIAG_SHOW_MEMINFO: number = constant('NDIAG_SHOW_MEMINFO');
export const NDIAG_SHOW_GROUPS: number = constant('NDIAG_SHOW_GROUPS');
export const NDIAG_SHOW_FLAGS: number = constant('NDIAG_SHOW_FLAGS');
export const NETLINK_DIAG_MEMINFO: number = constant('NETLINK_DIAG_MEMINFO');
export const NETLINK_DIAG_GROUPS: number = constant('NETLINK_DIAG_GROUPS');
export const NETLINK_DIAG_FLAGS: number = constant('NETLINK_DIAG_FLAGS');
export const PACKET_SHOW_INFO: number = constant('PACKET_SHOW_INFO');
export const PACKET_SHOW_MCLIST: number = constant('PACKET_SHOW_MCLIST');
export const PACKET_SHOW_RING_CFG: number = constant('PACKET_SHOW_RING_CFG');
export const PACKET_SHOW_FANOUT: number = constant('PACKET_SHOW_FANOUT');
export const PACKET_SHOW_MEMINFO: number = constant('PACKET_SHOW_MEMINFO');
export const PACKET_SHOW_FILTER: number = constant('PACKET_SHOW_FILTER');
export const PACKET_DIAG_INFO: number = constant('PACKET_DIAG_INFO');
export const PACKET_DIAG_MCLIST: number = constant('PACKET_DIAG_MCLIST');
export const PACKET_DIAG_RX_RING: number = constant('PACKET_DIAG_RX_RING');
export const PACKET_DIAG_TX_RING: number = constant('PACKET_DIAG_TX_RING');
export const PACKET_DIAG_FANOUT: number = constant('PACKET_DIAG_FANOUT');
export const PACKET_DIAG_UID: number = constant('PACKET_DIAG_UID');
export const PACKET_DIAG_MEMINFO: number = constant('PACKET_DIAG_MEMINFO');
export const PACKET_DIAG_FILTER: number = constant('PACKET_DIAG_FILTER');

// packet(7): linux/if_packet.h

/** To this host */
export const PACKET_HOST: number = constant('PACKET_HOST');
/** To all */
export const PACKET_BROADCAST: number = constant('PACKET_BROADCAST');
/** To a group */
export const PACKET_MULTICAST: number = constant('PACKET_MULTICAST');
/** To another host */
export const PACKET_OTHERHOST: number = constant('PACKET_OTHERHOST');
/** From this host */
export const PACKET_OUTGOING: number = constant('PACKET_OUTGOING');
export const PACKET_LOOPBACK: number = constant('PACKET_LOOPBACK');
export const PACKET_USER: number = constant('PACKET_USER');
export const PACKET_KERNEL: number = constant('PACKET_KERNEL');
/** By the hash of the flow */
export const PACKET_FANOUT_HASH: number = constant('PACKET_FANOUT_HASH');
/** In turn */
export const PACKET_FANOUT_LB: number = constant('PACKET_FANOUT_LB');
/** By the CPU that it arrived on */
export const PACKET_FANOUT_CPU: number = constant('PACKET_FANOUT_CPU');
/** To the next socket when one is full */
export const PACKET_FANOUT_ROLLOVER: number = constant('PACKET_FANOUT_ROLLOVER');
/** At random */
export const PACKET_FANOUT_RND: number = constant('PACKET_FANOUT_RND');
/** By the queue of the card */
export const PACKET_FANOUT_QM: number = constant('PACKET_FANOUT_QM');
/** By the result of a classic BPF program */
export const PACKET_FANOUT_CBPF: number = constant('PACKET_FANOUT_CBPF');
/** By the result of an eBPF program */
export const PACKET_FANOUT_EBPF: number = constant('PACKET_FANOUT_EBPF');
export const PACKET_FANOUT_FLAG_ROLLOVER: number = constant('PACKET_FANOUT_FLAG_ROLLOVER');
export const PACKET_FANOUT_FLAG_UNIQUEID: number = constant('PACKET_FANOUT_FLAG_UNIQUEID');
export const PACKET_FANOUT_FLAG_DEFRAG: number = constant('PACKET_FANOUT_FLAG_DEFRAG');
export const TP_STATUS_KERNEL: number = constant('TP_STATUS_KERNEL');
export const TP_STATUS_USER: number = constant('TP_STATUS_USER');
export const TP_STATUS_COPY: number = constant('TP_STATUS_COPY');
export const TP_STATUS_LOSING: number = constant('TP_STATUS_LOSING');
export const TP_STATUS_CSUMNOTREADY: number = constant('TP_STATUS_CSUMNOTREADY');
export const TP_STATUS_VLAN_VALID: number = constant('TP_STATUS_VLAN_VALID');
export const TP_STATUS_BLK_TMO: number = constant('TP_STATUS_BLK_TMO');
export const TP_STATUS_VLAN_TPID_VALID: number = constant('TP_STATUS_VLAN_TPID_VALID');
export const TP_STATUS_CSUM_VALID: number = constant('TP_STATUS_CSUM_VALID');
export const TP_STATUS_AVAILABLE: number = constant('TP_STATUS_AVAILABLE');
export const TP_STATUS_SEND_REQUEST: number = constant('TP_STATUS_SEND_REQUEST');
export const TP_STATUS_SENDING: number = constant('TP_STATUS_SENDING');
export const TP_STATUS_WRONG_FORMAT: number = constant('TP_STATUS_WRONG_FORMAT');
export const TP_STATUS_TS_SOFTWARE: number = constant('TP_STATUS_TS_SOFTWARE');
export const TP_STATUS_TS_SYS_HARDWARE: number = constant('TP_STATUS_TS_SYS_HARDWARE');
export const TP_STATUS_TS_RAW_HARDWARE: number = constant('TP_STATUS_TS_RAW_HARDWARE');
/** Frames to one group */
export const PACKET_MR_MULTICAST: number = constant('PACKET_MR_MULTICAST');
/** All frames */
export const PACKET_MR_PROMISC: number = constant('PACKET_MR_PROMISC');
/** Frames to all groups */
export const PACKET_MR_ALLMULTI: number = constant('PACKET_MR_ALLMULTI');
/** Frames to an additional address */
export const PACKET_MR_UNICAST: number = constant('PACKET_MR_UNICAST');
export const TPACKET_V1: number = constant('TPACKET_V1');
export const TPACKET_V2: number = constant('TPACKET_V2');
export const TPACKET_V3: number = constant('TPACKET_V3');

// packet(7): what a frame carries, linux/if_ether.h

/** The length of a hardware address in bytes */
export const ETH_ALEN: number = constant('ETH_ALEN');
/** The length of the header in bytes */
export const ETH_HLEN: number = constant('ETH_HLEN');
/** The minimum length of a frame in bytes, without its check sequence */
export const ETH_ZLEN: number = constant('ETH_ZLEN');
/** The maximum length of the payload in bytes */
export const ETH_DATA_LEN: number = constant('ETH_DATA_LEN');
/** The maximum length of a frame in bytes, without its check sequence */
export const ETH_FRAME_LEN: number = constant('ETH_FRAME_LEN');
/** The length of the check sequence in bytes */
export const ETH_FCS_LEN: number = constant('ETH_FCS_LEN');
export const ETH_MIN_MTU: number = constant('ETH_MIN_MTU');
export const ETH_MAX_MTU: number = constant('ETH_MAX_MTU');
export const ETH_P_LOOP: number = constant('ETH_P_LOOP');
export const ETH_P_PUP: number = constant('ETH_P_PUP');
export const ETH_P_PUPAT: number = constant('ETH_P_PUPAT');
export const ETH_P_TSN: number = constant('ETH_P_TSN');
export const ETH_P_ERSPAN2: number = constant('ETH_P_ERSPAN2');
/** IPv4 */
export const ETH_P_IP: number = constant('ETH_P_IP');
export const ETH_P_X25: number = constant('ETH_P_X25');
/** ARP */
export const ETH_P_ARP: number = constant('ETH_P_ARP');
export const ETH_P_BPQ: number = constant('ETH_P_BPQ');
export const ETH_P_IEEEPUP: number = constant('ETH_P_IEEEPUP');
export const ETH_P_IEEEPUPAT: number = constant('ETH_P_IEEEPUPAT');
export const ETH_P_BATMAN: number = constant('ETH_P_BATMAN');
export const ETH_P_DEC: number = constant('ETH_P_DEC');
export const ETH_P_DNA_DL: number = constant('ETH_P_DNA_DL');
export const ETH_P_DNA_RC: number = constant('ETH_P_DNA_RC');
export const ETH_P_DNA_RT: number = constant('ETH_P_DNA_RT');
export const ETH_P_LAT: number = constant('ETH_P_LAT');
export const ETH_P_DIAG: number = constant('ETH_P_DIAG');
export const ETH_P_CUST: number = constant('ETH_P_CUST');
export const ETH_P_SCA: number = constant('ETH_P_SCA');
export const ETH_P_TEB: number = constant('ETH_P_TEB');
export const ETH_P_RARP: number = constant('ETH_P_RARP');
export const ETH_P_ATALK: number = constant('ETH_P_ATALK');
export const ETH_P_AARP: number = constant('ETH_P_AARP');
/** VLAN */
export const ETH_P_8021Q: number = constant('ETH_P_8021Q');
export const ETH_P_ERSPAN: number = constant('ETH_P_ERSPAN');
export const ETH_P_IPX: number = constant('ETH_P_IPX');
/** IPv6 */
export const ETH_P_IPV6: number = constant('ETH_P_IPV6');
export const ETH_P_PAUSE: number = constant('ETH_P_PAUSE');
export const ETH_P_SLOW: number = constant('ETH_P_SLOW');
export const ETH_P_WCCP: number = constant('ETH_P_WCCP');
export const ETH_P_MPLS_UC: number = constant('ETH_P_MPLS_UC');
export const ETH_P_MPLS_MC: number = constant('ETH_P_MPLS_MC');
export const ETH_P_ATMMPOA: number = constant('ETH_P_ATMMPOA');
export const ETH_P_PPP_DISC: number = constant('ETH_P_PPP_DISC');
export const ETH_P_PPP_SES: number = constant('ETH_P_PPP_SES');
export const ETH_P_LINK_CTL: number = constant('ETH_P_LINK_CTL');
export const ETH_P_ATMFATE: number = constant('ETH_P_ATMFATE');
export const ETH_P_PAE: number = constant('ETH_P_PAE');
export const ETH_P_PROFINET: number = constant('ETH_P_PROFINET');
export const ETH_P_REALTEK: number = constant('ETH_P_REALTEK');
export const ETH_P_AOE: number = constant('ETH_P_AOE');
export const ETH_P_ETHERCAT: number = constant('ETH_P_ETHERCAT');
export const ETH_P_8021AD: number = constant('ETH_P_8021AD');
export const ETH_P_802_EX1: number = constant('ETH_P_802_EX1');
export const ETH_P_PREAUTH: number = constant('ETH_P_PREAUTH');
export const ETH_P_TIPC: number = constant('ETH_P_TIPC');
/** Link layer discovery */
export const ETH_P_LLDP: number = constant('ETH_P_LLDP');
export const ETH_P_MRP: number = constant('ETH_P_MRP');
export const ETH_P_MACSEC: number = constant('ETH_P_MACSEC');
export const ETH_P_8021AH: number = constant('ETH_P_8021AH');
export const ETH_P_MVRP: number = constant('ETH_P_MVRP');
export const ETH_P_1588: number = constant('ETH_P_1588');
export const ETH_P_NCSI: number = constant('ETH_P_NCSI');
export const ETH_P_PRP: number = constant('ETH_P_PRP');
export const ETH_P_CFM: number = constant('ETH_P_CFM');
export const ETH_P_FCOE: number = constant('ETH_P_FCOE');
export const ETH_P_IBOE: number = constant('ETH_P_IBOE');
export const ETH_P_TDLS: number = constant('ETH_P_TDLS');
export const ETH_P_FIP: number = constant('ETH_P_FIP');
export const ETH_P_80221: number = constant('ETH_P_80221');
export const ETH_P_HSR: number = constant('ETH_P_HSR');
export const ETH_P_NSH: number = constant('ETH_P_NSH');
export const ETH_P_LOOPBACK: number = constant('ETH_P_LOOPBACK');
export const ETH_P_QINQ1: number = constant('ETH_P_QINQ1');
export const ETH_P_QINQ2: number = constant('ETH_P_QINQ2');
export const ETH_P_QINQ3: number = constant('ETH_P_QINQ3');
export const ETH_P_EDSA: number = constant('ETH_P_EDSA');
export const ETH_P_DSA_8021Q: number = constant('ETH_P_DSA_8021Q');
export const ETH_P_DSA_A5PSW: number = constant('ETH_P_DSA_A5PSW');
export const ETH_P_IFE: number = constant('ETH_P_IFE');
export const ETH_P_AF_IUCV: number = constant('ETH_P_AF_IUCV');
export const ETH_P_802_3_MIN: number = constant('ETH_P_802_3_MIN');
export const ETH_P_802_3: number = constant('ETH_P_802_3');
export const ETH_P_AX25: number = constant('ETH_P_AX25');
/** Every protocol */
export const ETH_P_ALL: number = constant('ETH_P_ALL');
export const ETH_P_802_2: number = constant('ETH_P_802_2');
export const ETH_P_SNAP: number = constant('ETH_P_SNAP');
export const ETH_P_DDCMP: number = constant('ETH_P_DDCMP');
export const ETH_P_WAN_PPP: number = constant('ETH_P_WAN_PPP');
export const ETH_P_PPP_MP: number = constant('ETH_P_PPP_MP');
export const ETH_P_LOCALTALK: number = constant('ETH_P_LOCALTALK');
export const ETH_P_CAN: number = constant('ETH_P_CAN');
export const ETH_P_CANFD: number = constant('ETH_P_CANFD');
export const ETH_P_CANXL: number = constant('ETH_P_CANXL');
export const ETH_P_PPPTALK: number = constant('ETH_P_PPPTALK');
export const ETH_P_TR_802_2: number = constant('ETH_P_TR_802_2');
export const ETH_P_MOBITEX: number = constant('ETH_P_MOBITEX');
export const ETH_P_CONTROL: number = constant('ETH_P_CONTROL');
export const ETH_P_IRDA: number = constant('ETH_P_IRDA');
export const ETH_P_ECONET: number = constant('ETH_P_ECONET');
export const ETH_P_HDLC: number = constant('ETH_P_HDLC');
export const ETH_P_ARCNET: number = constant('ETH_P_ARCNET');
export const ETH_P_DSA: number = constant('ETH_P_DSA');
export const ETH_P_TRAILER: number = constant('ETH_P_TRAILER');
export const ETH_P_PHONET: number = constant('ETH_P_PHONET');
export const ETH_P_IEEE802154: number = constant('ETH_P_IEEE802154');
export const ETH_P_CAIF: number = constant('ETH_P_CAIF');
export const ETH_P_XDSA: number = constant('ETH_P_XDSA');
export const ETH_P_MAP: number = constant('ETH_P_MAP');
export const ETH_P_MCTP: number = constant('ETH_P_MCTP');

// packet(7): kinds of interfaces, linux/if_arp.h

export const ARPHRD_NETROM: number = constant('ARPHRD_NETROM');
/** Ethernet */
export const ARPHRD_ETHER: number = constant('ARPHRD_ETHER');
export const ARPHRD_EETHER: number = constant('ARPHRD_EETHER');
export const ARPHRD_AX25: number = constant('ARPHRD_AX25');
export const ARPHRD_PRONET: number = constant('ARPHRD_PRONET');
export const ARPHRD_CHAOS: number = constant('ARPHRD_CHAOS');
export const ARPHRD_IEEE802: number = constant('ARPHRD_IEEE802');
export const ARPHRD_ARCNET: number = constant('ARPHRD_ARCNET');
export const ARPHRD_APPLETLK: number = constant('ARPHRD_APPLETLK');
export const ARPHRD_DLCI: number = constant('ARPHRD_DLCI');
export const ARPHRD_ATM: number = constant('ARPHRD_ATM');
export const ARPHRD_METRICOM: number = constant('ARPHRD_METRICOM');
export const ARPHRD_IEEE1394: number = constant('ARPHRD_IEEE1394');
export const ARPHRD_EUI64: number = constant('ARPHRD_EUI64');
export const ARPHRD_INFINIBAND: number = constant('ARPHRD_INFINIBAND');
export const ARPHRD_SLIP: number = constant('ARPHRD_SLIP');
export const ARPHRD_CSLIP: number = constant('ARPHRD_CSLIP');
export const ARPHRD_SLIP6: number = constant('ARPHRD_SLIP6');
export const ARPHRD_CSLIP6: number = constant('ARPHRD_CSLIP6');
export const ARPHRD_RSRVD: number = constant('ARPHRD_RSRVD');
export const ARPHRD_ADAPT: number = constant('ARPHRD_ADAPT');
export const ARPHRD_ROSE: number = constant('ARPHRD_ROSE');
export const ARPHRD_X25: number = constant('ARPHRD_X25');
export const ARPHRD_HWX25: number = constant('ARPHRD_HWX25');
export const ARPHRD_CAN: number = constant('ARPHRD_CAN');
export const ARPHRD_MCTP: number = constant('ARPHRD_MCTP');
export const ARPHRD_PPP: number = constant('ARPHRD_PPP');
export const ARPHRD_CISCO: number = constant('ARPHRD_CISCO');
export const ARPHRD_HDLC: number = constant('ARPHRD_HDLC');
export const ARPHRD_LAPB: number = constant('ARPHRD_LAPB');
export const ARPHRD_DDCMP: number = constant('ARPHRD_DDCMP');
export const ARPHRD_RAWHDLC: number = constant('ARPHRD_RAWHDLC');
export const ARPHRD_RAWIP: number = constant('ARPHRD_RAWIP');
export const ARPHRD_TUNNEL: number = constant('ARPHRD_TUNNEL');
export const ARPHRD_TUNNEL6: number = constant('ARPHRD_TUNNEL6');
export const ARPHRD_FRAD: number = constant('ARPHRD_FRAD');
export const ARPHRD_SKIP: number = constant('ARPHRD_SKIP');
/** The loopback */
export const ARPHRD_LOOPBACK: number = constant('ARPHRD_LOOPBACK');
export const ARPHRD_LOCALTLK: number = constant('ARPHRD_LOCALTLK');
export const ARPHRD_FDDI: number = constant('ARPHRD_FDDI');
export const ARPHRD_BIF: number = constant('ARPHRD_BIF');
export const ARPHRD_SIT: number = constant('ARPHRD_SIT');
export const ARPHRD_IPDDP: number = constant('ARPHRD_IPDDP');
export const ARPHRD_IPGRE: number = constant('ARPHRD_IPGRE');
export const ARPHRD_PIMREG: number = constant('ARPHRD_PIMREG');
export const ARPHRD_HIPPI: number = constant('ARPHRD_HIPPI');
export const ARPHRD_ASH: number = constant('ARPHRD_ASH');
export const ARPHRD_ECONET: number = constant('ARPHRD_ECONET');
export const ARPHRD_IRDA: number = constant('ARPHRD_IRDA');
export const ARPHRD_FCPP: number = constant('ARPHRD_FCPP');
export const ARPHRD_FCAL: number = constant('ARPHRD_FCAL');
export const ARPHRD_FCPL: number = constant('ARPHRD_FCPL');
export const ARPHRD_FCFABRIC: number = constant('ARPHRD_FCFABRIC');
export const ARPHRD_IEEE802_TR: number = constant('ARPHRD_IEEE802_TR');
export const ARPHRD_IEEE80211: number = constant('ARPHRD_IEEE80211');
export const ARPHRD_IEEE80211_PRISM: number = constant('ARPHRD_IEEE80211_PRISM');
export const ARPHRD_IEEE80211_RADIOTAP: number = constant('ARPHRD_IEEE80211_RADIOTAP');
export const ARPHRD_IEEE802154: number = constant('ARPHRD_IEEE802154');
export const ARPHRD_IEEE802154_MONITOR: number = constant('ARPHRD_IEEE802154_MONITOR');
export const ARPHRD_PHONET: number = constant('ARPHRD_PHONET');
export const ARPHRD_PHONET_PIPE: number = constant('ARPHRD_PHONET_PIPE');
export const ARPHRD_CAIF: number = constant('ARPHRD_CAIF');
export const ARPHRD_IP6GRE: number = constant('ARPHRD_IP6GRE');
export const ARPHRD_NETLINK: number = constant('ARPHRD_NETLINK');
export const ARPHRD_6LOWPAN: number = constant('ARPHRD_6LOWPAN');
export const ARPHRD_VSOCKMON: number = constant('ARPHRD_VSOCKMON');
export const ARPHRD_VOID: number = constant('ARPHRD_VOID');
/** No hardware address */
export const ARPHRD_NONE: number = constant('ARPHRD_NONE');

// socket filters: linux/bpf_common.h, linux/filter.h

export const BPF_LD: number = constant('BPF_LD');
export const BPF_LDX: number = constant('BPF_LDX');
export const BPF_ST: number = constant('BPF_ST');
export const BPF_STX: number = constant('BPF_STX');
export const BPF_ALU: number = constant('BPF_ALU');
export const BPF_JMP: number = constant('BPF_JMP');
export const BPF_RET: number = constant('BPF_RET');
export const BPF_MISC: number = constant('BPF_MISC');
export const BPF_W: number = constant('BPF_W');
export const BPF_H: number = constant('BPF_H');
export const BPF_B: number = constant('BPF_B');
export const BPF_IMM: number = constant('BPF_IMM');
export const BPF_ABS: number = constant('BPF_ABS');
export const BPF_IND: number = constant('BPF_IND');
export const BPF_MEM: number = constant('BPF_MEM');
export const BPF_LEN: number = constant('BPF_LEN');
export const BPF_MSH: number = constant('BPF_MSH');
export const BPF_ADD: number = constant('BPF_ADD');
export const BPF_SUB: number = constant('BPF_SUB');
export const BPF_MUL: number = constant('BPF_MUL');
export const BPF_DIV: number = constant('BPF_DIV');
export const BPF_OR: number = constant('BPF_OR');
export const BPF_AND: number = constant('BPF_AND');
export const BPF_LSH: number = constant('BPF_LSH');
export const BPF_RSH: number = constant('BPF_RSH');
export const BPF_NEG: number = constant('BPF_NEG');
export const BPF_MOD: number = constant('BPF_MOD');
export const BPF_XOR: number = constant('BPF_XOR');
export const BPF_JA: number = constant('BPF_JA');
export const BPF_JEQ: number = constant('BPF_JEQ');
export const BPF_JGT: number = constant('BPF_JGT');
export const BPF_JGE: number = constant('BPF_JGE');
export const BPF_JSET: number = constant('BPF_JSET');
export const BPF_K: number = constant('BPF_K');
export const BPF_X: number = constant('BPF_X');
export const BPF_MAXINSNS: number = constant('BPF_MAXINSNS');
export const BPF_A: number = constant('BPF_A');
export const BPF_TAX: number = constant('BPF_TAX');
export const BPF_TXA: number = constant('BPF_TXA');
export const BPF_MEMWORDS: number = constant('BPF_MEMWORDS');
export const SKF_AD_OFF: number = constant('SKF_AD_OFF');
export const SKF_AD_PROTOCOL: number = constant('SKF_AD_PROTOCOL');
export const SKF_AD_PKTTYPE: number = constant('SKF_AD_PKTTYPE');
export const SKF_AD_IFINDEX: number = constant('SKF_AD_IFINDEX');
export const SKF_AD_NLATTR: number = constant('SKF_AD_NLATTR');
export const SKF_AD_NLATTR_NEST: number = constant('SKF_AD_NLATTR_NEST');
export const SKF_AD_MARK: number = constant('SKF_AD_MARK');
export const SKF_AD_QUEUE: number = constant('SKF_AD_QUEUE');
export const SKF_AD_HATYPE: number = constant('SKF_AD_HATYPE');
export const SKF_AD_RXHASH: number = constant('SKF_AD_RXHASH');
export const SKF_AD_CPU: number = constant('SKF_AD_CPU');
export const SKF_AD_ALU_XOR_X: number = constant('SKF_AD_ALU_XOR_X');
export const SKF_AD_VLAN_TAG: number = constant('SKF_AD_VLAN_TAG');
export const SKF_AD_VLAN_TAG_PRESENT: number = constant('SKF_AD_VLAN_TAG_PRESENT');
export const SKF_AD_PAY_OFFSET: number = constant('SKF_AD_PAY_OFFSET');
export const SKF_AD_RANDOM: number = constant('SKF_AD_RANDOM');
export const SKF_AD_VLAN_TPID: number = constant('SKF_AD_VLAN_TPID');
export const SKF_AD_MAX: number = constant('SKF_AD_MAX');
export const SKF_NET_OFF: number = constant('SKF_NET_OFF');
export const SKF_LL_OFF: number = constant('SKF_LL_OFF');

// vsock(7)

/** Any address of this machine */
export const VMADDR_CID_ANY: number = constant('VMADDR_CID_ANY');
/** The hypervisor */
export const VMADDR_CID_HYPERVISOR: number = constant('VMADDR_CID_HYPERVISOR');
/** This machine */
export const VMADDR_CID_LOCAL: number = constant('VMADDR_CID_LOCAL');
/** The host */
export const VMADDR_CID_HOST: number = constant('VMADDR_CID_HOST');
export const VMADDR_FLAG_TO_HOST: number = constant('VMADDR_FLAG_TO_HOST');
/** Any port */
export const VMADDR_PORT_ANY: number = constant('VMADDR_PORT_ANY');

// linux/can.h, linux/can/j1939.h

export const CAN_EFF_FLAG: number = constant('CAN_EFF_FLAG');
export const CAN_RTR_FLAG: number = constant('CAN_RTR_FLAG');
export const CAN_ERR_FLAG: number = constant('CAN_ERR_FLAG');
export const CAN_SFF_MASK: number = constant('CAN_SFF_MASK');
export const CAN_EFF_MASK: number = constant('CAN_EFF_MASK');
export const CAN_ERR_MASK: number = constant('CAN_ERR_MASK');
export const CAN_SFF_ID_BITS: number = constant('CAN_SFF_ID_BITS');
export const CAN_EFF_ID_BITS: number = constant('CAN_EFF_ID_BITS');
export const CAN_MAX_DLC: number = constant('CAN_MAX_DLC');
export const CAN_MAX_RAW_DLC: number = constant('CAN_MAX_RAW_DLC');
export const CAN_MAX_DLEN: number = constant('CAN_MAX_DLEN');
export const CAN_MTU: number = constant('CAN_MTU');
export const CAN_RAW: number = constant('CAN_RAW');
export const CAN_BCM: number = constant('CAN_BCM');
export const CAN_TP16: number = constant('CAN_TP16');
export const CAN_TP20: number = constant('CAN_TP20');
export const CAN_MCNET: number = constant('CAN_MCNET');
export const CAN_ISOTP: number = constant('CAN_ISOTP');
export const CAN_J1939: number = constant('CAN_J1939');
export const CAN_NPROTO: number = constant('CAN_NPROTO');
export const CAN_INV_FILTER: number = constant('CAN_INV_FILTER');
export const CAN_RAW_FILTER_MAX: number = constant('CAN_RAW_FILTER_MAX');
export const J1939_MAX_UNICAST_ADDR: number = constant('J1939_MAX_UNICAST_ADDR');
export const J1939_IDLE_ADDR: number = constant('J1939_IDLE_ADDR');
export const J1939_NO_ADDR: number = constant('J1939_NO_ADDR');
export const J1939_NO_NAME: number = constant('J1939_NO_NAME');
export const J1939_PGN_REQUEST: number = constant('J1939_PGN_REQUEST');
export const J1939_PGN_ADDRESS_CLAIMED: number = constant('J1939_PGN_ADDRESS_CLAIMED');
export const J1939_PGN_ADDRESS_COMMANDED: number = constant('J1939_PGN_ADDRESS_COMMANDED');
export const J1939_PGN_PDU1_MAX: number = constant('J1939_PGN_PDU1_MAX');
export const J1939_PGN_MAX: number = constant('J1939_PGN_MAX');
export const J1939_NO_PGN: number = constant('J1939_NO_PGN');

// linux/if_xdp.h

export const XDP_SHARED_UMEM: number = constant('XDP_SHARED_UMEM');
export const XDP_COPY: number = constant('XDP_COPY');
export const XDP_ZEROCOPY: number = constant('XDP_ZEROCOPY');
export const XDP_USE_NEED_WAKEUP: number = constant('XDP_USE_NEED_WAKEUP');
export const XDP_OPTIONS_ZEROCOPY: number = constant('XDP_OPTIONS_ZEROCOPY');

// linux/tipc.h

export const TIPC_SERVICE_RANGE: number = constant('TIPC_SERVICE_RANGE');
export const TIPC_SERVICE_ADDR: number = constant('TIPC_SERVICE_ADDR');
export const TIPC_SOCKET_ADDR: number = constant('TIPC_SOCKET_ADDR');
export const TIPC_ADDR_MCAST: number = constant('TIPC_ADDR_MCAST');
export const TIPC_RESERVED_TYPES: number = constant('TIPC_RESERVED_TYPES');
export const TIPC_TOP_SRV: number = constant('TIPC_TOP_SRV');
export const TIPC_NODE_STATE: number = constant('TIPC_NODE_STATE');
export const TIPC_LINK_STATE: number = constant('TIPC_LINK_STATE');
export const TIPC_CLUSTER_SCOPE: number = constant('TIPC_CLUSTER_SCOPE');
export const TIPC_NODE_SCOPE: number = constant('TIPC_NODE_SCOPE');
export const TIPC_CRITICAL_IMPORTANCE: number = constant('TIPC_CRITICAL_IMPORTANCE');
export const TIPC_GROUP_LOOPBACK: number = constant('TIPC_GROUP_LOOPBACK');
export const TIPC_GROUP_MEMBER_EVTS: number = constant('TIPC_GROUP_MEMBER_EVTS');
export const TIPC_HIGH_IMPORTANCE: number = constant('TIPC_HIGH_IMPORTANCE');
export const TIPC_LOW_IMPORTANCE: number = constant('TIPC_LOW_IMPORTANCE');
export const TIPC_MEDIUM_IMPORTANCE: number = constant('TIPC_MEDIUM_IMPORTANCE');

// linux/mptcp.h

export const MPTCP_INFO_FLAG_FALLBACK: number = constant('MPTCP_INFO_FLAG_FALLBACK');
export const MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED: number = constant('MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED');

// linux/tls.h

export const TLS_1_2_VERSION: number = constant('TLS_1_2_VERSION');
export const TLS_1_3_VERSION: number = constant('TLS_1_3_VERSION');
export const TLS_CIPHER_AES_CCM_128: number = constant('TLS_CIPHER_AES_CCM_128');
export const TLS_CIPHER_AES_GCM_128: number = constant('TLS_CIPHER_AES_GCM_128');
export const TLS_CIPHER_AES_GCM_256: number = constant('TLS_CIPHER_AES_GCM_256');
export const TLS_CIPHER_ARIA_GCM_128: number = constant('TLS_CIPHER_ARIA_GCM_128');
export const TLS_CIPHER_ARIA_GCM_256: number = constant('TLS_CIPHER_ARIA_GCM_256');
export const TLS_CIPHER_CHACHA20_POLY1305: number = constant('TLS_CIPHER_CHACHA20_POLY1305');
export const TLS_CIPHER_SM4_CCM: number = constant('TLS_CIPHER_SM4_CCM');
export const TLS_CIPHER_SM4_GCM: number = constant('TLS_CIPHER_SM4_GCM');

// errno(3)

/** Operation not permitted */
export const EPERM: number = constant('EPERM');
/** No such file or directory */
export const ENOENT: number = constant('ENOENT');
/** No such process */
export const ESRCH: number = constant('ESRCH');
/** Interrupted system call */
export const EINTR: number = constant('EINTR');
/** Input/output error */
export const EIO: number = constant('EIO');
/** No such device or address */
export const ENXIO: number = constant('ENXIO');
/** Argument list too long */
export const E2BIG: number = constant('E2BIG');
/** Exec format error */
export const ENOEXEC: number = constant('ENOEXEC');
/** Bad file descriptor */
export const EBADF: number = constant('EBADF');
/** No child processes */
export const ECHILD: number = constant('ECHILD');
/** Resource temporarily unavailable */
export const EAGAIN: number = constant('EAGAIN');
/** Cannot allocate memory */
export const ENOMEM: number = constant('ENOMEM');
/** Permission denied */
export const EACCES: number = constant('EACCES');
/** Bad address */
export const EFAULT: number = constant('EFAULT');
/** Block device required */
export const ENOTBLK: number = constant('ENOTBLK');
/** Device or resource busy */
export const EBUSY: number = constant('EBUSY');
/** File exists */
export const EEXIST: number = constant('EEXIST');
/** Invalid cross-device link */
export const EXDEV: number = constant('EXDEV');
/** No such device */
export const ENODEV: number = constant('ENODEV');
/** Not a directory */
export const ENOTDIR: number = constant('ENOTDIR');
/** Is a directory */
export const EISDIR: number = constant('EISDIR');
/** Invalid argument */
export const EINVAL: number = constant('EINVAL');
/** Too many open files in system */
export const ENFILE: number = constant('ENFILE');
/** Too many open files */
export const EMFILE: number = constant('EMFILE');
/** Inappropriate ioctl for device */
export const ENOTTY: number = constant('ENOTTY');
/** Text file busy */
export const ETXTBSY: number = constant('ETXTBSY');
/** File too large */
export const EFBIG: number = constant('EFBIG');
/** No space left on device */
export const ENOSPC: number = constant('ENOSPC');
/** Illegal seek */
export const ESPIPE: number = constant('ESPIPE');
/** Read-only file system */
export const EROFS: number = constant('EROFS');
/** Too many links */
export const EMLINK: number = constant('EMLINK');
/** Broken pipe */
export const EPIPE: number = constant('EPIPE');
/** Numerical argument out of domain */
export const EDOM: number = constant('EDOM');
/** Numerical result out of range */
export const ERANGE: number = constant('ERANGE');
/** Resource deadlock avoided */
export const EDEADLK: number = constant('EDEADLK');
/** File name too long */
export const ENAMETOOLONG: number = constant('ENAMETOOLONG');
/** No locks available */
export const ENOLCK: number = constant('ENOLCK');
/** Function not implemented */
export const ENOSYS: number = constant('ENOSYS');
/** Directory not empty */
export const ENOTEMPTY: number = constant('ENOTEMPTY');
/** Too many levels of symbolic links */
export const ELOOP: number = constant('ELOOP');
/** No message of desired type */
export const ENOMSG: number = constant('ENOMSG');
/** Identifier removed */
export const EIDRM: number = constant('EIDRM');
/** Channel number out of range */
export const ECHRNG: number = constant('ECHRNG');
/** Level 2 not synchronized */
export const EL2NSYNC: number = constant('EL2NSYNC');
/** Level 3 halted */
export const EL3HLT: number = constant('EL3HLT');
/** Level 3 reset */
export const EL3RST: number = constant('EL3RST');
/** Link number out of range */
export const ELNRNG: number = constant('ELNRNG');
/** Protocol driver not attached */
export const EUNATCH: number = constant('EUNATCH');
/** No CSI structure available */
export const ENOCSI: number = constant('ENOCSI');
/** Level 2 halted */
export const EL2HLT: number = constant('EL2HLT');
/** Invalid exchange */
export const EBADE: number = constant('EBADE');
/** Invalid request descriptor */
export const EBADR: number = constant('EBADR');
/** Exchange full */
export const EXFULL: number = constant('EXFULL');
/** No anode */
export const ENOANO: number = constant('ENOANO');
/** Invalid request code */
export const EBADRQC: number = constant('EBADRQC');
/** Invalid slot */
export const EBADSLT: number = constant('EBADSLT');
/** Bad font file format */
export const EBFONT: number = constant('EBFONT');
/** Device not a stream */
export const ENOSTR: number = constant('ENOSTR');
/** No data available */
export const ENODATA: number = constant('ENODATA');
/** Timer expired */
export const ETIME: number = constant('ETIME');
/** Out of streams resources */
export const ENOSR: number = constant('ENOSR');
/** Machine is not on the network */
export const ENONET: number = constant('ENONET');
/** Package not installed */
export const ENOPKG: number = constant('ENOPKG');
/** Object is remote */
export const EREMOTE: number = constant('EREMOTE');
/** Link has been severed */
export const ENOLINK: number = constant('ENOLINK');
/** Advertise error */
export const EADV: number = constant('EADV');
/** Srmount error */
export const ESRMNT: number = constant('ESRMNT');
/** Communication error on send */
export const ECOMM: number = constant('ECOMM');
/** Protocol error */
export const EPROTO: number = constant('EPROTO');
/** Multihop attempted */
export const EMULTIHOP: number = constant('EMULTIHOP');
/** RFS specific error */
export const EDOTDOT: number = constant('EDOTDOT');
/** Bad message */
export const EBADMSG: number = constant('EBADMSG');
/** Value too large for defined data type */
export const EOVERFLOW: number = constant('EOVERFLOW');
/** Name not unique on network */
export const ENOTUNIQ: number = constant('ENOTUNIQ');
/** File descriptor in bad state */
export const EBADFD: number = constant('EBADFD');
/** Remote address changed */
export const EREMCHG: number = constant('EREMCHG');
/** Can not access a needed shared library */
export const ELIBACC: number = constant('ELIBACC');
/** Accessing a corrupted shared library */
export const ELIBBAD: number = constant('ELIBBAD');
/** .lib section in a.out corrupted */
export const ELIBSCN: number = constant('ELIBSCN');
/** Attempting to link in too many shared libraries */
export const ELIBMAX: number = constant('ELIBMAX');
/** Cannot exec a shared library directly */
export const ELIBEXEC: number = constant('ELIBEXEC');
/** Invalid or incomplete multibyte or wide character */
export const EILSEQ: number = constant('EILSEQ');
/** Interrupted system call should be restarted */
export const ERESTART: number = constant('ERESTART');
/** Streams pipe error */
export const ESTRPIPE: number = constant('ESTRPIPE');
/** Too many users */
export const EUSERS: number = constant('EUSERS');
/** Socket operation on non-socket */
export const ENOTSOCK: number = constant('ENOTSOCK');
/** Destination address required */
export const EDESTADDRREQ: number = constant('EDESTADDRREQ');
/** Message too long */
export const EMSGSIZE: number = constant('EMSGSIZE');
/** Protocol wrong type for socket */
export const EPROTOTYPE: number = constant('EPROTOTYPE');
/** Protocol not available */
export const ENOPROTOOPT: number = constant('ENOPROTOOPT');
/** Protocol not supported */
export const EPROTONOSUPPORT: number = constant('EPROTONOSUPPORT');
/** Socket type not supported */
export const ESOCKTNOSUPPORT: number = constant('ESOCKTNOSUPPORT');
/** Operation not supported */
export const EOPNOTSUPP: number = constant('EOPNOTSUPP');
/** Protocol family not supported */
export const EPFNOSUPPORT: number = constant('EPFNOSUPPORT');
/** Address family not supported by protocol */
export const EAFNOSUPPORT: number = constant('EAFNOSUPPORT');
/** Address already in use */
export const EADDRINUSE: number = constant('EADDRINUSE');
/** Cannot assign requested address */
export const EADDRNOTAVAIL: number = constant('EADDRNOTAVAIL');
/** Network is down */
export const ENETDOWN: number = constant('ENETDOWN');
/** Network is unreachable */
export const ENETUNREACH: number = constant('ENETUNREACH');
/** Network dropped connection on reset */
export const ENETRESET: number = constant('ENETRESET');
/** Software caused connection abort */
export const ECONNABORTED: number = constant('ECONNABORTED');
/** Connection reset by peer */
export const ECONNRESET: number = constant('ECONNRESET');
/** No buffer space available */
export const ENOBUFS: number = constant('ENOBUFS');
/** Transport endpoint is already connected */
export const EISCONN: number = constant('EISCONN');
/** Transport endpoint is not connected */
export const ENOTCONN: number = constant('ENOTCONN');
/** Cannot send after transport endpoint shutdown */
export const ESHUTDOWN: number = constant('ESHUTDOWN');
/** Too many references: cannot splice */
export const ETOOMANYREFS: number = constant('ETOOMANYREFS');
/** Connection timed out */
export const ETIMEDOUT: number = constant('ETIMEDOUT');
/** Connection refused */
export const ECONNREFUSED: number = constant('ECONNREFUSED');
/** Host is down */
export const EHOSTDOWN: number = constant('EHOSTDOWN');
/** No route to host */
export const EHOSTUNREACH: number = constant('EHOSTUNREACH');
/** Operation already in progress */
export const EALREADY: number = constant('EALREADY');
/** Operation now in progress */
export const EINPROGRESS: number = constant('EINPROGRESS');
/** Stale file handle */
export const ESTALE: number = constant('ESTALE');
/** Structure needs cleaning */
export const EUCLEAN: number = constant('EUCLEAN');
/** Not a XENIX named type file */
export const ENOTNAM: number = constant('ENOTNAM');
/** No XENIX semaphores available */
export const ENAVAIL: number = constant('ENAVAIL');
/** Is a named type file */
export const EISNAM: number = constant('EISNAM');
/** Remote I/O error */
export const EREMOTEIO: number = constant('EREMOTEIO');
/** Disk quota exceeded */
export const EDQUOT: number = constant('EDQUOT');
/** No medium found */
export const ENOMEDIUM: number = constant('ENOMEDIUM');
/** Wrong medium type */
export const EMEDIUMTYPE: number = constant('EMEDIUMTYPE');
/** Operation canceled */
export const ECANCELED: number = constant('ECANCELED');
/** Required key not available */
export const ENOKEY: number = constant('ENOKEY');
/** Key has expired */
export const EKEYEXPIRED: number = constant('EKEYEXPIRED');
/** Key has been revoked */
export const EKEYREVOKED: number = constant('EKEYREVOKED');
/** Key was rejected by service */
export const EKEYREJECTED: number = constant('EKEYREJECTED');
/** Owner died */
export const EOWNERDEAD: number = constant('EOWNERDEAD');
/** State not recoverable */
export const ENOTRECOVERABLE: number = constant('ENOTRECOVERABLE');
/** Operation not possible due to RF-kill */
export const ERFKILL: number = constant('ERFKILL');
/** Memory page has hardware error */
export const EHWPOISON: number = constant('EHWPOISON');
/** {@link EDEADLK} by another name */
export const EDEADLOCK: number = constant('EDEADLOCK');
/** {@link EOPNOTSUPP} by another name */
export const ENOTSUP: number = constant('ENOTSUP');
/** {@link EAGAIN} by another name */
export const EWOULDBLOCK: number = constant('EWOULDBLOCK');

/** The errno names of Linux, as strace prints them. (`EWOULDBLOCK` is `EAGAIN`, `ENOTSUP` is `EOPNOTSUPP`.) */
export type ErrnoName =
  | 'EPERM'
  | 'ENOENT'
  | 'ESRCH'
  | 'EINTR'
  | 'EIO'
  | 'ENXIO'
  | 'E2BIG'
  | 'ENOEXEC'
  | 'EBADF'
  | 'ECHILD'
  | 'EAGAIN'
  | 'ENOMEM'
  | 'EACCES'
  | 'EFAULT'
  | 'ENOTBLK'
  | 'EBUSY'
  | 'EEXIST'
  | 'EXDEV'
  | 'ENODEV'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'EINVAL'
  | 'ENFILE'
  | 'EMFILE'
  | 'ENOTTY'
  | 'ETXTBSY'
  | 'EFBIG'
  | 'ENOSPC'
  | 'ESPIPE'
  | 'EROFS'
  | 'EMLINK'
  | 'EPIPE'
  | 'EDOM'
  | 'ERANGE'
  | 'EDEADLK'
  | 'ENAMETOOLONG'
  | 'ENOLCK'
  | 'ENOSYS'
  | 'ENOTEMPTY'
  | 'ELOOP'
  | 'ENOMSG'
  | 'EIDRM'
  | 'ECHRNG'
  | 'EL2NSYNC'
  | 'EL3HLT'
  | 'EL3RST'
  | 'ELNRNG'
  | 'EUNATCH'
  | 'ENOCSI'
  | 'EL2HLT'
  | 'EBADE'
  | 'EBADR'
  | 'EXFULL'
  | 'ENOANO'
  | 'EBADRQC'
  | 'EBADSLT'
  | 'EBFONT'
  | 'ENOSTR'
  | 'ENODATA'
  | 'ETIME'
  | 'ENOSR'
  | 'ENONET'
  | 'ENOPKG'
  | 'EREMOTE'
  | 'ENOLINK'
  | 'EADV'
  | 'ESRMNT'
  | 'ECOMM'
  | 'EPROTO'
  | 'EMULTIHOP'
  | 'EDOTDOT'
  | 'EBADMSG'
  | 'EOVERFLOW'
  | 'ENOTUNIQ'
  | 'EBADFD'
  | 'EREMCHG'
  | 'ELIBACC'
  | 'ELIBBAD'
  | 'ELIBSCN'
  | 'ELIBMAX'
  | 'ELIBEXEC'
  | 'EILSEQ'
  | 'ERESTART'
  | 'ESTRPIPE'
  | 'EUSERS'
  | 'ENOTSOCK'
  | 'EDESTADDRREQ'
  | 'EMSGSIZE'
  | 'EPROTOTYPE'
  | 'ENOPROTOOPT'
  | 'EPROTONOSUPPORT'
  | 'ESOCKTNOSUPPORT'
  | 'EOPNOTSUPP'
  | 'EPFNOSUPPORT'
  | 'EAFNOSUPPORT'
  | 'EADDRINUSE'
  | 'EADDRNOTAVAIL'
  | 'ENETDOWN'
  | 'ENETUNREACH'
  | 'ENETRESET'
  | 'ECONNABORTED'
  | 'ECONNRESET'
  | 'ENOBUFS'
  | 'EISCONN'
  | 'ENOTCONN'
  | 'ESHUTDOWN'
  | 'ETOOMANYREFS'
  | 'ETIMEDOUT'
  | 'ECONNREFUSED'
  | 'EHOSTDOWN'
  | 'EHOSTUNREACH'
  | 'EALREADY'
  | 'EINPROGRESS'
  | 'ESTALE'
  | 'EUCLEAN'
  | 'ENOTNAM'
  | 'ENAVAIL'
  | 'EISNAM'
  | 'EREMOTEIO'
  | 'EDQUOT'
  | 'ENOMEDIUM'
  | 'EMEDIUMTYPE'
  | 'ECANCELED'
  | 'ENOKEY'
  | 'EKEYEXPIRED'
  | 'EKEYREVOKED'
  | 'EKEYREJECTED'
  | 'EOWNERDEAD'
  | 'ENOTRECOVERABLE'
  | 'ERFKILL'
  | 'EHWPOISON';
