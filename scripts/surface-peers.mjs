// What the socket libraries of other languages offer, according to their sources in the versions below. scripts/surface.mjs
// compares this package with them.

/** The peers and their versions, in the order of the columns. */
export const peers = [
  ['CPython socket', '3.13'],
  ['rustix', 'cf67411d, 2026-08-19'],
  ['nix', 'fb799660, 2026-05-19'],
  ['socket2', '9f41644e, 2026-05-28'],
  ['Go x/sys/unix', 'e8c1c327, 2026-08-20'],
  ['OCaml Unix', '2024-10'],
];

/**
 * Calls: T is a typed function or struct, r is raw bytes or numbers only, – is none; a name is the module that has the call instead. The
 * second column names the exports of this package that the row needs.
 */
export const calls = [
  ['socket, bind, listen, connect, shutdown', 'socket bind listen connect shutdown', 'T T T T T T'],
  ['socketpair', 'socketpair', 'T T T T T T'],
  ['accept', 'accept', 'T T T T T T'],
  ['accept4', 'accept4', '– T T T T –'],
  ['getsockname, getpeername', 'getsockname getpeername', 'T T T T T T'],
  ['send, recv', 'send recv', 'T T T T T T'],
  ['sendto, recvfrom', 'sendto recvfrom', 'T T T T T T'],
  ['sendmsg, recvmsg', 'sendmsg recvmsg', 'T T T T T –'],
  ['vectored send and receive', 'sendmsg recvmsg readv writev', 'T T T T T –'],
  ['sendmmsg', 'sendmmsg', '– T T – – –'],
  ['recvmmsg', 'recvmmsg', '– – T – – –'],
  ['sendfile', 'sendfile', 'T fs T T T –'],
  ['getsockopt, setsockopt', 'getsockopt setsockopt', 'r T T T T T'],
  ['poll, ppoll', 'poll ppoll', 'select event T – T –'],
  ['epoll', 'epoll_create1 epoll_ctl epoll_wait', 'select event T – T –'],
  ['O_NONBLOCK, FD_CLOEXEC', 'fcntl O_NONBLOCK FD_CLOEXEC', 'T io T T T T'],
  ['close', 'close', 'T T T T T T'],
  ['if_nametoindex, if_indextoname', 'if_nametoindex if_indextoname', 'T T T – r –'],
  ['getaddrinfo, getnameinfo', 'getaddrinfo getnameinfo', 'T – – – – T'],
];

/** Features that none of the peers has, with the exports of this package that provide them. */
export const none_of_them = [
  ['sockets of the host with state, queues, memory and TCP_INFO, as `ss` shows them', 'sock_diag'],
  ['loops that say in every error how many bytes they had moved', 'send_all recv_exact'],
  ['frames of a length and a payload, with a cap', 'send_frame recv_frame FrameDecoder'],
];

/** The number of each: for CPython in one build, for the others in their sources for all systems. */
export const counts = {
  'families of addresses, typed': ['12', '5', '7', '4', '20', '2'],
  'AF_ constants': ['33', '90', '56', '5', '50', '3'],
  'MSG_ constants': ['14', '20', '12', '3', '23', '3'],
  'control messages to send, typed': ['0', '3', '14', '0', '4', '–'],
  'control messages that arrive, typed': ['0', '2', '19', '0', '3', '–'],
};

const names = (list) => list.trim().split(/\s+/);

