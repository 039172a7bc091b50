import {
  as_fd,
  type CloseCode,
  close,
  type Fd,
  type OwnedFd,
  own,
  poll,
  type Result,
  recv,
  type SysError,
  send,
} from 'sys-socket';
import { describe, expectTypeOf, it } from 'vitest';

declare const fd: Fd;

describe('Fd', () => {
  it('is a number that came from the kernel: a plain one cannot stand in its place', () => {
    expectTypeOf(fd).toExtend<number>();
    expectTypeOf(as_fd(3)).toEqualTypeOf<Fd>();
    // @ts-expect-error: a number
    close(3);
    // @ts-expect-error: arithmetic does not make descriptors
    close(fd + 1);
    // @ts-expect-error: a length
    send(new Uint8Array(1).length, new Uint8Array(1));
    // @ts-expect-error: a number
    own(3);
    // @ts-expect-error: a number; of the negative ones -1 is the one to be passed over
    poll([{ fd: 3, events: 1 }], 0);
    poll([{ fd: -1, events: 1 }], 0);
  });

  it('stands where bytes belong no more than a string does', () => {
    // @ts-expect-error: the arguments swapped
    recv(new Uint8Array(1), fd);
    // @ts-expect-error: a string is not bytes
    send(fd, 'HELLO-WORLD');
    // @ts-expect-error: nor is an ArrayBuffer
    recv(fd, new ArrayBuffer(8));
  });
});

describe('OwnedFd', () => {
  it('goes with using', () => {
    const conn = own(fd);
    expectTypeOf(conn).toExtend<Disposable>();
    expectTypeOf(conn).toEqualTypeOf<OwnedFd>();
    expectTypeOf(conn.fd).toEqualTypeOf<Fd>();
    expectTypeOf(conn.release()).toEqualTypeOf<Fd>();
    expectTypeOf(conn.close()).toEqualTypeOf<Result<0, SysError<CloseCode>>>();
    // @ts-expect-error: the owner is not the descriptor
    close(conn);
    // @ts-expect-error: and keeps the one that it has
    conn.fd = fd;
  });
});
