// The table "call → strace line": a row for every exported function that is a syscall, and for the loops over them. The rows
// are one program, from top to bottom. strace.test.ts runs it under the real strace and compares all lines with these;
// scripts/strace-table.mjs makes docs/strace.md of them.
//
// What the kernel chose stands in a line as what holds it in the program: `listener` for a descriptor, `addr.sin_port` for a
// port, `tid` for the process and its main thread, `NODENAME` for the name of the host. `ADDRESS` is the address of a buffer, which strace prints where the call has not filled it.

/** What the rows start from. There is no syscall in it. */
export const setup = `
const hello = Buffer.from('HELLO-WORLD');
const buf = new Uint8Array(64);
const addr = sockaddr_storage();
const peer = sockaddr_storage();
const self = sockaddr_storage();
const from = sockaddr_storage();
const events = epoll_events(64);
const batch = mmsghdr(2, { bytes: 16 });
['HELLO', '-WORLD'].forEach((word, i) => { batch.set(i, Buffer.from(word)); });
const hour = { it_interval: { tv_sec: 0, tv_nsec: 0 }, it_value: { tv_sec: 3600, tv_nsec: 0 } };
`.trim();

const loopback = (port) => `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("127.0.0.1")}`;
const kernel = '{sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}';
const epoll_event = '{events=EPOLLOUT, data={u32=a, u64=a}}';
const unset = '{it_interval={tv_sec=0, tv_nsec=0}, it_value={tv_sec=0, tv_nsec=0}}';
const frame = 'msg_iov=[{iov_base="\\0\\0\\0\\v", iov_len=4}, {iov_base="HELLO-WORLD", iov_len=11}], msg_iovlen=2';

/** struct mmsghdr: a message of so many bytes, in so much room. */
const message = (text, room = text.length) =>
  `{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="${text}", iov_len=${room}}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, msg_len=${text.length}}`;

