// sendfile(2), splice(2), tee(2), copy_file_range(2)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import {
  close,
  copy_file_range,
  type Fd,
  interrupt,
  MSG_DONTWAIT,
  O_NONBLOCK,
  pipe2,
  type Result,
  read,
  recv,
  SHUT_WR,
  SPLICE_F_MORE,
  SPLICE_F_NONBLOCK,
  type SysError,
  send,
  sendfile,
  shutdown,
  splice,
  tee,
  unwrap,
  write,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, pair, tcp_pair } from '../support/sockets.js';
import { file, fill, folder, no_socket, nowhere, ok, refused, reset, troubled } from './kit.js';

const text = 'HELLO-WORLD';

/** The text in a file, open for reading. */
function source(): Fd {
  const path = join(folder(), 'source');
  writeFileSync(path, text);
  return file(path);
}

/** An empty file, open as the flags say, and what is in it. */
function target(flags = 'r+'): { fd: Fd; contents: () => string } {
  const path = join(folder(), 'target');
  writeFileSync(path, '');
  return { fd: file(path, flags), contents: () => readFileSync(path, 'latin1') };
}

/** A pipe that does not block. */
function pipe(): [reading: Fd, writing: Fd] {
  const [reading, writing] = unwrap(pipe2(O_NONBLOCK));
  return [closing(reading), closing(writing)];
}

/** What is there now. */
function taken(fd: Fd, by: (fd: Fd, buf: Uint8Array) => Result<number, SysError> = read): string {
  const buffer = Buffer.alloc(64);
  return buffer.toString('latin1', 0, unwrap(by(fd, buffer)));
}
const received = (fd: Fd) => taken(fd, (from, buffer) => recv(from, buffer, MSG_DONTWAIT));

describe('sendfile', () => {
  it('sends a file from its own place, which moves on, up to its end', () => {
    const [a, b] = pair();
    const from = source();
    expect(sendfile(a, from, null, 5)).toEqual(ok(5));
    expect(sendfile(a, from, null, 100)).toEqual(ok(6));
    expect(sendfile(a, from, null, 100)).toEqual(ok(0));
    expect(received(b)).toBe(text);
  });

  it('sends from a place: a number stays, a BigInt64Array moves on, and the own place of the file stays', () => {
    const [a, b] = pair();
    const from = source();
    const place = BigInt64Array.of(6n);
    expect([sendfile(a, from, place, 3), sendfile(a, from, place, 3), place[0]]).toEqual([ok(3), ok(2), 11n]);
    expect([sendfile(a, from, 5, 1), sendfile(a, from, 5n, 1n)]).toEqual([ok(1), ok(1)]);
    expect(sendfile(a, from, null, 5)).toEqual(ok(5));
    expect(received(b)).toBe('WORLD--HELLO');
  });

  it('says EBADF, EINVAL and ESPIPE as C hears them', () => {
    const [a, b] = pair();
    const [reading, writing] = pipe();
    const from = source();
    expect(sendfile(nowhere, from, null, 1)).toEqual(refused('sendfile', 'EBADF'));
    expect(sendfile(from, from, null, 1), 'not open for writing').toEqual(refused('sendfile', 'EBADF'));
    expect(sendfile(a, b, null, 1), 'a socket has no pages').toEqual(refused('sendfile', 'EINVAL'));
    expect(sendfile(a, reading, null, 1)).toEqual(refused('sendfile', 'EINVAL'));
    expect(sendfile(a, reading, 0, 1)).toEqual(refused('sendfile', 'ESPIPE'));
    expect(sendfile(a, from, -1, 1)).toEqual(refused('sendfile', 'EINVAL'));
    expect(sendfile(a, from, 2n ** 63n - 1n, 10)).toEqual(refused('sendfile', 'EINVAL'));
    expect(sendfile(a, from, null, -1), 'a size_t of 2^64 - 1').toEqual(refused('sendfile', 'EINVAL'));
    expect(sendfile(target('a').fd, from, null, 1), 'O_APPEND').toEqual(refused('sendfile', 'EINVAL'));
    expect(sendfile(writing, from, null, 1), 'a pipe takes it').toEqual(ok(1));
  });

  it('says EPIPE when the peer reads no more, and EAGAIN when it does not read', () => {
    const [a, b] = pair();
    unwrap(shutdown(a, SHUT_WR));
    expect(sendfile(a, source(), null, 1)).toEqual(refused('sendfile', 'EPIPE'));
    const [reading, writing] = pipe();
    const zeros = file('/dev/zero');
    while (sendfile(writing, zeros, null, 65536).ok);
    expect(sendfile(writing, zeros, null, 65536)).toEqual(refused('sendfile', 'EAGAIN'));
    expect(received(b)).toBe('');
    expect(taken(reading).length).toBe(64);
  });
});

