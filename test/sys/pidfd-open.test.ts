import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  F_GETFD,
  F_GETFL,
  FD_CLOEXEC,
  fcntl,
  O_NONBLOCK,
  PIDFD_NONBLOCK,
  POLLIN,
  pidfd_open,
  poll,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { closing } from '../support/sockets.js';
import { child } from './child.js';
import { ok, refused } from './kit.js';
import { contract, flags, int } from './misuse.js';

contract(pidfd_open, { pid: int, flags }, [-1, 0], 'EINVAL');

describe('pidfd_open', () => {
  it('gives a descriptor of the process, as /proc says, which no exec inherits', () => {
    const fd = closing(unwrap(pidfd_open(process.ppid, 0)));
    expect(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')).toMatch(new RegExp(`^Pid:\\t${process.ppid}$`, 'm'));
    expect(fcntl(fd, F_GETFD)).toEqual(ok(FD_CLOEXEC));
  });

  it('is readable once the process has ended, and not before', async () => {
    const sleeper = spawn('sleep', ['60'], { stdio: 'ignore' });
    const fd = closing(unwrap(pidfd_open(sleeper.pid ?? 0, 0)));
    const ended = once(sleeper, 'exit');
    expect(poll([{ fd, events: POLLIN }], 0)).toEqual(ok(0));
    sleeper.kill('SIGKILL');
    expect(poll([{ fd, events: POLLIN }], 10_000)).toEqual(ok(1));
    await ended;
    expect(poll([{ fd, events: POLLIN }], 0), 'waited for, too').toEqual(ok(1));
  });

  it('takes PIDFD_NONBLOCK, which is O_NONBLOCK', () => {
    expect(PIDFD_NONBLOCK).toBe(O_NONBLOCK);
    const fd = closing(unwrap(pidfd_open(process.pid, PIDFD_NONBLOCK)));
    expect(unwrap(fcntl(fd, F_GETFL)) & O_NONBLOCK).toBe(O_NONBLOCK);
  });
});

// ENFILE, ENODEV and ENOMEM would take the whole machine out of them.
describe('pidfd_open, refused', () => {
  it('says ESRCH for a process that is no more', async () => {
    const gone = spawn('true', { stdio: 'ignore' });
    await once(gone, 'exit');
    expect(pidfd_open(gone.pid ?? 0, 0)).toEqual(refused('pidfd_open', 'ESRCH'));
  });

  it('says EINVAL for a number that is none, and for a flag that is none', () => {
    expect(pidfd_open(0, 0)).toEqual(refused('pidfd_open', 'EINVAL'));
    expect(pidfd_open(process.pid, 1)).toEqual(refused('pidfd_open', 'EINVAL'));
  });

  it('says EMFILE when no descriptor is free', () => {
    const program = 'while (dup(as_fd(0)).ok); report(pidfd_open(process.pid, 0));';
    expect(child(program, { nofile: 300 })).toEqual(refused('pidfd_open', 'EMFILE'));
  });
});
