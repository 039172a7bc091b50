import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import {
  AF_INET,
  AF_UNIX,
  F_SETFL,
  type Fd,
  fcntl,
  interrupt,
  MSG_NOSIGNAL,
  O_NONBLOCK,
  O_RDWR,
  pipe2,
  preadv,
  pwritev,
  read,
  readv,
  recv,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_STREAM,
  send,
  shutdown,
  UIO_MAXIOV,
  unwrap,
  writev,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing, open, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import {
  blank,
  drain,
  file,
  fill,
  folder,
  nowhere,
  ok,
  refused,
  reset,
  surroundings,
  troubled,
  windows,
} from './kit.js';
import { type Bad, bytes, contract, int } from './misuse.js';

const hello = Buffer.from('HELLO-WORLD');
const pieces = () => [hello.subarray(0, 5), Buffer.of(), hello.subarray(5)];

/** What is no array of bytes. */
const iov: readonly Bad[] = [
  ['undefined', undefined, TypeError],
  ['null', null, TypeError],
  ['bytes', hello, TypeError],
  ['a string', 'HELLO', TypeError],
  ['what only looks like an array', { length: 1, 0: hello }, TypeError],
  ...bytes.map(([what, value, error]): Bad => [`[${what}]`, [value], error]),
];

/** C's off_t. */
const offset: readonly Bad[] = [
  ['undefined', undefined, TypeError],
  ['null', null, TypeError],
  ["'3'", '3', TypeError],
  ['1.5', 1.5, RangeError],
  ['NaN', Number.NaN, RangeError],
  ['2**53, which is not exact', 2 ** 53, RangeError],
  ['2n**63n', 2n ** 63n, RangeError],
  ['-(2n**63n) - 1n', -(2n ** 63n) - 1n, RangeError],
];

contract(readv, { fd: int, iov }, [nowhere, [hello]], 'EBADF');
contract(writev, { fd: int, iov }, [nowhere, [hello]], 'EBADF');
contract(preadv, { fd: int, iov, offset }, [nowhere, [hello], 0], 'EBADF');
contract(pwritev, { fd: int, iov, offset }, [nowhere, [hello], 0], 'EBADF');

/** A file with these contents, open to be read and written. */
function contents(text: string): { readonly fd: Fd; readonly path: string } {
  const path = join(folder(), 'file');
  writeFileSync(path, text);
  return { fd: file(path, 'r+'), path };
}

describe('writev', () => {
  it('writes pieces as if they were one', () => {
    const [a, b] = pair();
    expect(writev(a, pieces())).toEqual(ok(11));
    expect(drain(b)).toBe('HELLO-WORLD');
  });

  it('writes nothing, successfully', () => {
    const [a] = pair();
    expect(writev(a, [])).toEqual(ok(0));
    expect(writev(a, [Buffer.of()])).toEqual(ok(0));
  });

  it.each(windows)('writes the bytes of %s, and none around them', (_, view) => {
    const [a, b] = pair();
    blank(view);
    view.set(hello.subarray(0, 8));
    expect(writev(a, [view, view])).toEqual(ok(16));
    expect(drain(b)).toBe('HELLO-WOHELLO-WO');
  });

  it('says EPIPE when the peer is gone', () => {
    const [a] = pair();
    unwrap(shutdown(a, SHUT_WR));
    expect(send(a, hello, MSG_NOSIGNAL)).toEqual(refused('send', 'EPIPE'));
    expect(writev(a, [hello])).toEqual(refused('writev', 'EPIPE'));
  });

  it('takes what fits of a pipe that may not block, and then says EAGAIN', () => {
    const [reader, writer] = unwrap(pipe2(O_NONBLOCK)).map((fd) => closing(fd));
    if (reader === undefined || writer === undefined) return expect.fail('no pipe');
    const half = new Uint8Array(1 << 20);
    const taken = unwrap(writev(writer, [half, half]));
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(2 << 20);
    expect(writev(writer, [half])).toEqual(refused('writev', 'EAGAIN'));
  });

  it('says EDESTADDRREQ on a UDP socket without a peer, ENOTCONN on a unix one', () => {
    expect(writev(open(AF_INET, SOCK_DGRAM), [hello])).toEqual(refused('writev', 'EDESTADDRREQ'));
    expect(writev(open(AF_UNIX), [hello])).toEqual(refused('writev', 'ENOTCONN'));
  });

  it('says ECONNRESET after the peer has reset', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(writev(troubled(client), [hello])).toEqual(refused('writev', 'ECONNRESET'));
  });

  it('says EINTR when its wait for room is interrupted', () => {
    const [a] = pair();
    fill(a);
    unwrap(interrupt(threadId));
    expect(writev(a, [hello])).toEqual(refused('writev', 'EINTR'));
  });

  it('says EBADF of a file that is open to be read', () => {
    expect(writev(file('/dev/null', 'r'), [hello])).toEqual(refused('writev', 'EBADF'));
  });

  it('says ENOSPC on a full device', () => {
    expect(writev(file('/dev/full', 'w'), [hello])).toEqual(refused('writev', 'ENOSPC'));
  });
});

