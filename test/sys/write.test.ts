import { execFileSync } from 'node:child_process';
import { constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AF_INET,
  AF_UNIX,
  close,
  F_SETFL,
  fcntl,
  O_NONBLOCK,
  O_RDWR,
  recv,
  SHUT_WR,
  SO_SNDTIMEO,
  SOCK_DGRAM,
  SOL_SOCKET,
  setsockopt,
  shutdown,
  unwrap,
  write,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { open, pair, tcp_pair } from '../support/sockets.js';
import { child } from './child.js';
import { again, blank, drain, file, fill, folder, nowhere, ok, refused, reset, troubled, windows } from './kit.js';
import { bytes, contract, int } from './misuse.js';

const hello = Buffer.from('HELLO-WORLD');

contract(write, { fd: int, buf: bytes }, [nowhere, hello], 'EBADF');

describe('write', () => {
  it('on a socket is send without flags', () => {
    const [a, b] = pair();
    expect(write(a, hello)).toEqual(ok(11));
    expect(drain(b)).toBe('HELLO-WORLD');
  });

  it('sends a datagram without bytes', () => {
    const [a, b] = pair(SOCK_DGRAM);
    expect(write(a, new Uint8Array(0))).toEqual(ok(0));
    expect(recv(b, Buffer.alloc(1))).toEqual(ok(0));
  });

  it('takes what fits when the socket does not block, and reports that', () => {
    const [a] = pair();
    unwrap(fcntl(a, F_SETFL, O_RDWR | O_NONBLOCK));
    const all = new Uint8Array(16 << 20);
    const taken = unwrap(write(a, all));
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(all.length);
  });

  it('writes files', () => {
    const path = join(folder(), 'file');
    expect(write(file(path, 'w'), hello)).toEqual(ok(11));
    expect(readFileSync(path, 'utf8')).toBe('HELLO-WORLD');
  });

  it.each(windows)('sends the bytes of %s, and none around them', (_, view) => {
    const [a, b] = pair();
    blank(view);
    view.set(hello.subarray(0, 8));
    expect(write(a, view)).toEqual(ok(8));
    expect(drain(b)).toBe('HELLO-WO');
  });
});

// EDQUOT and EPERM are in filesystem.test.ts.
describe('write, refused', () => {
  it('says EBADF for what is not open, or not open for writing', () => {
    expect(write(nowhere, hello)).toEqual(refused('write', 'EBADF'));
    expect(write(file('/dev/null', 'r'), hello)).toEqual(refused('write', 'EBADF'));
  });

  it('says EAGAIN when the buffer is full and the descriptor does not block, or not for longer', () => {
    const [a] = pair();
    fill(a);
    unwrap(setsockopt(a, SOL_SOCKET, SO_SNDTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
    expect(again(() => write(a, hello))).toEqual(refused('write', 'EAGAIN'));
    unwrap(fcntl(a, F_SETFL, O_RDWR | O_NONBLOCK));
    expect(write(a, hello)).toEqual(refused('write', 'EAGAIN'));
  });

  it('says EPIPE when the other end is closed, of a socket and of a pipe: Node ignores SIGPIPE', () => {
    const { client } = tcp_pair();
    unwrap(shutdown(client, SHUT_WR));
    expect(write(client, hello)).toEqual(refused('write', 'EPIPE'));
    const path = join(folder(), 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = file(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = file(path, constants.O_WRONLY);
    unwrap(close(reader));
    expect(write(writer, hello)).toEqual(refused('write', 'EPIPE'));
  });

  it('says ECONNRESET after the peer has reset', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(write(troubled(client), hello)).toEqual(refused('write', 'ECONNRESET'));
  });

  it('says EDESTADDRREQ on a UDP socket without a peer, ENOTCONN on a unix one', () => {
    expect(write(open(AF_INET, SOCK_DGRAM), hello)).toEqual(refused('write', 'EDESTADDRREQ'));
    expect(write(open(AF_UNIX), hello)).toEqual(refused('write', 'ENOTCONN'));
  });

  it('says ENOSPC when the device is full', () => {
    expect(write(file('/dev/full', 'w'), hello)).toEqual(refused('write', 'ENOSPC'));
  });

  it('says EINVAL when the file does not take such bytes', () => {
    expect(write(file('/proc/self/oom_score_adj', 'w'), hello)).toEqual(refused('write', 'EINVAL'));
  });

  it("says EIO where the file cannot take them: page 0 of one's own memory", () => {
    expect(write(file('/proc/self/mem', 'w'), hello)).toEqual(refused('write', 'EIO'));
  });

  it('says EFBIG beyond RLIMIT_FSIZE', () => {
    const program = `
      import { openSync } from 'node:fs';
      process.on('SIGXFSZ', () => {});
      const fd = openSync('${join(folder(), 'file')}', 'w');
      const kibibyte = new Uint8Array(1024);
      report([write(fd, kibibyte), write(fd, kibibyte)].map(code));
    `;
    expect(child(program, { fsize: 2 })).toEqual([1024, 'EFBIG']);
  });

  it('says EINTR when a signal comes before a byte is taken, while SO_SNDTIMEO is set', () => {
    const program = `
      const [a] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0)).map(interrupted);
      fill(a);
      signals();
      report(write(a, new Uint8Array(1)));
    `;
    expect(child(program)).toEqual(refused('write', 'EINTR'));
  });
});