/** The options of Linux whose value has a type, by the name of the constant in the source. */
export const typed_options = {
  rustix: names(`
    IPV6_ADD_MEMBERSHIP IPV6_DROP_MEMBERSHIP IPV6_FREEBIND IPV6_MTU IPV6_MTU_DISCOVER IPV6_MULTICAST_HOPS
    IPV6_MULTICAST_IF IPV6_MULTICAST_LOOP IPV6_RECVTCLASS IPV6_TCLASS IPV6_UNICAST_HOPS IPV6_V6ONLY
    IP_ADD_MEMBERSHIP IP_ADD_SOURCE_MEMBERSHIP IP_DROP_MEMBERSHIP IP_DROP_SOURCE_MEMBERSHIP IP_FREEBIND IP_MTU
    IP_MTU_DISCOVER IP_MULTICAST_IF IP_MULTICAST_LOOP IP_MULTICAST_TTL IP_RECVTOS IP_TOS IP_TTL SO_ACCEPTCONN
    SO_BROADCAST SO_COOKIE SO_DOMAIN SO_ERROR SO_INCOMING_CPU SO_KEEPALIVE SO_LINGER SO_OOBINLINE SO_ORIGINAL_DST
    SO_PASSCRED SO_PEERCRED SO_PROTOCOL SO_RCVBUF SO_RCVBUFFORCE SO_RCVTIMEO SO_REUSEADDR SO_REUSEPORT SO_SNDBUF
    SO_SNDBUFFORCE SO_SNDTIMEO SO_TXTIME SO_TYPE TCP_CONGESTION TCP_CORK TCP_KEEPCNT TCP_KEEPIDLE TCP_KEEPINTVL
    TCP_NODELAY TCP_QUICKACK TCP_THIN_LINEAR_TIMEOUTS TCP_USER_TIMEOUT XDP_MMAP_OFFSETS XDP_OPTIONS XDP_RX_RING
    XDP_STATISTICS XDP_TX_RING XDP_UMEM_COMPLETION_RING XDP_UMEM_FILL_RING XDP_UMEM_REG
  `),
  nix: names(`
    ALG_SET_AEAD_AUTHSIZE ALG_SET_KEY IPV6_ADD_MEMBERSHIP IPV6_DONTFRAG IPV6_DROP_MEMBERSHIP IPV6_MULTICAST_HOPS
    IPV6_PKTINFO IPV6_RECVERR IPV6_RECVHOPLIMIT IPV6_RECVORIGDSTADDR IPV6_RECVPKTINFO IPV6_RECVTCLASS IPV6_TCLASS
    IPV6_UNICAST_HOPS IPV6_V6ONLY IP_ADD_MEMBERSHIP IP_BIND_ADDRESS_NO_PORT IP_DROP_MEMBERSHIP IP_FREEBIND IP_MTU
    IP_MULTICAST_LOOP IP_MULTICAST_TTL IP_PKTINFO IP_RECVERR IP_RECVORIGDSTADDR IP_RECVTOS IP_RECVTTL IP_TOS
    IP_TRANSPARENT IP_TTL SO_ACCEPTCONN SO_ATTACH_REUSEPORT_CBPF SO_BINDTODEVICE SO_BROADCAST SO_DONTROUTE SO_ERROR
    SO_KEEPALIVE SO_LINGER SO_MARK SO_OOBINLINE SO_ORIGINAL_DST SO_PASSCRED SO_PEERCRED SO_PEERPIDFD SO_PRIORITY
    SO_RCVBUF SO_RCVBUFFORCE SO_RCVMARK SO_RCVTIMEO SO_REUSEADDR SO_REUSEPORT SO_RXQ_OVFL SO_SNDBUF SO_SNDBUFFORCE
    SO_SNDTIMEO SO_TIMESTAMP SO_TIMESTAMPING SO_TIMESTAMPNS SO_TXTIME SO_TYPE TCP_CONGESTION TCP_CORK
    TCP_FASTOPEN_CONNECT TCP_KEEPCNT TCP_KEEPIDLE TCP_KEEPINTVL TCP_MAXSEG TCP_NODELAY TCP_REPAIR TCP_ULP
    TCP_USER_TIMEOUT TLS_RX TLS_TX UDP_GRO UDP_SEGMENT
  `),
  socket2: names(`
    DCCP_SOCKOPT_AVAILABLE_CCIDS DCCP_SOCKOPT_CCID DCCP_SOCKOPT_GET_CUR_MPS DCCP_SOCKOPT_QPOLICY_TXQLEN
    DCCP_SOCKOPT_RECV_CSCOV DCCP_SOCKOPT_RX_CCID DCCP_SOCKOPT_SEND_CSCOV DCCP_SOCKOPT_SERVER_TIMEWAIT
    DCCP_SOCKOPT_SERVICE DCCP_SOCKOPT_TX_CCID IPV6_ADD_MEMBERSHIP IPV6_DROP_MEMBERSHIP IPV6_FREEBIND IPV6_HDRINCL
    IPV6_MULTICAST_ALL IPV6_MULTICAST_HOPS IPV6_MULTICAST_IF IPV6_MULTICAST_LOOP IPV6_RECVHOPLIMIT IPV6_RECVTCLASS
    IPV6_TCLASS IPV6_TRANSPARENT IPV6_UNICAST_HOPS IPV6_V6ONLY IP_ADD_MEMBERSHIP IP_ADD_SOURCE_MEMBERSHIP
    IP_DROP_MEMBERSHIP IP_DROP_SOURCE_MEMBERSHIP IP_FREEBIND IP_HDRINCL IP_MULTICAST_ALL IP_MULTICAST_IF
    IP_MULTICAST_LOOP IP_MULTICAST_TTL IP_RECVTOS IP_TOS IP_TRANSPARENT IP_TTL SO_ACCEPTCONN SO_ATTACH_FILTER
    SO_BINDTODEVICE SO_BINDTOIFINDEX SO_BROADCAST SO_BUSY_POLL SO_COOKIE SO_DETACH_FILTER SO_DOMAIN SO_ERROR
    SO_INCOMING_CPU SO_KEEPALIVE SO_LINGER SO_MARK SO_OOBINLINE SO_ORIGINAL_DST SO_PASSCRED SO_PEERCRED SO_PRIORITY
    SO_PROTOCOL SO_RCVBUF SO_RCVTIMEO SO_REUSEADDR SO_REUSEPORT SO_SNDBUF SO_SNDTIMEO SO_TYPE TCP_CONGESTION
    TCP_CORK TCP_KEEPCNT TCP_KEEPIDLE TCP_KEEPINTVL TCP_MAXSEG TCP_NODELAY TCP_NOTSENT_LOWAT TCP_QUICKACK
    TCP_THIN_LINEAR_TIMEOUTS TCP_USER_TIMEOUT
  `),
};