// EIO and ENOMEM are in filesystem.test.ts.
describe('sendfile, refused', () => {
  it('says ECONNRESET after the peer has reset', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(sendfile(troubled(client), source(), null, 1)).toEqual(refused('sendfile', 'ECONNRESET'));
  });

  it('says EINTR when its wait for room is interrupted', () => {
    const [a] = pair();
    fill(a);
    unwrap(interrupt(threadId));
    expect(sendfile(a, source(), null, 1)).toEqual(refused('sendfile', 'EINTR'));
  });

  it('says EOVERFLOW for a place past what the file system has: in /proc 2 GiB', () => {
    const [a] = pair();
    expect(sendfile(a, file('/proc/self/status'), 2 ** 31, 1)).toEqual(refused('sendfile', 'EOVERFLOW'));
  });
});

describe('splice', () => {
  it('moves bytes from a socket into a pipe and on into a file, at a place of it', () => {
    const [a, b] = pair();
    const [reading, writing] = pipe();
    const to = target();
    unwrap(send(a, Buffer.from(text)));
    expect(splice(b, null, writing, null, 5)).toEqual(ok(5));
    expect(splice(b, null, writing, null, 100, SPLICE_F_MORE)).toEqual(ok(6));
    const place = BigInt64Array.of(2n);
    expect([splice(reading, null, to.fd, place, 100), place[0]]).toEqual([ok(11), 13n]);
    expect(to.contents()).toBe(`\0\0${text}`);
  });

  it('says 0 at the end, EAGAIN when there is nothing yet', () => {
    const [a, b] = pair();
    const [, writing] = pipe();
    expect(splice(b, null, writing, null, 1, SPLICE_F_NONBLOCK)).toEqual(refused('splice', 'EAGAIN'));
    unwrap(shutdown(a, SHUT_WR));
    expect(splice(b, null, writing, null, 1)).toEqual(ok(0));
  });

  it('says EBADF, EINVAL, ESPIPE and EPIPE as C hears them', () => {
    const [reading, writing] = pipe();
    const from = source();
    const to = target();
    expect(splice(nowhere, null, writing, null, 1)).toEqual(refused('splice', 'EBADF'));
    expect(splice(from, null, to.fd, null, 1), 'no pipe').toEqual(refused('splice', 'EINVAL'));
    expect(splice(reading, null, writing, null, 1), 'itself').toEqual(refused('splice', 'EINVAL'));
    expect(splice(reading, 0, to.fd, null, 1)).toEqual(refused('splice', 'ESPIPE'));
    expect(splice(from, -1, writing, null, 1)).toEqual(refused('splice', 'EINVAL'));
    expect(splice(from, null, writing, null, 1, 0x40), 'unknown flags').toEqual(refused('splice', 'EINVAL'));
    expect(splice(reading, null, target('a').fd, null, 1), 'O_APPEND').toEqual(refused('splice', 'EINVAL'));
    expect(splice(reading, null, from, null, 1), 'not open for writing').toEqual(refused('splice', 'EBADF'));
    const [gone, still] = unwrap(pipe2(0));
    unwrap(write(still, Buffer.from('x')));
    closing(still);
    const [out] = [closing(gone)];
    expect(splice(from, null, still, null, 1)).toEqual(ok(1));
    expect(taken(out)).toBe('xH');
  });
});

// ENOMEM is in filesystem.test.ts.
describe('splice, refused', () => {
  it('says ECONNRESET after the peer has reset', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(splice(troubled(client), null, pipe()[1], null, 1)).toEqual(refused('splice', 'ECONNRESET'));
  });

  it('says EINTR when its wait for bytes is interrupted', () => {
    unwrap(interrupt(threadId));
    expect(splice(pair()[0], null, pipe()[1], null, 1)).toEqual(refused('splice', 'EINTR'));
  });

  it('says EPIPE, as tee does, when the pipe has no reader', () => {
    const [from, into] = pipe();
    unwrap(write(into, Buffer.from(text)));
    const [gone, writing] = pipe();
    unwrap(close(gone));
    expect(splice(source(), null, writing, null, 1)).toEqual(refused('splice', 'EPIPE'));
    expect(tee(from, writing, 1)).toEqual(refused('tee', 'EPIPE'));
  });
});