describe('readv', () => {
  it('fills pieces one after the other', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    const parts = [Buffer.alloc(5), Buffer.of(), Buffer.alloc(16)];
    expect(readv(b, parts)).toEqual(ok(11));
    expect(parts.map((part) => part.toString('latin1').replace(/\0+$/, ''))).toEqual(['HELLO', '', '-WORLD']);
  });

  it.each(windows)('fills %s, and nothing around it', (_, view) => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    blank(view);
    expect(readv(b, [view])).toEqual(ok(8));
    expect(surroundings(view)).toBe('....HELLO-WO....');
  });

  it('gives 0 at the end', () => {
    const [a, b] = pair();
    unwrap(shutdown(a, SHUT_WR));
    expect(readv(b, [Buffer.alloc(4)])).toEqual(ok(0));
  });

  it('says ENOTCONN of a TCP socket without a connection, and EINVAL of a unix one', () => {
    expect(readv(open(AF_UNIX, SOCK_STREAM), [Buffer.alloc(4)])).toEqual(refused('readv', 'EINVAL'));
    expect(recv(open(), Buffer.alloc(4))).toEqual(refused('recv', 'ENOTCONN'));
    expect(readv(open(), [Buffer.alloc(4)])).toEqual(refused('readv', 'ENOTCONN'));
  });

  it('says EISDIR of a directory', () => {
    expect(readv(file('/'), [Buffer.alloc(4)])).toEqual(refused('readv', 'EISDIR'));
  });
});

describe('readv, refused', () => {
  it('says EAGAIN when nothing is there and the descriptor does not block', () => {
    const [a] = pair();
    unwrap(fcntl(a, F_SETFL, O_RDWR | O_NONBLOCK));
    expect(readv(a, [Buffer.alloc(4)])).toEqual(refused('readv', 'EAGAIN'));
  });

  it('says ECONNRESET after the peer has reset', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(readv(client, [Buffer.alloc(4)])).toEqual(refused('readv', 'ECONNRESET'));
  });
});

// EDQUOT, EPERM and ENXIO, and EAGAIN, EINTR and EOVERFLOW of preadv and pwritev, are in filesystem.test.ts; EINTR and ETIMEDOUT of readv in
// recv-refused.test.ts.
describe.each([
  { name: 'readv', call: (fd: Fd, iov: Uint8Array[]) => readv(fd, iov) },
  { name: 'writev', call: (fd: Fd, iov: Uint8Array[]) => writev(fd, iov) },
  { name: 'preadv', call: (fd: Fd, iov: Uint8Array[]) => preadv(fd, iov, 0) },
  { name: 'pwritev', call: (fd: Fd, iov: Uint8Array[]) => pwritev(fd, iov, 0) },
])('$name', ({ name, call }) => {
  it('takes UIO_MAXIOV pieces, and says EINVAL to one more', () => {
    const { fd } = contents('x'.repeat(2000));
    const many = (count: number) => Array.from({ length: count }, () => Buffer.from('y'));
    expect(call(fd, many(UIO_MAXIOV))).toEqual(ok(1024));
    expect(call(fd, many(UIO_MAXIOV + 1))).toEqual(refused(name, 'EINVAL'));
  });
});

describe('readv, writev, preadv and pwritev', () => {
  it("say EIO where the file has no bytes: page 0 of one's own memory", () => {
    const memory = file('/proc/self/mem', 'r+');
    expect(readv(memory, [Buffer.alloc(4)])).toEqual(refused('readv', 'EIO'));
    expect(writev(memory, [hello])).toEqual(refused('writev', 'EIO'));
    expect(preadv(memory, [Buffer.alloc(4)], 0)).toEqual(refused('preadv', 'EIO'));
    expect(pwritev(memory, [hello], 0)).toEqual(refused('pwritev', 'EIO'));
  });
});

