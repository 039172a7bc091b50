import { execFileSync } from 'node:child_process';
import { chmodSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  as_fd,
  close,
  EBADF,
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_GETOWN,
  F_GETPIPE_SZ,
  F_SETFD,
  F_SETFL,
  F_SETOWN,
  F_SETPIPE_SZ,
  FD_CLOEXEC,
  FIOGETOWN,
  fcntl,
  ioctl,
  MSG_DONTWAIT,
  O_NONBLOCK,
  O_RDWR,
  recv,
  unwrap,
  write,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interpose } from '../../src/native.js';
import { closing, open, pair } from '../support/sockets.js';
import { child } from './child.js';
import { file, folder, no_socket, nowhere, ok, refused } from './kit.js';
import { contract, flags, int, optional } from './misuse.js';

contract(fcntl, { fd: int, cmd: int, arg: optional(flags) }, [nowhere, F_GETFL, 0], 'EBADF');

// <fcntl.h>, <linux/fcntl.h>: commands that the package lets through but has no names for
const F_GETLK = 5;
const F_SETLEASE = 1024;
const F_NOTIFY = 1026;
const F_ADD_SEALS = 1033;
const F_GET_SEALS = 1034;
const F_WRLCK = 1;

/** A pipe, both of its ends one descriptor, which does not block. */
function pipe() {
  const path = join(folder(), 'pipe');
  execFileSync('mkfifo', [path]);
  return file(path, constants.O_RDWR | constants.O_NONBLOCK);
}

describe('fcntl', () => {
  it('F_SETFL switches O_NONBLOCK, for every descriptor of the socket', () => {
    const [a] = pair();
    const second = closing(as_fd(unwrap(fcntl(a, F_DUPFD_CLOEXEC, 0))));
    expect(fcntl(a, F_SETFL, O_RDWR | O_NONBLOCK)).toEqual(ok(0));
    expect(fcntl(second, F_GETFL)).toEqual(ok(O_RDWR | O_NONBLOCK));
    expect(recv(second, new Uint8Array(1))).toEqual(refused('recv', 'EAGAIN'));
    expect(fcntl(second, F_SETFL, O_RDWR)).toEqual(ok(0));
    expect(fcntl(a, F_GETFL)).toEqual(ok(O_RDWR));
  });

  it('F_SETSIG takes no signal that ends the process whatever its handler', () => {
    const [F_SETSIG, F_GETSIG] = [10, 11];
    const [a] = pair();
    // SIGKILL, SIGSTOP; SIGSEGV, SIGBUS, SIGFPE, SIGILL, of which V8 takes its own alone
    for (const signal of [9, 19, 11, 7, 8, 4]) {
      expect(() => fcntl(a, F_SETSIG, signal)).toThrow(`fcntl: arg must be a signal that a handler can take`);
    }
    expect([fcntl(a, F_SETSIG, 12), fcntl(a, F_GETSIG)]).toEqual([ok(0), ok(12)]);
  });

  it('F_SETFD switches FD_CLOEXEC, for this descriptor only', () => {
    const first = open();
    const second = closing(as_fd(unwrap(fcntl(first, F_DUPFD, 0))));
    expect(fcntl(first, F_SETFD, FD_CLOEXEC)).toEqual(ok(0));
    expect([fcntl(first, F_GETFD), fcntl(second, F_GETFD)]).toEqual([ok(FD_CLOEXEC), ok(0)]);
  });

  it('F_DUPFD_CLOEXEC gives a second descriptor, not below the argument, and closed on exec', () => {
    const [a] = pair();
    const second = closing(as_fd(unwrap(fcntl(a, F_DUPFD_CLOEXEC, 500))));
    expect(second).toBeGreaterThanOrEqual(500);
    expect(fcntl(second, F_GETFD)).toEqual(ok(FD_CLOEXEC));
    unwrap(close(a));
    expect(recv(second, new Uint8Array(1), MSG_DONTWAIT)).toEqual(refused('recv', 'EAGAIN'));
  });

  it('F_SETOWN takes a negative number, a process group, which F_GETOWN gives back as one', () => {
    const fd = open();
    expect(fcntl(fd, F_SETOWN, process.pid)).toEqual(ok(0));
    expect(fcntl(fd, F_GETOWN)).toEqual(ok(process.pid));
    const [, , group] = readFileSync('/proc/self/stat', 'utf8').replace(/.*\) /, '').split(' '); // behind state and ppid
    const owner = 0 - Number(group);
    expect(fcntl(fd, F_SETOWN, owner)).toEqual(ok(0));
    expect(fcntl(fd, F_GETOWN)).toEqual(owner === -EBADF ? refused('fcntl', 'EBADF') : ok(owner)); // 9 in a small container
    expect(ioctl(fd, FIOGETOWN)).toEqual(ok(owner));
  });

  it('F_GETOWN of what is not open is EBADF, and of a small group its number', () => {
    const fd = open();
    const undo = interpose(() => ({ fcntl: () => -1 })); // the group of init, in which no test runs
    onTestFinished(undo);
    expect(fcntl(fd, F_GETOWN)).toEqual(ok(-1));
    expect(fcntl(fd, F_GETFL)).toEqual(refused('fcntl', 'EPERM'));
    undo();
    unwrap(close(fd));
    expect(fcntl(fd, F_GETOWN)).toEqual(refused('fcntl', 'EBADF'));
  });

  it('is made without any argument where the command has none', () => {
    expect(fcntl(open(), F_GETFL)).toEqual(ok(O_RDWR));
  });

  it('refuses an argument with a command that takes an address in C, with a RangeError', () => {
    expect(() => fcntl(open(), F_GETLK, 0x7fff_0000)).toThrow(RangeError);
    expect(() => fcntl(open(), 9999, 1)).toThrow('fcntl: cmd must be a command whose argument is an int');
  });
});