// ENOMEM would take the machine out of memory.
describe('tee', () => {
  it('takes any 64-bit length, as a number or as a bigint', () => {
    const [from, into] = pipe();
    const [, copied] = pipe();
    unwrap(write(into, Buffer.from('HELLO')));
    expect([2 ** 40, 2n ** 40n, 3].map((length) => unwrap(tee(from, copied, length)))).toEqual([5, 5, 3]);
  });

  it('puts into a second pipe what is in the first, and leaves it there', () => {
    const [from, into] = pipe();
    const [copy, copied] = pipe();
    unwrap(write(into, Buffer.from(text)));
    expect(tee(from, copied, 5)).toEqual(ok(5));
    expect([taken(from), taken(copy)]).toEqual([text, 'HELLO']);
    expect(tee(from, copied, 5, SPLICE_F_NONBLOCK)).toEqual(refused('tee', 'EAGAIN'));
  });

  it('says EINTR when its wait for bytes is interrupted', () => {
    const [from, into] = unwrap(pipe2(0)).map((fd) => closing(fd));
    if (from === undefined || into === undefined) return expect.fail('no pipe');
    unwrap(interrupt(threadId));
    expect(tee(from, pipe()[1], 1)).toEqual(refused('tee', 'EINTR'));
  });

  it('says EBADF and EINVAL as C hears them', () => {
    const [from, into] = pipe();
    const [, copied] = pipe();
    expect(tee(nowhere, copied, 1)).toEqual(refused('tee', 'EBADF'));
    expect(tee(into, from, 1), 'the wrong ends').toEqual(refused('tee', 'EBADF'));
    expect(tee(from, into, 1), 'itself').toEqual(refused('tee', 'EINVAL'));
    expect(tee(no_socket(), copied, 1), 'no pipe').toEqual(refused('tee', 'EINVAL'));
    expect(tee(from, copied, 1, 0x40), 'unknown flags').toEqual(refused('tee', 'EINVAL'));
  });
});

// EIO, ENOMEM, ENOSPC, EOPNOTSUPP, EPERM and ETXTBSY are in filesystem.test.ts.
describe('copy_file_range', () => {
  it('copies from place to place, and moves the places that are given to be moved', () => {
    const to = target();
    const [off_in, off_out] = [BigInt64Array.of(6n), BigInt64Array.of(1n)];
    expect(copy_file_range(source(), off_in, to.fd, off_out, 100)).toEqual(ok(5));
    expect([off_in[0], off_out[0], to.contents()]).toEqual([11n, 6n, '\0WORLD']);
    expect(copy_file_range(source(), off_in, to.fd, off_out, 100), 'at the end').toEqual(ok(0));
    expect(copy_file_range(source(), null, to.fd, null, 5)).toEqual(ok(5));
    expect(to.contents()).toBe('HELLOD');
  });

  it('says EBADF, EINVAL, EISDIR, EFBIG, EOVERFLOW and EXDEV as C hears them', () => {
    const from = source();
    const to = target().fd;
    const path = join(folder(), 'folder');
    mkdirSync(path);
    const call = (...args: Parameters<typeof copy_file_range>) => copy_file_range(...args);
    expect(call(nowhere, null, to, null, 1, 0)).toEqual(refused('copy_file_range', 'EBADF'));
    expect(call(from, null, from, 100, 1, 0), 'not open for writing').toEqual(refused('copy_file_range', 'EBADF'));
    expect(call(from, null, target('a').fd, null, 1, 0), 'O_APPEND').toEqual(refused('copy_file_range', 'EBADF'));
    expect(call(from, null, to, null, 1, 1), 'flags').toEqual(refused('copy_file_range', 'EINVAL'));
    expect(call(pipe()[0], null, to, null, 1, 0)).toEqual(refused('copy_file_range', 'EINVAL'));
    expect(call(file(path), null, to, null, 1, 0)).toEqual(refused('copy_file_range', 'EISDIR'));
    expect(call(from, 0, to, 2n ** 63n - 16n, 11, 0)).toEqual(refused('copy_file_range', 'EFBIG'));
    expect(call(from, -1, to, 0, -7, 0)).toEqual(refused('copy_file_range', 'EOVERFLOW'));
    expect(call(file('/proc/self/status'), null, to, null, 1, 0), 'of another file system').toEqual(
      refused('copy_file_range', 'EXDEV'),
    );
    unwrap(copy_file_range(from, 0, to, 0, 11));
    expect(call(to, 0, to, 2, 8, 0), 'a range over itself').toEqual(refused('copy_file_range', 'EINVAL'));
  });
});

describe('a place', () => {
  it('that is none throws before the call', () => {
    const [a] = pair();
    const send_from = (offset: unknown) => () => Reflect.apply(sendfile, undefined, [a, source(), offset, 1]);
    expect(send_from(undefined)).toThrow(TypeError);
    expect(send_from('0')).toThrow(new TypeError('sendfile: offset must be a number, got string'));
    expect(send_from(0.5)).toThrow(RangeError);
    expect(send_from(2 ** 53)).toThrow(RangeError);
    expect(send_from(2n ** 63n)).toThrow(RangeError);
    expect(send_from(new BigInt64Array(2))).toThrow(RangeError);
    expect(send_from(new BigUint64Array(1))).toThrow(TypeError);
    expect(send_from(new Uint8Array(8))).toThrow(TypeError);
  });

  it('may lie in shared memory, and in the middle of a buffer', () => {
    const [a, b] = pair();
    const place = new BigInt64Array(new SharedArrayBuffer(32), 8, 1);
    place[0] = 6n;
    expect([sendfile(a, source(), place, 5), place[0], received(b)]).toEqual([ok(5), 11n, 'WORLD']);
  });
});
