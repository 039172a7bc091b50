import { libc_of, type prototypes } from './ffi.js';
import type { Libc } from './libc.js';

interface Koffi {
  load(path: string): { func(prototype: string): (...args: readonly unknown[]) => number };
  errno(): number;
}

const declarations: Readonly<Record<keyof typeof prototypes, string>> = {
  send: 'int64_t send(int fd, const void *buf, size_t len, int flags)',
  recv: 'int64_t recv(int fd, void *buf, size_t len, int flags)',
  sendto: 'int64_t sendto(int fd, const void *buf, size_t len, int flags, const void *to, uint32_t length)',
  recvfrom: 'int64_t recvfrom(int fd, void *buf, size_t len, int flags, void *from, void *length)',
  poll: 'int poll(void *fds, unsigned long nfds, int timeout)',
  getsockopt: 'int getsockopt(int fd, int level, int name, void *value, void *length)',
};

export function libc({ load, errno }: Koffi): Libc {
  const library = load('libc.so.6');
  return libc_of({ call: (name) => library.func(declarations[name]), errno });
}
