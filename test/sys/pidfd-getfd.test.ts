import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  F_GETFD,
  FD_CLOEXEC,
  fcntl,
  getsockname,
  pidfd_getfd,
  pidfd_open,
  recv,
  send,
  sockaddr_storage,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { ending } from '../support/processes.js';
import { closing, pair } from '../support/sockets.js';
import { child } from './child.js';
import { nowhere, ok, refused } from './kit.js';
import { contract, flags, int } from './misuse.js';

contract(pidfd_getfd, { pidfd: int, targetfd: int, flags }, [nowhere, 0, 0], 'EBADF');

const itself = () => closing(unwrap(pidfd_open(process.pid, 0)));

describe('pidfd_getfd', () => {
  it('gives a second descriptor of the same socket, with FD_CLOEXEC', () => {
    const [a, b] = pair();
    const second = closing(unwrap(pidfd_getfd(itself(), a, 0)));
    expect(second).not.toBe(a);
    expect(fcntl(second, F_GETFD)).toEqual(ok(FD_CLOEXEC));
    unwrap(send(second, Buffer.from('HELLO')));
    const got = Buffer.alloc(8);
    expect(got.toString('latin1', 0, unwrap(recv(b, got)))).toBe('HELLO');
  });

  it('takes a listener from another process', async () => {
    const python = `
import socket, sys
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()
print(s.fileno(), s.getsockname()[1], flush=True)
sys.stdin.read()`;
    const other = spawn('python3', ['-c', python], { stdio: ['pipe', 'pipe', 'inherit'] });
    ending(other);
    const [said] = await once(createInterface({ input: other.stdout }), 'line'); // print may write in pieces
    const [fd, port] = String(said).trim().split(' ').map(Number);
    const pidfd = closing(unwrap(pidfd_open(other.pid ?? 0, 0)));
    const taken = closing(unwrap(pidfd_getfd(pidfd, fd ?? -1, 0)));
    const addr = sockaddr_storage();
    unwrap(getsockname(taken, addr));
    expect(addr.sin_port).toBe(port);
  });
});

// ENFILE would take the whole machine out of descriptors.
describe('pidfd_getfd, refused', () => {
  it('says EBADF for what is no descriptor of a process, and for one that is not open there', () => {
    const [a] = pair();
    expect(pidfd_getfd(a, 0, 0)).toEqual(refused('pidfd_getfd', 'EBADF'));
    expect(pidfd_getfd(itself(), nowhere, 0)).toEqual(refused('pidfd_getfd', 'EBADF'));
    expect(pidfd_getfd(itself(), -1, 0)).toEqual(refused('pidfd_getfd', 'EBADF'));
  });

  it('says EINVAL for flags', () => {
    expect(pidfd_getfd(itself(), 0, 1)).toEqual(refused('pidfd_getfd', 'EINVAL'));
  });

  it('says ESRCH when the process has ended', async () => {
    const sleeper = spawn('sleep', ['60'], { stdio: 'ignore' });
    const pidfd = closing(unwrap(pidfd_open(sleeper.pid ?? 0, 0)));
    sleeper.kill('SIGKILL');
    await once(sleeper, 'exit');
    expect(pidfd_getfd(pidfd, 0, 0)).toEqual(refused('pidfd_getfd', 'ESRCH'));
  });

  it('says EMFILE when no descriptor is free', () => {
    const program = 'const fd = unwrap(pidfd_open(process.pid, 0)); while (dup(fd).ok); report(pidfd_getfd(fd, 0, 0));';
    expect(child(program, { nofile: 300 })).toEqual(refused('pidfd_getfd', 'EMFILE'));
  });

  const alone = process.getuid?.() !== 0;
  it.skipIf(alone)(
    `says EPERM for a process of somebody else${alone ? ' (skipped: needs root, to become another)' : ''}`,
    () => {
      const program = 'const fd = unwrap(pidfd_open(process.ppid, 0)); ordinary_user(); report(pidfd_getfd(fd, 0, 0));';
      expect(child(program)).toEqual(refused('pidfd_getfd', 'EPERM'));
    },
  );
});
