import { returning } from './errors.js';
import type { Libc } from './libc.js';

type Argument = bigint | ArrayBufferView;

interface Syscalls {
  readonly syscall: { sync(number: bigint, ...args: readonly Argument[]): bigint };
  readonly __NR_sendto: bigint;
  readonly __NR_recvfrom: bigint;
  readonly __NR_getsockopt: bigint;
}

/** It lacks the syscall number of poll(2). */
export function libc(sys: Syscalls): Libc {
  const { call, errno } = returning();
  const made = (number: bigint, ...args: readonly Argument[]) => call(() => Number(sys.syscall.sync(number, ...args)));
  const length = (bytes: ArrayBufferView) => BigInt(bytes.byteLength);
  return {
    send: (fd, buf, flags) => made(sys.__NR_sendto, BigInt(fd), buf, length(buf), BigInt(flags), 0n, 0n),
    recv: (fd, buf, flags) => made(sys.__NR_recvfrom, BigInt(fd), buf, length(buf), BigInt(flags), 0n, 0n),
    sendto: (fd, buf, flags, to) => made(sys.__NR_sendto, BigInt(fd), buf, length(buf), BigInt(flags), to, length(to)),
    recvfrom: (fd, buf, flags, from, into) =>
      made(sys.__NR_recvfrom, BigInt(fd), buf, length(buf), BigInt(flags), from, into),
    getsockopt: (fd, level, name, value, into) =>
      made(sys.__NR_getsockopt, BigInt(fd), BigInt(level), BigInt(name), value, into),
    errno,
  };
}
