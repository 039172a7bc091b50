import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  as_fd,
  close,
  type Fd,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  poll,
  type Result,
  recv,
  SO_LINGER,
  SOL_SOCKET,
  send,
  setsockopt,
  unwrap,
} from 'sys-socket';
import { expect, onTestFinished } from 'vitest';
import { closing } from '../support/sockets.js';

/** Node's own numbers, and those that it lacks (asm-generic/errno.h). */
export const numbers = { ...constants.errno, ENOPKG: 65, ESOCKTNOSUPPORT: 94 };

/** True when an error of this call is made for it, since it says which address. */
export function names_address(syscall: string): boolean {
  return syscall === 'bind' || syscall === 'connect';
}

/** What a call returns that the kernel refuses. The texts are strerror's, and errno.test.ts knows them. */
export function refused(syscall: string, code: keyof typeof numbers) {
  const of_address = names_address(syscall) ? { address: expect.any(String) } : {};
  return { ok: false, error: { syscall, code, errno: numbers[code], message: expect.any(String), ...of_address } };
}

export function ok(value: unknown) {
  return { ok: true, value };
}

/** A descriptor that is not open: no limit is that high. */
export const nowhere = as_fd(0x7fffffff);

/** A file, opened with Node's flags (`'r'`, `'w'`, ...), closed with the test. */
export function file(path: string, flags: string | number = 'r'): Fd {
  // By Node, which remembers what it has opened in a worker, and at the worker's end closes whatever has those numbers.
  return closing(as_fd(openSync(path, flags)), closeSync);
}

/** A descriptor that is open, and no socket. */
export function no_socket(): Fd {
  return file('/dev/null');
}

/** An empty folder, which is gone with the test. Its path is short enough for sun_path. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sys-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Fills a stream's send buffer to the last byte. Gives how many bytes it took. */
export function fill(fd: Fd): number {
  let taken = 0;
  for (const chunk of [new Uint8Array(1 << 16), new Uint8Array(1)]) {
    for (;;) {
      const sent = send(fd, chunk, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (!sent.ok) break;
      taken += sent.value;
    }
  }
  return taken;
}

/**
 * A call that blocks with SO_RCVTIMEO or SO_SNDTIMEO set, made again after an EINTR: on Node 22 and later one may come without a signal, when what
 * libuv's io_uring of execFileSync has left is cleaned up (docs/interrupt.md).
 */
export function again<R extends Result<unknown, { readonly code: string }>>(call: () => R): R {
  for (;;) {
    const answer = call();
    if (answer.ok || answer.error.code !== 'EINTR') return answer;
  }
}

/** Closes a TCP socket with a RST: socket(7), SO_LINGER with no time to linger. */
export function reset(fd: Fd): void {
  unwrap(setsockopt(fd, SOL_SOCKET, SO_LINGER, { l_onoff: 1, l_linger: 0 }));
  unwrap(close(fd));
}

/** Waits until the kernel knows what happened to the peer: POLLERR and POLLHUP need not be asked for. */
export function troubled(fd: Fd): Fd {
  expect(unwrap(poll([{ fd, events: 0 }], 2000)), 'POLLERR or POLLHUP').toBe(1);
  return fd;
}

/** Everything that waits in a socket, as text. */
export function drain(fd: Fd): string {
  const buffer = Buffer.alloc(1 << 16);
  const came = recv(fd, buffer, MSG_DONTWAIT);
  return came.ok ? buffer.toString('latin1', 0, came.value) : '';
}

const resizable: ArrayBuffer = Reflect.construct(ArrayBuffer, [16, { maxByteLength: 64 }]);

/** Each kind of memory behind a Uint8Array: eight bytes that begin at the fourth of sixteen. */
export const windows: ReadonlyArray<readonly [kind: string, view: Uint8Array]> = [
  ['a part of an ArrayBuffer', new Uint8Array(new ArrayBuffer(16), 4, 8)],
  ['a part of a SharedArrayBuffer', new Uint8Array(new SharedArrayBuffer(16), 4, 8)],
  ['a part of a resizable ArrayBuffer', new Uint8Array(resizable, 4, 8)],
  ['a Buffer', Buffer.from(new ArrayBuffer(16), 4, 8)],
];

/** The bytes around and in a window, as text: `....HELLO-WO....`. */
export function surroundings(view: Uint8Array): string {
  return Buffer.from(new Uint8Array(view.buffer)).toString('latin1');
}

/** Makes everything around and in a window a dot. */
export function blank(view: Uint8Array): void {
  new Uint8Array(view.buffer).fill('.'.charCodeAt(0));
}
