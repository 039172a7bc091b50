import type { Libc } from './libc.js';

type Call = (...args: readonly unknown[]) => number;

interface Koffi {
  load(path: string): { func(prototype: string): Call };
  errno(): number;
}

export function libc({ load, errno }: Koffi): Libc {
  const library = load('libc.so.6');
  const c = (prototype: string) => library.func(prototype);
  const send = c('int64_t send(int fd, const void *buf, size_t len, int flags)');
  const recv = c('int64_t recv(int fd, void *buf, size_t len, int flags)');
  const sendto = c('int64_t sendto(int fd, const void *buf, size_t len, int flags, const void *to, uint32_t length)');
  const recvfrom = c('int64_t recvfrom(int fd, void *buf, size_t len, int flags, void *from, void *length)');
  const poll = c('int poll(void *fds, unsigned long nfds, int timeout)');
  const getsockopt = c('int getsockopt(int fd, int level, int name, void *value, void *length)');
  return {
    send: (fd, buf, flags) => send(fd, buf, buf.length, flags),
    recv: (fd, buf, flags) => recv(fd, buf, buf.length, flags),
    sendto: (fd, buf, flags, to) => sendto(fd, buf, buf.length, flags, to, to.length),
    recvfrom: (fd, buf, flags, from, length) => recvfrom(fd, buf, buf.length, flags, from, length),
    poll: (fds, nfds, timeout) => poll(fds, nfds, timeout),
    getsockopt: (fd, level, name, value, length) => getsockopt(fd, level, name, value, length),
    errno,
  };
}
