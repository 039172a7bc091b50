import { execFileSync } from 'node:child_process';
import { constants, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AF_UNIX,
  close,
  F_SETFL,
  fcntl,
  O_NONBLOCK,
  O_RDWR,
  read,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOL_SOCKET,
  send,
  setsockopt,
  unwrap,
  write,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { open, pair, tcp_pair } from '../support/sockets.js';
import { again, blank, file, folder, nowhere, ok, refused, reset, surroundings, windows } from './kit.js';
import { bytes, contract, int } from './misuse.js';

const hello = Buffer.from('HELLO-WORLD');
const buffer = Buffer.alloc(64);

contract(read, { fd: int, buf: bytes }, [nowhere, buffer], 'EBADF');

describe('read', () => {
  it('on a socket is recv without flags: what came, then 0 at the end', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    unwrap(close(a));
    expect(read(b, buffer)).toEqual(ok(11));
    expect(buffer.toString('latin1', 0, 11)).toBe('HELLO-WORLD');
    expect(read(b, buffer)).toEqual(ok(0));
  });

  it('takes one datagram at a time, one without bytes too', () => {
    const [a, b] = pair(SOCK_DGRAM);
    for (const datagram of ['', 'HELLO', 'WORLD']) unwrap(send(a, Buffer.from(datagram)));
    expect([1, 2, 3].map(() => unwrap(read(b, buffer)))).toEqual([0, 5, 5]);
  });

  it('with no room takes nothing, from a datagram socket neither: recv(2) would', () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(send(a, hello));
    expect(read(b, new Uint8Array(0))).toEqual(ok(0));
    expect(read(b, buffer)).toEqual(ok(11));
  });

  it('reads files and pipes', () => {
    const at = folder();
    writeFileSync(join(at, 'file'), hello);
    expect(read(file(join(at, 'file')), buffer)).toEqual(ok(11));
    execFileSync('mkfifo', [join(at, 'pipe')]);
    const pipe = file(join(at, 'pipe'), constants.O_RDWR);
    unwrap(write(pipe, hello));
    expect(read(pipe, buffer)).toEqual(ok(11));
  });

  it.each(windows)('fills %s, and nothing around it', (_, view) => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    blank(view);
    expect(read(b, view)).toEqual(ok(8));
    expect(surroundings(view)).toBe('....HELLO-WO....');
  });
});

// EINTR and ETIMEDOUT are in recv-refused.test.ts.
describe('read, refused', () => {
  it('says EBADF for what is not open, or not open for reading', () => {
    expect(read(nowhere, buffer)).toEqual(refused('read', 'EBADF'));
    expect(read(file('/dev/null', 'w'), buffer)).toEqual(refused('read', 'EBADF'));
  });

  it('says EAGAIN when nothing is there and the descriptor does not block, or not for longer', () => {
    const [a, b] = pair();
    unwrap(fcntl(a, F_SETFL, O_RDWR | O_NONBLOCK));
    expect(read(a, buffer)).toEqual(refused('read', 'EAGAIN'));
    unwrap(setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, { tv_sec: 0, tv_usec: 50_000 }));
    expect(again(() => read(b, buffer))).toEqual(refused('read', 'EAGAIN'));
    const path = join(folder(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect(read(file(path, constants.O_RDWR | constants.O_NONBLOCK), buffer)).toEqual(refused('read', 'EAGAIN'));
  });

  it('says ECONNRESET after the peer has reset', () => {
    const { client, server } = tcp_pair();
    reset(server);
    expect(read(client, buffer)).toEqual(refused('read', 'ECONNRESET'));
  });

  it('says ENOTCONN on a socket that has no connection, EINVAL on a unix stream: it is unsuitable', () => {
    expect(read(open(), buffer)).toEqual(refused('read', 'ENOTCONN'));
    expect(read(open(AF_UNIX, SOCK_SEQPACKET), buffer)).toEqual(refused('read', 'ENOTCONN'));
    expect(read(open(AF_UNIX), buffer)).toEqual(refused('read', 'EINVAL'));
  });

  it('says EISDIR for a directory', () => {
    expect(read(file(folder()), buffer)).toEqual(refused('read', 'EISDIR'));
  });

  it("says EIO where the file cannot give its bytes: page 0 of one's own memory", () => {
    expect(read(file('/proc/self/mem'), buffer)).toEqual(refused('read', 'EIO'));
  });
});