// EINTR and ENOLCK are of the record locks, which take an address in C.
describe('fcntl, refused', () => {
  it('says EBADF for what is not open', () => {
    expect(fcntl(nowhere, F_GETFL)).toEqual(refused('fcntl', 'EBADF'));
  });

  it('says EINVAL for an unknown command, and for a lowest number beyond RLIMIT_NOFILE', () => {
    const fd = open();
    expect(fcntl(fd, 9999)).toEqual(refused('fcntl', 'EINVAL'));
    expect(fcntl(fd, F_DUPFD_CLOEXEC, 0x7fff_ffff)).toEqual(refused('fcntl', 'EINVAL'));
    expect(fcntl(fd, F_DUPFD, -1)).toEqual(refused('fcntl', 'EINVAL'));
  });

  it('says EINVAL for the seals of what cannot be sealed, EPERM to who may only read it', () => {
    expect(fcntl(no_socket(), F_GET_SEALS)).toEqual(refused('fcntl', 'EINVAL'));
    expect(fcntl(no_socket(), F_ADD_SEALS, 1)).toEqual(refused('fcntl', 'EPERM'));
  });

  it('says ENOTDIR for F_NOTIFY on what is no directory', () => {
    expect(fcntl(no_socket(), F_NOTIFY, 1)).toEqual(refused('fcntl', 'ENOTDIR'));
  });

  it('says EMFILE when no descriptor is free', () => {
    const program = `
      const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
      let second;
      do second = fcntl(fd, F_DUPFD_CLOEXEC, 0); while (second.ok);
      report(second);
    `;
    expect(child(program, { nofile: 256 })).toEqual(refused('fcntl', 'EMFILE'));
  });

  it('says EBUSY when a pipe holds more than it is to hold', () => {
    const fd = pipe();
    unwrap(write(fd, new Uint8Array(3 * 4096)));
    expect(unwrap(fcntl(fd, F_GETPIPE_SZ))).toBeGreaterThan(4096);
    expect(fcntl(fd, F_SETPIPE_SZ, 4096)).toEqual(refused('fcntl', 'EBUSY'));
  });

  it('says EAGAIN for a write lease on a file that somebody else has open', () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    file(path);
    expect(fcntl(file(path), F_SETLEASE, F_WRLCK)).toEqual(refused('fcntl', 'EAGAIN'));
  });

  it("says EPERM and EACCES to an ordinary user: a pipe over pipe-max-size, a lease on another's file", () => {
    const path = join(folder(), 'pipe');
    execFileSync('mkfifo', [path]);
    chmodSync(join(path, '..'), 0o755);
    const program = `
      import { openSync } from 'node:fs';
      const pipe = openSync('${path}', 'r+');
      const root_owns = openSync('/etc/passwd');
      ordinary_user();
      report([fcntl(pipe, F_SETPIPE_SZ, 2 ** 30), fcntl(root_owns, ${F_SETLEASE}, 0)].map(code));
    `;
    expect(child(program)).toEqual(['EPERM', 'EACCES']);
  });
});
