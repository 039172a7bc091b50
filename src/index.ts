import './observe/start.js';

export { type KnownCmsg, read_cmsg, type UnknownCmsg } from './cmsgs.js';
export { CMSG_LEN, CMSG_SPACE, type Cmsg } from './codec/cmsghdr.js';
export { type ControlType, cmsg, cmsg_value, define_cmsg, type OptionAndControl } from './codec/control.js';
export { descriptor, descriptors } from './codec/descriptors.js';
export type { FileOffset } from './codec/file-offset.js';
export { type FlagPrefix, flag_names } from './codec/flag-names.js';
export * from './codec/integer.js';
export type { IoctlRequest } from './codec/ioctl.js';
export { type Access, define_option, type NoOption, type PlainOption, type SocketOption } from './codec/option.js';
export { type Codec, flag, int, struct, text } from './codec/struct.js';
export { type StructView, struct_view } from './codec/struct-view.js';
export type { Itimerspec, Timespec } from './codec/time.js';
export * from './constants.js';
export {
  IP_ORIGDSTADDR,
  IPV6_HOPLIMIT,
  IPV6_ORIGDSTADDR,
  SCM_CREDENTIALS,
  SCM_PIDFD,
  SCM_RIGHTS,
  SCM_TIMESTAMP,
  SCM_TIMESTAMPING,
  SCM_TIMESTAMPNS,
  SCM_TXTIME,
  TCP_CM_INQ,
} from './controls.js';
export { as_domain, type Domain } from './domain.js';
export { type AddressError, errno_name, type SysError, strerror, type UnnamedErrno } from './errno.js';
export { type Explainable, type Explanation, explain } from './explain/explain.js';
export type { Language } from './explain/language.js';
export { as_fd, type Fd, unguard } from './fd.js';
export { getifaddrs, type Ifaddrs } from './interface/getifaddrs.js';
export { type IfNameindex, if_nameindex } from './interface/if-nameindex.js';
export { if_indextoname, if_nametoindex } from './interface/if-nametoindex.js';
export * from './ioctls.js';
export * from './level.js';
export type { SkMeminfo, SocketCore } from './netlink/core.js';
export type { InetAttributes, InetDiag } from './netlink/inet-diag.js';
export {
  type InetDiagMeminfo,
  type InetDiagSockopt,
  inet_diag_meminfo,
  inet_diag_sockopt,
  type TcpBbrInfo,
  type TcpDctcpInfo,
  type TcpVegasInfo,
  tcp_bbr_info,
  tcp_dctcp_info,
  tcpvegas_info,
} from './netlink/inet-diag-structs.js';
export type { NetlinkAttributes, NetlinkDiag } from './netlink/netlink-diag.js';
export { type NlQuestion, nl_ask } from './netlink/nl-ask.js';
export { encode_nlattr, encode_nlmsg, type NlMessage, nlattrs, nlmsgs } from './netlink/nlmsghdr.js';
export {
  type PacketAttributes,
  type PacketDiag,
  type PacketDiagInfo,
  packet_diag_info,
} from './netlink/packet-diag.js';
export { nl_recv } from './netlink/receive.js';
export type { RtnlCode, RtnlRest } from './netlink/rtnl.js';
export {
  type AddrAttributes,
  type IfaCacheinfo,
  type Ifaddrmsg,
  ifa_cacheinfo,
  ifaddrmsg,
  type RtnlAddr,
  rtnl_addrs,
} from './netlink/rtnl-addrs.js';
export { type RtnlLinkStats64, rtnl_link_stats64 } from './netlink/rtnl-link-stats64.js';
export { type Ifinfomsg, ifinfomsg, type LinkAttributes, type RtnlLink, rtnl_links } from './netlink/rtnl-links.js';
export { type RtnlMessage, rtnl_message } from './netlink/rtnl-message.js';
export {
  type NdaCacheinfo,
  type Ndmsg,
  type NeighAttributes,
  nda_cacheinfo,
  ndmsg,
  type RtnlNeigh,
  rtnl_neighs,
} from './netlink/rtnl-neighs.js';
export {
  type RouteAttributes,
  type Rtmsg,
  type Rtnexthop,
  type RtnlNexthop,
  type RtnlRoute,
  rtmsg,
  rtnexthop,
  rtnl_routes,
} from './netlink/rtnl-routes.js';
export { type SockDiagCode, type SockDiagRequest, type SocketDiag, sock_diag } from './netlink/sock-diag.js';
export {
  type UnixAttributes,
  type UnixDiag,
  type UnixDiagRqlen,
  type UnixDiagVfs,
  unix_diag_rqlen,
  unix_diag_vfs,
} from './netlink/unix-diag.js';
export * from './options.js';
export { type Err, type ErrorValue, err, type Ok, ok, type Result, type SystemError, unwrap } from './result.js';
export { is_sockaddr, type SockAddr } from './sockaddr/address.js';
export { as_sockaddr_alg, is_sockaddr_alg, type SockAddrAlg, sockaddr_alg } from './sockaddr/alg.js';
export {
  as_sockaddr_can,
  type CanJ1939,
  type CanTp,
  is_sockaddr_can,
  type SockAddrCan,
  sockaddr_can,
} from './sockaddr/can.js';
export { as_sockaddr_in, is_sockaddr_in, type SockAddrIn, sockaddr_in } from './sockaddr/in.js';
export { as_sockaddr_in6, is_sockaddr_in6, type SockAddrIn6, sockaddr_in6 } from './sockaddr/in6.js';
export { as_sockaddr_ll, is_sockaddr_ll, type SockAddrLl, sockaddr_ll } from './sockaddr/ll.js';
export { as_sockaddr_nl, is_sockaddr_nl, type SockAddrNl, sockaddr_nl } from './sockaddr/nl.js';
export { parse_sockaddr } from './sockaddr/parse-sockaddr.js';
export { sockaddr, sockaddr_storage } from './sockaddr/sockaddr.js';
export {
  as_sockaddr_tipc,
  is_sockaddr_tipc,
  type SockAddrTipc,
  sockaddr_tipc,
  type TipcAddr,
} from './sockaddr/tipc.js';
export { as_sockaddr_un, is_sockaddr_un, type SockAddrUn, sockaddr_un } from './sockaddr/un.js';
export { as_sockaddr_vm, is_sockaddr_vm, type SockAddrVm, sockaddr_vm } from './sockaddr/vm.js';
export { as_sockaddr_xdp, is_sockaddr_xdp, type SockAddrXdp, sockaddr_xdp } from './sockaddr/xdp.js';
export { close_rights } from './stream/close-rights.js';
export {
  announced_length,
  FRAME_CAP,
  FRAME_HEADER,
  type FrameOptions,
  type FrameTooLarge,
  frame_header,
  send_frame,
} from './stream/frame.js';
export { FrameDecoder } from './stream/frame-decoder.js';
export { FrameReader, type FrameReaderOptions } from './stream/frame-reader.js';
export { type Deadline, type DeadlineExceeded, deadline_in, type StreamOptions } from './stream/pace.js';
export { type EndOfStream, type RecvExactError, recv_exact } from './stream/recv-exact.js';
export { type RecvFrameError, recv_frame, recv_frame_into } from './stream/recv-frame.js';
export {
  type ControlReceived,
  type RecvmsgExactError,
  type RecvmsgExactOptions,
  recvmsg_exact,
} from './stream/recvmsg-exact.js';
export { type SendAllError, send_all } from './stream/send-all.js';
export {
  type DrainError,
  type ReapCode,
  type Zerocopy,
  type ZerocopyDone,
  type ZerocopySent,
  zerocopy,
} from './stream/zerocopy.js';
export type { Ifreq, IfrHwaddr } from './structs/ifreq.js';
export type { MessageBatch } from './structs/message-batch.js';
export { type MessageRoom, mmsghdr } from './structs/mmsghdr.js';
export * from './structs/pktinfo.js';
export * from './structs/sock-extended-err.js';
export { parse_bpf, type SockFilter, sock_fprog } from './structs/sock-fprog.js';
export * from './structs/tcp-info.js';
export { type TcpStateName, tcp_state_name } from './structs/tcp-state.js';
export * from './structs/timestamping.js';
export { type AcceptCode, accept, accept4 } from './sys/accept.js';
export { type BindCode, bind } from './sys/bind.js';
export { htonl, htons, ntohl, ntohs } from './sys/byteorder.js';
export { type CloseCode, close, type OwnedFd, own } from './sys/close.js';
export { type ConnectCode, connect } from './sys/connect.js';
export { type CopyFileRangeCode, copy_file_range } from './sys/copy-file-range.js';
export { type Dup3Code, type DupCode, dup, dup3 } from './sys/dup.js';
export { type EpollCreateCode, epoll_create1 } from './sys/epoll-create.js';
export { type EpollCtlCode, type EpollEvent, epoll_ctl } from './sys/epoll-ctl.js';
export { type EpollEvents, type EpollWaitCode, epoll_events, epoll_pwait2, epoll_wait } from './sys/epoll-wait.js';
export { type EventfdCode, eventfd, eventfd_read, eventfd_write } from './sys/eventfd.js';
export { type FcntlCode, fcntl } from './sys/fcntl.js';
export {
  type AddrInfo,
  type AddrInfoHints,
  type GaiCode,
  type GaiError,
  gai_strerror,
  getaddrinfo,
} from './sys/getaddrinfo.js';
export { type GethostnameCode, gethostname } from './sys/gethostname.js';
export { getnameinfo } from './sys/getnameinfo.js';
export { type GetpeernameCode, getpeername } from './sys/getpeername.js';
export { type GetsocknameCode, getsockname } from './sys/getsockname.js';
export {
  type GetsockoptCode,
  type GetsockoptError,
  getsockopt,
  type SetsockoptCode,
  setsockopt,
} from './sys/getsockopt.js';
export { gettid } from './sys/gettid.js';
export { inet_ntop } from './sys/inet-ntop.js';
export { inet_pton } from './sys/inet-pton.js';
export { type InterruptCode, interrupt } from './sys/interrupt.js';
export { type IoctlCode, ioctl } from './sys/ioctl.js';
export { type ListenCode, listen } from './sys/listen.js';
export { type PidfdGetfdCode, pidfd_getfd } from './sys/pidfd-getfd.js';
export { type PidfdOpenCode, pidfd_open } from './sys/pidfd-open.js';
export { type PipeCode, pipe2 } from './sys/pipe.js';
export { type PollCode, type PollFd, poll, ppoll } from './sys/poll.js';
export { pthread_sigmask } from './sys/pthread-sigmask.js';
export { type ReadCode, read } from './sys/read.js';
export {
  type PreadvCode,
  type PwritevCode,
  preadv,
  pwritev,
  type ReadvCode,
  readv,
  type WritevCode,
  writev,
} from './sys/readv.js';
export { type Received, type RecvCode, type RecvMsghdr, recv, recvfrom, recvmsg } from './sys/recv.js';
export { type RecvmmsgCode, recvmmsg } from './sys/recvmmsg.js';
export { type SendCode, type SendMsghdr, send, sendmsg, sendto } from './sys/send.js';
export { type SendfileCode, sendfile } from './sys/sendfile.js';
export { type SendmmsgCode, sendmmsg } from './sys/sendmmsg.js';
export { type ShutdownCode, shutdown } from './sys/shutdown.js';
export { type SiginterruptCode, siginterrupt } from './sys/siginterrupt.js';
export { type SignalfdCode, type SignalfdSiginfo, signalfd, signalfd_siginfo } from './sys/signalfd.js';
export { type SocketCode, socket } from './sys/socket.js';
export { type SocketpairCode, socketpair } from './sys/socketpair.js';
export { type SpliceCode, splice } from './sys/splice.js';
export { type TeeCode, tee } from './sys/tee.js';
export { type TgkillCode, tgkill } from './sys/tgkill.js';
export {
  type TimerfdCreateCode,
  type TimerfdSettimeCode,
  timerfd_create,
  timerfd_gettime,
  timerfd_settime,
} from './sys/timerfd-create.js';
export { type WriteCode, write } from './sys/write.js';
