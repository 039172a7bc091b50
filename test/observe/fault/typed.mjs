// A call of each function of src/sys/ that makes a syscall, by the function's name: with arguments that let it be made.
import { openSync } from 'node:fs';
import { join } from 'node:path';
import * as sys from '../../../out/src/index.js';

const folder = process.argv.at(-1);
const nobody = -1; // strace needs no descriptor: the call is not made
const bytes = new Uint8Array(8);
const name = sys.sockaddr_in('127.0.0.1', 9);
const addr = sys.sockaddr_storage();
const batch = sys.mmsghdr(1, { bytes: 8 });
const events = sys.epoll_events(1);
const never = { it_interval: { tv_sec: 0, tv_nsec: 0 }, it_value: { tv_sec: 0, tv_nsec: 0 } };

export const typed = {
  accept: () => sys.accept(nobody),
  accept4: () => sys.accept4(nobody, null, 0),
  bind: () => sys.bind(nobody, name),
  close: () => sys.close(nobody),
  connect: () => sys.connect(nobody, name),
  copy_file_range: () => sys.copy_file_range(nobody, null, nobody, null, 1),
  dup: () => sys.dup(nobody),
  dup3: () => sys.dup3(nobody, nobody, 0),
  epoll_create1: () => sys.epoll_create1(0),
  epoll_ctl: () => sys.epoll_ctl(nobody, sys.EPOLL_CTL_ADD, nobody, { events: sys.EPOLLIN, data: 0 }),
  epoll_pwait2: () => sys.epoll_pwait2(nobody, events),
  epoll_wait: () => sys.epoll_wait(nobody, events, -1),
  eventfd: () => sys.eventfd(0, 0),
  eventfd_read: () => sys.eventfd_read(nobody),
  fcntl: () => sys.fcntl(nobody, sys.F_GETFL),
  gethostname: () => sys.gethostname(),
  getpeername: () => sys.getpeername(nobody, addr),
  getsockname: () => sys.getsockname(nobody, addr),
  getsockopt: () => sys.getsockopt(nobody, sys.SOL_SOCKET, sys.SO_TYPE),
  ioctl: () => sys.ioctl(nobody, sys.FIONREAD),
  listen: () => sys.listen(nobody, 1),
  pidfd_getfd: () => sys.pidfd_getfd(nobody, 0, 0),
  pidfd_open: () => sys.pidfd_open(process.pid, 0),
  pipe2: () => sys.pipe2(0),
  poll: () => sys.poll([], -1),
  ppoll: () => sys.ppoll([]),
  preadv: () => sys.preadv(nobody, [bytes], 0),
  pthread_sigmask: () => sys.pthread_sigmask(sys.SIG_BLOCK),
  pwritev: () => sys.pwritev(nobody, [bytes], 0),
  read: () => sys.read(nobody, bytes),
  readv: () => sys.readv(nobody, [bytes]),
  recv: () => sys.recv(nobody, bytes),
  recvfrom: () => sys.recvfrom(nobody, bytes),
  recvmmsg: () => sys.recvmmsg(nobody, batch, 1),
  recvmsg: () => sys.recvmsg(nobody, { msg_iov: [bytes] }),
  send: () => sys.send(nobody, bytes),
  sendfile: () => sys.sendfile(nobody, nobody, null, 1),
  sendmmsg: () => sys.sendmmsg(nobody, batch, 1),
  sendmsg: () => sys.sendmsg(nobody, { msg_iov: [bytes] }),
  sendto: () => sys.sendto(nobody, bytes, 0, name),
  setsockopt: () => sys.setsockopt(nobody, sys.SOL_SOCKET, sys.SO_KEEPALIVE, 1),
  shutdown: () => sys.shutdown(nobody, sys.SHUT_WR),
  signalfd: () => sys.signalfd(nobody, [], 0),
  socket: () => sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0),
  socketpair: () => sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0),
  splice: () => sys.splice(nobody, null, nobody, null, 1),
  tee: () => sys.tee(nobody, nobody, 1),
  tgkill: () => sys.tgkill(process.pid, process.pid, 0),
  timerfd_create: () => sys.timerfd_create(sys.CLOCK_MONOTONIC, 0),
  timerfd_gettime: () => sys.timerfd_gettime(nobody),
  timerfd_settime: () => sys.timerfd_settime(nobody, 0, never),
  writev: () => sys.writev(nobody, [bytes]),
};

const fd = sys.as_fd(openSync(join(folder, 'written'), 'w'));
/** The functions that make write(2), on the file FOLDER/written. */
export const writing = {
  eventfd_write: () => sys.eventfd_write(fd, 1),
  write: () => sys.write(fd, bytes),
};

process.on('SIGUSR2', () => {}); // siginterrupt(3) is about a handler
/** The functions whose syscalls are not in the native table. */
export const beside = {
  interrupt: () => sys.interrupt(0),
  siginterrupt: () => sys.siginterrupt(sys.SIGUSR2, true),
};