export const rows = [
  // a listener, and who connects to it
  [
    'const listener = unwrap(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP))',
    'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = listener',
  ],
  ['setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1)', 'setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0'],
  [
    'getsockopt(listener, SOL_SOCKET, SO_LINGER)',
    'getsockopt(listener, SOL_SOCKET, SO_LINGER, {l_onoff=0, l_linger=0}, [8]) = 0',
  ],
  ["bind(listener, sockaddr_in('127.0.0.1', 0))", `bind(listener, ${loopback(0)}, 16) = 0`],
  ['listen(listener, 128)', 'listen(listener, 128) = 0'],
  ['getsockname(listener, addr)', `getsockname(listener, ${loopback('addr.sin_port')}, [128 => 16]) = 0`],
  [
    'const client = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))',
    'socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = client',
  ],
  ['connect(client, addr)', `connect(client, ${loopback('addr.sin_port')}, 16) = 0`],
  ['const conn = unwrap(accept(listener))', 'accept(listener, NULL, NULL) = conn'],
  ['getpeername(client, peer)', `getpeername(client, ${loopback('addr.sin_port')}, [128 => 16]) = 0`],
  [
    'const eager = unwrap(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0))',
    'socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_IP) = eager',
  ],
  [
    'connect(eager, addr)',
    `connect(eager, ${loopback('addr.sin_port')}, 16) = -1 EINPROGRESS (Operation now in progress)`,
  ],
  [
    'poll([{ fd: listener, events: POLLIN }], 1000)',
    'poll([{fd=listener, events=POLLIN}], 1, 1000) = 1 ([{fd=listener, revents=POLLIN}])',
  ],
  [
    'const quick = unwrap(accept4(listener, peer, SOCK_NONBLOCK | SOCK_CLOEXEC))',
    `accept4(listener, ${loopback('peer.sin_port')}, [128 => 16], SOCK_CLOEXEC|SOCK_NONBLOCK) = quick`,
  ],

  // a stream
  ['send(client, hello, MSG_NOSIGNAL)', 'sendto(client, "HELLO-WORLD", 11, MSG_NOSIGNAL, NULL, 0) = 11'],
  ['recv(conn, buf)', 'recvfrom(conn, "HELLO-WORLD", 64, 0, NULL, NULL) = 11'],
  [
    'recv(conn, buf, MSG_DONTWAIT)',
    'recvfrom(conn, ADDRESS, 64, MSG_DONTWAIT, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)',
  ],
  ['shutdown(client, SHUT_WR)', 'shutdown(client, SHUT_WR) = 0'],
  ['recv(conn, buf)', 'recvfrom(conn, "", 64, 0, NULL, NULL) = 0'],

  // datagrams
  ['const udp = unwrap(socket(AF_INET, SOCK_DGRAM, 0))', 'socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = udp'],
  ["bind(udp, sockaddr_in('127.0.0.1', 0))", `bind(udp, ${loopback(0)}, 16) = 0`],
  ['getsockname(udp, self)', `getsockname(udp, ${loopback('self.sin_port')}, [128 => 16]) = 0`],
  ['sendto(udp, hello, 0, self)', `sendto(udp, "HELLO-WORLD", 11, 0, ${loopback('self.sin_port')}, 16) = 11`],
  [
    'recvfrom(udp, buf, 0, from)',
    `recvfrom(udp, "HELLO-WORLD", 64, 0, ${loopback('self.sin_port')}, [128 => 16]) = 11`,
  ],

  // a pair
  ['const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0))', 'socketpair(AF_UNIX, SOCK_STREAM, 0, [a, b]) = 0'],
  [
    'sendmsg(a, { msg_iov: [frame_header(11), hello] }, MSG_NOSIGNAL)',
    `sendmsg(a, {msg_name=NULL, msg_namelen=0, ${frame}, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL) = 15`,
  ],
  [
    'recvmsg(b, { msg_iov: [new Uint8Array(4), new Uint8Array(11)] })',
    `recvmsg(b, {msg_name=NULL, msg_namelen=0, ${frame}, msg_controllen=0, msg_flags=0}, 0) = 15`,
  ],
  ['write(a, hello)', 'write(a, "HELLO-WORLD", 11) = 11'],
  ['read(b, buf)', 'read(b, "HELLO-WORLD", 64) = 11'],
  [
    'writev(a, [frame_header(11), hello])',
    'writev(a, [{iov_base="\\0\\0\\0\\v", iov_len=4}, {iov_base="HELLO-WORLD", iov_len=11}], 2) = 15',
  ],
  [
    'readv(b, [new Uint8Array(4), new Uint8Array(11)])',
    'readv(b, [{iov_base="\\0\\0\\0\\v", iov_len=4}, {iov_base="HELLO-WORLD", iov_len=11}], 2) = 15',
  ],
  ['preadv(b, [buf], 5)', 'preadv(b, [{iov_base=ADDRESS, iov_len=64}], 1, 5) = -1 ESPIPE (Illegal seek)'],
  [
    'pwritev(a, [hello], 2n ** 40n)',
    'pwritev(a, [{iov_base="HELLO-WORLD", iov_len=11}], 1, 1099511627776) = -1 ESPIPE (Illegal seek)',
  ],

  // from descriptor to descriptor
  ['const [reading, writing] = unwrap(pipe2(O_NONBLOCK))', 'pipe2([reading, writing], O_NONBLOCK) = 0'],
  ['const [copy, copied] = unwrap(pipe2(O_NONBLOCK))', 'pipe2([copy, copied], O_NONBLOCK) = 0'],
  ['write(writing, hello)', 'write(writing, "HELLO-WORLD", 11) = 11'],
  ['tee(reading, copied, 5, SPLICE_F_NONBLOCK)', 'tee(reading, copied, 5, SPLICE_F_NONBLOCK) = 5'],
  ['splice(copy, null, writing, null, 64, SPLICE_F_MORE)', 'splice(copy, NULL, writing, NULL, 64, SPLICE_F_MORE) = 5'],
  ['sendfile(a, reading, null, 11)', 'sendfile(a, reading, NULL, 11) = -1 EINVAL (Invalid argument)'],
  [
    'copy_file_range(reading, 1, writing, null, 5)',
    'copy_file_range(reading, [1], writing, NULL, 5, 0) = -1 EINVAL (Invalid argument)',
  ],

  // many datagrams in one call
  ['const [c, d] = unwrap(socketpair(AF_UNIX, SOCK_DGRAM, 0))', 'socketpair(AF_UNIX, SOCK_DGRAM, 0, [c, d]) = 0'],
  [
    'sendmmsg(c, batch, 2, MSG_NOSIGNAL)',
    `sendmmsg(c, [${message('HELLO')}, ${message('-WORLD')}], 2, MSG_NOSIGNAL) = 2`,
  ],
  [
    'recvmmsg(d, batch, 2, MSG_WAITFORONE)',
    `recvmmsg(d, [${message('HELLO', 16)}, ${message('-WORLD', 16)}], 2, MSG_WAITFORONE, NULL) = 2`,
  ],

  // what every descriptor has
  ['fcntl(a, F_GETFL)', 'fcntl(a, F_GETFL) = 0x2 (flags O_RDWR)'],
  ['fcntl(a, F_SETFL, O_RDWR | O_NONBLOCK)', 'fcntl(a, F_SETFL, O_RDWR|O_NONBLOCK) = 0'],
  ['const spare = unwrap(fcntl(a, F_DUPFD_CLOEXEC, 0))', 'fcntl(a, F_DUPFD_CLOEXEC, 0) = spare'],

  // what is ready
  [
    'ppoll([{ fd: a, events: POLLOUT }], { tv_sec: 0, tv_nsec: 0 })',
    'ppoll([{fd=a, events=POLLOUT}], 1, {tv_sec=0, tv_nsec=0}, NULL, 8) = 1 ([{fd=a, revents=POLLOUT}], left {tv_sec=0, tv_nsec=0})',
  ],
  ['const epfd = unwrap(epoll_create1(EPOLL_CLOEXEC))', 'epoll_create1(EPOLL_CLOEXEC) = epfd'],
  ['epoll_ctl(epfd, EPOLL_CTL_ADD, a, { events: EPOLLOUT })', `epoll_ctl(epfd, EPOLL_CTL_ADD, a, ${epoll_event}) = 0`],
  ['epoll_wait(epfd, events, 1000)', `epoll_wait(epfd, [${epoll_event}], 64, 1000) = 1`],
  [
    'epoll_pwait2(epfd, events, { tv_sec: 1, tv_nsec: 0 })',
    `epoll_pwait2(epfd, [${epoll_event}], 64, {tv_sec=1, tv_nsec=0}, NULL, 8) = 1`,
  ],

  // descriptors of other kinds
  ['const [reader, writer] = unwrap(pipe2(O_CLOEXEC))', 'pipe2([reader, writer], O_CLOEXEC) = 0'],
  ['const other = unwrap(dup(writer))', 'dup(writer) = other'],
  ['dup3(reader, other, O_CLOEXEC)', 'dup3(reader, other, O_CLOEXEC) = other'],
  ['const counter = unwrap(eventfd(3, EFD_NONBLOCK))', 'eventfd2(3, EFD_NONBLOCK) = counter'],
  ['eventfd_write(counter, 4n)', 'write(counter, "\\4\\0\\0\\0\\0\\0\\0\\0", 8) = 8'],
  ['eventfd_read(counter)', 'read(counter, "\\7\\0\\0\\0\\0\\0\\0\\0", 8) = 8'],
  ['const timer = unwrap(timerfd_create(CLOCK_MONOTONIC, 0))', 'timerfd_create(CLOCK_MONOTONIC, 0) = timer'],
  ['timerfd_gettime(timer)', `timerfd_gettime(timer, ${unset}) = 0`],
  [
    'timerfd_settime(timer, 0, hour)',
    `timerfd_settime(timer, 0, {it_interval={tv_sec=0, tv_nsec=0}, it_value={tv_sec=3600, tv_nsec=0}}, ${unset}) = 0`,
  ],
  ['const signals = unwrap(signalfd(-1, [SIGUSR2], SFD_NONBLOCK))', 'signalfd4(-1, [USR2], 8, SFD_NONBLOCK) = signals'],
  ['pthread_sigmask(SIG_BLOCK, [SIGUSR2])', 'rt_sigprocmask(SIG_BLOCK, [USR2], [], 8) = 0'],
  ['const tid = gettid()', 'gettid() = tid'],
  ['tgkill(process.pid, tid, 0)', 'tgkill(tid, tid, 0) = 0'],
  ['const itself = unwrap(pidfd_open(process.pid, 0))', 'pidfd_open(tid, 0) = itself'],
  ['const taken = unwrap(pidfd_getfd(itself, writer, 0))', 'pidfd_getfd(itself, writer, 0) = taken'],
  // requests of their own kind
  ['ioctl(udp, FIONREAD)', 'ioctl(udp, FIONREAD, [0]) = 0'],
  ['ioctl(udp, FIONBIO, 1)', 'ioctl(udp, FIONBIO, [1]) = 0'],
  [
    "ioctl(udp, SIOCGIFFLAGS, 'lo')",
    'ioctl(udp, SIOCGIFFLAGS, {ifr_name="lo", ifr_flags=IFF_UP|IFF_LOOPBACK|IFF_RUNNING}) = 0',
  ],
  [
    'ioctl(udp, SIOCGIFCONF, 1)',
    'ioctl(udp, SIOCGIFCONF, {ifc_len=40 /* 1 * sizeof(struct ifreq) */, ifc_buf=[{ifr_name="lo", ifr_addr={sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}}]}) = 0',
  ],
  ['gethostname()', 'uname({sysname="Linux", nodename=NODENAME, ...}) = 0'],

  // questions over netlink: strace knows what kind of a netlink socket it is once it has an address
  [
    'const diag = unwrap(socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG))',
    'socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG) = diag',
  ],
  [
    'sock_diag({ family: AF_UNIX, states: [TCP_CLOSING] }, diag)',
    `sendto(diag, [{nlmsg_len=40, nlmsg_type=0x14 /* NLMSG_??? */, nlmsg_flags=NLM_F_REQUEST|0x300, nlmsg_seq=1, nlmsg_pid=0}, "\\x01\\x00\\x00\\x00\\x00\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x7f\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"], 40, 0, ${kernel}, 12) = 40
recvfrom(diag, [{nlmsg_len=20, nlmsg_type=NLMSG_DONE, nlmsg_flags=NLM_F_MULTI, nlmsg_seq=1, nlmsg_pid=tid}, 0], 32768, MSG_TRUNC|MSG_DONTWAIT, ${kernel}, [128 => 12]) = 20`,
  ],
  ['close(spare)', 'close(spare) = 0'],

  // libc's functions of several calls: the descriptor is the lowest that is free, and free again
  [
    "if_nametoindex('lo')",
    'socket(AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC, 0) = spare\nioctl(spare, SIOCGIFINDEX, {ifr_name="lo", ifr_ifindex=1}) = 0\nclose(spare) = 0',
  ],
  [
    'if_indextoname(1)',
    'socket(AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC, 0) = spare\nioctl(spare, SIOCGIFNAME, {ifr_ifindex=1, ifr_name="lo"}) = 0\nclose(spare) = 0',
  ],

  // floor 4: as many calls as it takes
  ['send_all(a, hello)', 'sendto(a, "HELLO-WORLD", 11, MSG_NOSIGNAL, NULL, 0) = 11'],
  ['recv_exact(b, buf.subarray(0, 11))', 'recvfrom(b, "HELLO-WORLD", 11, 0, NULL, NULL) = 11'],
  [
    'send_frame(a, hello)',
    `sendmsg(a, {msg_name=NULL, msg_namelen=0, ${frame}, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL) = 15`,
  ],
  [
    'recv_frame(b)',
    'recvfrom(b, "\\0\\0\\0\\v", 4, 0, NULL, NULL) = 4\nrecvfrom(b, "HELLO-WORLD", 11, 0, NULL, NULL) = 11',
  ],
];
