import { type Names, values } from '../print/xlat.js';

// The kernel's syscall numbers, which a filter accepts in place of names: asm/unistd_64.h for x64, asm-generic/unistd.h for arm64.

const x64 = values(`
  0 read 1 write 3 close 7 poll 14 rt_sigprocmask 16 ioctl 19 readv 20 writev 32 dup 40 sendfile 41 socket 42 connect 43
  accept 44 sendto 45 recvfrom 46 sendmsg 47 recvmsg 48 shutdown 49 bind 50 listen 51 getsockname 52 getpeername 53
  socketpair 54 setsockopt 55 getsockopt 63 uname 72 fcntl 186 gettid 232 epoll_wait 233 epoll_ctl 234 tgkill 271 ppoll
  275 splice 276 tee 281 epoll_pwait 283 timerfd_create 286 timerfd_settime 287 timerfd_gettime 288 accept4 289
  signalfd4 290 eventfd2 291 epoll_create1 292 dup3 293 pipe2 295 preadv 296 pwritev 299 recvmmsg 307 sendmmsg 326
  copy_file_range 434 pidfd_open 438 pidfd_getfd 441 epoll_pwait2
`);

const arm64 = values(`
  19 eventfd2 20 epoll_create1 21 epoll_ctl 22 epoll_pwait 23 dup 24 dup3 25 fcntl 29 ioctl 57 close 59 pipe2 63 read 64
  write 65 readv 66 writev 69 preadv 70 pwritev 71 sendfile 73 ppoll 74 signalfd4 76 splice 77 tee 85 timerfd_create 86
  timerfd_settime 87 timerfd_gettime 131 tgkill 135 rt_sigprocmask 160 uname 178 gettid 198 socket 199 socketpair 200
  bind 201 listen 202 accept 203 connect 204 getsockname 205 getpeername 206 sendto 207 recvfrom 208 setsockopt 209
  getsockopt 210 shutdown 211 sendmsg 212 recvmsg 242 accept4 243 recvmmsg 269 sendmmsg 285 copy_file_range 434
  pidfd_open 438 pidfd_getfd 441 epoll_pwait2
`);

/** The numbers of each architecture. A test compares them with the headers, and names the calls without a number. */
export const numbers_of: Readonly<Record<'x64' | 'arm64', Names>> = { x64, arm64 };

export const syscall_numbers: Names = process.arch === 'arm64' ? arm64 : x64;

/** The last number that strace 6.1 knows. */
export const last_number = 450;