describe('preadv and pwritev', () => {
  it('read and write at a place, and leave the descriptor where it was', () => {
    const { fd, path } = contents('HELLO-WORLD');
    const parts = [Buffer.alloc(3), Buffer.alloc(3)];
    expect(preadv(fd, parts, 5)).toEqual(ok(6));
    expect(parts.map(String)).toEqual(['-WO', 'RLD']);
    expect(pwritev(fd, [Buffer.from('_'), Buffer.from('world')], 5)).toEqual(ok(6));
    expect(readFileSync(path, 'latin1')).toBe('HELLO_world');
    const start = Buffer.alloc(5);
    expect(read(fd, start)).toEqual(ok(5));
    expect(String(start)).toBe('HELLO');
  });

  it('take a place as a number or as a bigint, past 4 GiB too', () => {
    const { fd } = contents('');
    const far = 2 ** 33 + 7;
    expect(pwritev(fd, [hello], far)).toEqual(ok(11));
    const part = Buffer.alloc(5);
    expect(preadv(fd, [part], BigInt(far) + 6n)).toEqual(ok(5));
    expect(String(part)).toBe('WORLD');
    expect(preadv(fd, [part], far + 11)).toEqual(ok(0));
    expect(preadv(fd, [part], 2n ** 62n)).toEqual(ok(0));
  });

  it('keep their place when a getter of a long array makes another call', () => {
    const { fd } = contents('HELLO-WORLD');
    const parts = Array.from({ length: 5 }, () => Buffer.alloc(1));
    const third = parts[2];
    Object.defineProperty(parts, 2, {
      get() {
        unwrap(preadv(fd, [Buffer.alloc(1)], 1)); // a place of its own
        return third;
      },
    });
    expect(preadv(fd, parts, 6)).toEqual(ok(5));
    expect(parts.join('')).toBe('WORLD');
  });

  it('say EINVAL of a place before the start', () => {
    const { fd } = contents('HELLO');
    for (const place of [-1, -1n, -(2n ** 63n)]) {
      expect(preadv(fd, [hello], place)).toEqual(refused('preadv', 'EINVAL'));
      expect(pwritev(fd, [hello], place)).toEqual(refused('pwritev', 'EINVAL'));
    }
  });

  it('say ESPIPE of a socket and of a pipe, which have no places', () => {
    const [a] = pair();
    const [reader, writer] = unwrap(pipe2(0)).map((fd) => closing(fd));
    if (reader === undefined || writer === undefined) return expect.fail('no pipe');
    expect(preadv(a, [hello], 0)).toEqual(refused('preadv', 'ESPIPE'));
    expect(pwritev(a, [hello], 0)).toEqual(refused('pwritev', 'ESPIPE'));
    expect(preadv(reader, [hello], 0)).toEqual(refused('preadv', 'ESPIPE'));
    expect(pwritev(writer, [hello], 0)).toEqual(refused('pwritev', 'ESPIPE'));
  });

  it('say EISDIR of a directory, and EBADF of a file that is open for the other', () => {
    expect(preadv(file('/'), [hello], 0)).toEqual(refused('preadv', 'EISDIR'));
    expect(pwritev(file('/'), [hello], 0)).toEqual(refused('pwritev', 'EBADF'));
    expect(preadv(file('/dev/null', 'w'), [hello], 0)).toEqual(refused('preadv', 'EBADF'));
  });

  it('say EFBIG past RLIMIT_FSIZE, as writev does, and ENOSPC on a full device', () => {
    const { path } = contents('');
    const said = child(
      `
      const { openSync } = await import('node:fs');
      process.on('SIGXFSZ', () => {});
      const fd = as_fd(openSync(${JSON.stringify(path)}, 'r+'));
      unwrap(write(fd, new Uint8Array(512)));
      report([pwritev(fd, [new Uint8Array(1)], 512), writev(fd, [new Uint8Array(1)])]);
      `,
      { fsize: 1 },
    );
    expect(said).toEqual([refused('pwritev', 'EFBIG'), refused('writev', 'EFBIG')]);
    expect(pwritev(file('/dev/full', 'w'), [hello], 0)).toEqual(refused('pwritev', 'ENOSPC'));
  });
});
