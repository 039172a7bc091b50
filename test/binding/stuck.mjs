// Each call of the package that may block, blocked for ever: for threads that are interrupted or ended in it.
import { openSync } from 'node:fs';

/** The calls by name, of this copy of the package. Nothing is made before one is asked for. */
export function stuck(sys) {
  const byte = new Uint8Array(1);
  const every_signal = Array.from({ length: 64 }, (_, i) => i + 1);

  const pair = () => sys.unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0))[0];
  const full = () => {
    const fd = pair();
    while (sys.send(fd, new Uint8Array(65536), sys.MSG_DONTWAIT).ok);
    return fd;
  };
  const pipe = () => sys.unwrap(sys.pipe2(0))[0];
  const full_pipe = () => {
    const [, end] = sys.unwrap(sys.pipe2(0));
    sys.unwrap(sys.fcntl(end, sys.F_SETFL, sys.O_NONBLOCK));
    while (sys.write(end, new Uint8Array(65536)).ok);
    sys.unwrap(sys.fcntl(end, sys.F_SETFL, 0));
    return end;
  };
  const listener = () => {
    const fd = sys.unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
    sys.unwrap(sys.bind(fd, sys.sockaddr_in('127.0.0.1', 0)));
    sys.unwrap(sys.listen(fd, 1));
    return fd;
  };
  const epoll = () => [sys.unwrap(sys.epoll_create1(0)), sys.epoll_events(1)];
  // The queue of a unix listener holds one more than its backlog.
  const full_listener = () => {
    const [listener, queued] = [0, 1].map(() => sys.unwrap(sys.socket(sys.AF_UNIX, sys.SOCK_STREAM, 0)));
    sys.unwrap(sys.bind(listener, sys.sockaddr_un('')));
    sys.unwrap(sys.listen(listener, 0));
    const addr = sys.unwrap(sys.getsockname(listener));
    sys.unwrap(sys.connect(queued, addr));
    return addr;
  };
  const made = (descriptor, call) => () => {
    const fd = descriptor();
    return () => call(fd);
  };

  return {
    recv: made(pair, (fd) => sys.recv(fd, byte, 0)),
    recvfrom: made(pair, (fd) => sys.recvfrom(fd, byte, 0)),
    recvmsg: made(pair, (fd) => sys.recvmsg(fd, { msg_iov: [byte] }, 0)),
    recvmmsg: made(pair, (fd) => sys.recvmmsg(fd, sys.mmsghdr(1, { bytes: 1 }), 1)),
    read: made(pipe, (fd) => sys.read(fd, byte)),
    readv: made(pipe, (fd) => sys.readv(fd, [byte])),
    send: made(full, (fd) => sys.send(fd, byte, 0)),
    sendto: made(full, (fd) => sys.sendto(fd, byte, 0, null)),
    sendmsg: made(full, (fd) => sys.sendmsg(fd, { msg_iov: [byte] }, 0)),
    sendmmsg: () => {
      const [fd, batch] = [full(), sys.mmsghdr(1, { bytes: 1 })];
      batch.set(0, byte); // one of no bytes would be sent
      return () => sys.sendmmsg(fd, batch, 1);
    },
    write: made(full_pipe, (fd) => sys.write(fd, byte)),
    writev: made(full_pipe, (fd) => sys.writev(fd, [byte])),
    accept: made(listener, (fd) => sys.accept(fd)),
    accept4: made(listener, (fd) => sys.accept4(fd, null, 0)),
    connect: () => {
      const addr = full_listener();
      const fd = sys.unwrap(sys.socket(sys.AF_UNIX, sys.SOCK_STREAM, 0));
      return () => sys.connect(fd, addr);
    },
    poll: made(pair, (fd) => sys.poll([{ fd, events: sys.POLLIN }], -1)),
    'poll with a timeout': made(pair, (fd) => sys.poll([{ fd, events: sys.POLLIN }], 1e9)),
    ppoll: made(pair, (fd) => sys.ppoll([{ fd, events: sys.POLLIN }], null, every_signal)),
    epoll_wait: made(epoll, ([epfd, events]) => sys.epoll_wait(epfd, events, -1)),
    epoll_pwait2: made(epoll, ([epfd, events]) => sys.epoll_pwait2(epfd, events, null, every_signal)),
    splice: () => {
      const [from, to] = [pipe(), full_pipe()];
      return () => sys.splice(from, null, to, null, 1, 0);
    },
    tee: () => {
      const [from, to] = [pipe(), full_pipe()];
      return () => sys.tee(from, to, 1, 0);
    },
    sendfile: () => {
      const [to, from] = [full(), sys.as_fd(openSync(process.execPath, 'r'))];
      return () => sys.sendfile(to, from, null, 1);
    },
  };
}
