import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import {
  close,
  F_GETFD,
  F_GETFL,
  FD_CLOEXEC,
  fcntl,
  O_CLOEXEC,
  O_DIRECT,
  O_NONBLOCK,
  O_RDONLY,
  O_WRONLY,
  pipe2,
  read,
  unwrap,
  write,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing } from '../support/sockets.js';
import { child } from './child.js';
import { ok, refused } from './kit.js';
import { contract, flags } from './misuse.js';

contract(pipe2, { flags }, [1], 'EINVAL');

const pipe = (flags = 0) => {
  const [reader, writer] = unwrap(pipe2(flags));
  return [closing(reader), closing(writer)] as const;
};
const hello = Buffer.from('HELLO');

describe('pipe2', () => {
  it('gives the end to read and the end to write', () => {
    const [reader, writer] = pipe();
    expect(write(writer, hello)).toEqual(ok(5));
    expect(read(reader, new Uint8Array(16))).toEqual(ok(5));
    expect(write(reader, hello)).toEqual(refused('write', 'EBADF'));
    expect(read(writer, new Uint8Array(16))).toEqual(refused('read', 'EBADF'));
  });

  it('ends, for the reader with 0 and for the writer with EPIPE, when the other end is closed', () => {
    const [reader, writer] = unwrap(pipe2(0));
    unwrap(close(writer));
    expect(read(reader, new Uint8Array(1))).toEqual(ok(0));
    unwrap(close(reader));
    const [reader2, writer2] = unwrap(pipe2(0));
    unwrap(close(reader2));
    expect(write(writer2, hello)).toEqual(refused('write', 'EPIPE'));
    unwrap(close(writer2));
  });

  it('adds no flag of its own, and sets what is asked for on both ends', () => {
    const of = (flags: number) => pipe(flags).map((fd) => [unwrap(fcntl(fd, F_GETFL)), unwrap(fcntl(fd, F_GETFD))]);
    expect(of(0)).toEqual([
      [O_RDONLY, 0],
      [O_WRONLY, 0],
    ]);
    expect(of(O_NONBLOCK | O_CLOEXEC)).toEqual([
      [O_RDONLY | O_NONBLOCK, FD_CLOEXEC],
      [O_WRONLY | O_NONBLOCK, FD_CLOEXEC],
    ]);
  });

  it('with O_DIRECT keeps the boundaries of the writes', () => {
    const [reader, writer] = pipe(O_DIRECT);
    unwrap(write(writer, hello));
    unwrap(write(writer, hello));
    expect(read(reader, new Uint8Array(16))).toEqual(ok(5));
  });
});

// ENFILE would take the whole machine out of descriptors.
describe('pipe2, refused', () => {
  it('says EINVAL for an unknown flag', () => {
    expect(pipe2(1)).toEqual(refused('pipe2', 'EINVAL'));
  });

  it('says of O_NOTIFICATION_PIPE, which is O_EXCL, what C hears: ENOPKG where the kernel has no watch queues', () => {
    const asked = `
import errno, os
try: print(os.pipe2(os.O_EXCL) and 'made')
except OSError as e: print(errno.errorcode[e.errno])`;
    const said = execFileSync('python3', ['-c', asked], { encoding: 'utf8' }).trim();
    const made = pipe2(constants.O_EXCL);
    if (made.ok) for (const fd of made.value) closing(fd);
    const numbers = [expect.any(Number), expect.any(Number)];
    expect(made).toEqual(said === 'made' ? ok(numbers) : refused('pipe2', said as 'ENOPKG'));
  });

  it('says EMFILE when one descriptor is free but not two, and leaves that one free', () => {
    const program = `
      const open = [];
      for (let made = eventfd(0, 0); made.ok; made = eventfd(0, 0)) open.push(made.value);
      unwrap(close(open.at(-1)));
      const pipe = pipe2(0);
      report([pipe, unwrap(eventfd(0, 0)) === open.at(-1)]);
    `;
    expect(child(program, { nofile: 256 })).toEqual([refused('pipe2', 'EMFILE'), true]);
  });
});
