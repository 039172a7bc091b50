// The control messages of unix(7): descriptors, credentials, process descriptors.
import { fstatSync, readFileSync } from 'node:fs';
import {
  AF_UNIX,
  as_fd,
  CMSG_LEN,
  CMSG_SPACE,
  close,
  close_rights,
  cmsg,
  cmsg_value,
  F_GETFD,
  FD_CLOEXEC,
  type Fd,
  fcntl,
  MSG_CMSG_CLOEXEC,
  MSG_CTRUNC,
  MSG_PEEK,
  type Received,
  read,
  recv,
  recvmsg,
  SCM_CREDENTIALS,
  SCM_PIDFD,
  SCM_RIGHTS,
  SO_PASSCRED,
  SO_PASSPIDFD,
  SO_PASSSEC,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  sendmsg,
  setsockopt,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { open_fds, pair } from '../support/sockets.js';
import { child } from './child.js';
import { no_socket, ok, refused } from './kit.js';

const types = [
  ['SOCK_STREAM', SOCK_STREAM],
  ['SOCK_DGRAM', SOCK_DGRAM],
  ['SOCK_SEQPACKET', SOCK_SEQPACKET],
] as const;

/** Sends as many descriptors of one file, with a byte. */
function give(fd: Fd, count: number): ReturnType<typeof sendmsg> {
  const passed = Array.from({ length: count }, () => fd);
  return sendmsg(fd, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, passed)] });
}

/** Receives with so much room; the descriptors that come are closed with the test. */
function take(fd: Fd, msg_controllen: number | undefined, flags = 0): Received {
  const room = msg_controllen === undefined ? {} : { msg_controllen };
  const came = unwrap(recvmsg(fd, { msg_iov: [Buffer.alloc(4)], ...room }, flags));
  onTestFinished(() => void close_rights(came.msg_control));
  return came;
}

function rights({ msg_control }: Received): readonly Fd[] {
  return msg_control.flatMap((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_RIGHTS) ?? []);
}

describe.each(types)('SCM_RIGHTS over %s', (_name, type) => {
  it('brings new numbers for the same open files', () => {
    const [a, b] = pair(type);
    const null_device = no_socket();
    const msg_control = [cmsg(SOL_SOCKET, SCM_RIGHTS, [null_device, a])];
    expect(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control })).toEqual(ok(1));
    const arrived = rights(take(b, CMSG_SPACE(8)));
    expect(arrived).toHaveLength(2);
    expect(arrived.map((fd) => fstatSync(fd).ino)).toEqual([null_device, a].map((fd) => fstatSync(fd).ino));
    expect(arrived).not.toEqual([null_device, a]);
  });

  it('sets FD_CLOEXEC when MSG_CMSG_CLOEXEC says so, and not otherwise', () => {
    const [a, b] = pair(type);
    const flags_with = (flags: number) => {
      unwrap(give(a, 1));
      return rights(take(b, CMSG_SPACE(4), flags)).map((fd) => unwrap(fcntl(fd, F_GETFD)));
    };
    expect(flags_with(0)).toEqual([0]);
    expect(flags_with(MSG_CMSG_CLOEXEC)).toEqual([FD_CLOEXEC]);
  });

  it('brings 253, SCM_MAX_FD; of 254 the kernel says EINVAL', () => {
    const [a, b] = pair(type);
    const before = open_fds();
    expect(give(a, 253)).toEqual(ok(1));
    expect(give(a, 254)).toEqual(refused('sendmsg', 'EINVAL'));
    const came = take(b, CMSG_SPACE(253 * 4));
    expect(new Set(rights(came)).size).toBe(253);
    expect(came.msg_flags & MSG_CTRUNC).toBe(0);
    expect(open_fds()).toBe(before + 253);
  });

  it('counts all lists of a message together', () => {
    const [a, b] = pair(type);
    const list = (count: number) => cmsg(SOL_SOCKET, SCM_RIGHTS, Array<Fd>(count).fill(a));
    const msg_iov = [Buffer.from('!')];
    expect(sendmsg(a, { msg_iov, msg_control: [list(200), list(54)] })).toEqual(refused('sendmsg', 'EINVAL'));
    expect(sendmsg(a, { msg_iov, msg_control: [list(1), list(2)] })).toEqual(ok(1));
    const came = take(b, 512);
    expect(came.msg_control, 'as one list').toHaveLength(1);
    expect(rights(came)).toHaveLength(3);
  });
});

describe('descriptors that there is no room for', () => {
  // CMSG_LEN and not CMSG_SPACE: no room for alignment.
  it.each([1, 2, 9])('are dropped by the kernel behind the first %i: MSG_CTRUNC, and none is open', (room) => {
    const [a, b] = pair();
    unwrap(give(a, 10));
    const before = open_fds();
    const came = take(b, CMSG_LEN(4 * room));
    expect(rights(came)).toHaveLength(room);
    expect(came.msg_flags & MSG_CTRUNC).toBe(MSG_CTRUNC);
    expect(open_fds()).toBe(before + room);
  });

  it.each([undefined, 0, 1, 15, CMSG_LEN(0), CMSG_LEN(3)])('are dropped, all of them, when it is %j bytes', (room) => {
    const [a, b] = pair();
    unwrap(give(a, 10));
    const before = open_fds();
    const came = take(b, room);
    expect(came.msg_flags & MSG_CTRUNC).toBe(MSG_CTRUNC);
    expect(rights(came)).toEqual([]);
    expect(open_fds()).toBe(before);
  });

  it('CMSG_SPACE(4) has room for two: the padding counts', () => {
    const [a, b] = pair();
    unwrap(give(a, 2));
    const came = take(b, CMSG_SPACE(4));
    expect(rights(came)).toHaveLength(2);
    expect(came.msg_flags & MSG_CTRUNC).toBe(0);
  });

  it.each([
    ['recv', (fd: Fd) => recv(fd, Buffer.alloc(4))],
    ['read', (fd: Fd) => read(fd, Buffer.alloc(4))],
  ])('are dropped by %s, which takes none', (_name, call) => {
    const [a, b] = pair();
    unwrap(give(a, 10));
    const before = open_fds();
    expect(call(b)).toEqual(ok(1));
    expect(open_fds()).toBe(before);
  });

  it('are closed with the socket that they wait in', () => {
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const waiting = no_socket();
    const before = open_fds();
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [waiting])] }));
    for (const fd of [a, b]) unwrap(close(fd));
    expect(open_fds()).toBe(before - 2);
  });

  it('are dropped when no descriptor is free, behind those that were: MSG_CTRUNC', () => {
    const said = child(
      `
      const { open_files } = await import('${new URL('../support/open-files.mjs', import.meta.url).href}');
      const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
      const passed = Array.from({ length: 250 }, () => a);
      unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, passed)] }));
      const before = open_files().size;
      const { msg_control, msg_flags } = unwrap(recvmsg(b, { msg_iov: [new Uint8Array(1)], msg_controllen: 4096 }));
      const arrived = close_rights(msg_control);
      report({ some: arrived > 0 && arrived < 250, cut: (msg_flags & MSG_CTRUNC) !== 0, left: open_files().size - before });
      `,
      { nofile: 256 },
    );
    expect(said).toEqual({ some: true, cut: true, left: 0 });
  });
});

describe('MSG_PEEK', () => {
  it('brings descriptors too, and others the next time: both are to be closed', () => {
    const [a, b] = pair();
    unwrap(give(a, 1));
    const before = open_fds();
    const peeked = rights(take(b, CMSG_SPACE(4), MSG_PEEK));
    const taken = rights(take(b, CMSG_SPACE(4)));
    expect(new Set([...peeked, ...taken]).size).toBe(2);
    expect(open_fds()).toBe(before + 2);
  });
});

describe('what cannot be sent', () => {
  it('a descriptor that is not open is EBADF', () => {
    const [a] = pair();
    const msg_control = [cmsg(SOL_SOCKET, SCM_RIGHTS, [a, as_fd(0x7fff_ffff)])];
    expect(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control })).toEqual(refused('sendmsg', 'EBADF'));
  });

  it('what is no descriptor throws, and nothing is sent', () => {
    const [a] = pair();
    const encode = (value: unknown) => () => Reflect.apply(cmsg, undefined, [SOL_SOCKET, SCM_RIGHTS, value]);
    expect(encode(a)).toThrow(new TypeError('cmsg: data must be an array of descriptors'));
    expect(encode([a, '3'])).toThrow('cmsg: data[1] must be a number, got string');
    expect(encode([a, 1.5])).toThrow(RangeError);
  });
});

describe('SCM_CREDENTIALS', () => {
  const self = { pid: process.pid, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

  it.each(types)('come with every message over %s once SO_PASSCRED is on', (_name, type) => {
    const [a, b] = pair(type);
    unwrap(setsockopt(b, SOL_SOCKET, SO_PASSCRED, 1));
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')] }));
    const { msg_control } = take(b, CMSG_SPACE(12));
    expect(msg_control.map((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_CREDENTIALS))).toEqual([self]);
  });

  it('may be sent by who has them, and come with descriptors', () => {
    const [a, b] = pair();
    unwrap(setsockopt(b, SOL_SOCKET, SO_PASSCRED, 1));
    const msg_control = [cmsg(SOL_SOCKET, SCM_CREDENTIALS, self), cmsg(SOL_SOCKET, SCM_RIGHTS, [a])];
    expect(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control })).toEqual(ok(1));
    const came = take(b, CMSG_SPACE(12) + CMSG_SPACE(4));
    expect(came.msg_control.flatMap((one) => cmsg_value(one, SOL_SOCKET, SCM_CREDENTIALS) ?? [])).toEqual([self]);
    expect(rights(came)).toHaveLength(1);
  });

  it('of a process that there is not are refused: ESRCH to root, EPERM to others', () => {
    const [a] = pair();
    const msg_control = [cmsg(SOL_SOCKET, SCM_CREDENTIALS, { ...self, pid: 0x7fff_ffff })];
    const sent = sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control });
    expect(sent).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^(ESRCH|EPERM)$/) } });
  });

  it('that were cut off are none', () => {
    const [a, b] = pair();
    unwrap(setsockopt(b, SOL_SOCKET, SO_PASSCRED, 1));
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')] }));
    const { msg_control, msg_flags } = take(b, CMSG_LEN(8));
    expect(msg_flags & MSG_CTRUNC).toBe(MSG_CTRUNC);
    expect(msg_control.map(({ cmsg_data }) => cmsg_data.length)).toEqual([8]);
    expect(msg_control.map((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_CREDENTIALS))).toEqual([undefined]);
  });
});

describe('SCM_PIDFD', () => {
  const probe = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
  const too_old = setsockopt(probe[0], SOL_SOCKET, SO_PASSPIDFD, 1).ok ? undefined : 'SO_PASSPIDFD is of Linux 6.5';
  for (const fd of probe) unwrap(close(fd));

  it.skipIf(too_old)(`is a descriptor of the sender${too_old ? ` (skipped: ${too_old})` : ''}`, () => {
    const [a, b] = pair();
    unwrap(setsockopt(b, SOL_SOCKET, SO_PASSPIDFD, 1));
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')] }));
    const before = open_fds();
    const came = unwrap(recvmsg(b, { msg_iov: [Buffer.alloc(1)], msg_controllen: 64 }));
    const [sender] = came.msg_control.map((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_PIDFD));
    expect(readFileSync(`/proc/self/fdinfo/${sender}`, 'utf8')).toMatch(new RegExp(`^Pid:\\t${process.pid}$`, 'm'));
    expect(sender && unwrap(fcntl(sender, F_GETFD))).toBe(FD_CLOEXEC);
    expect(open_fds()).toBe(before + 1);
    expect(close_rights(came.msg_control)).toBe(1);
    expect(open_fds()).toBe(before);
  });
});

it('SO_PASSSEC is taken, and what it brings, if anything, is bytes', () => {
  const [a, b] = pair();
  expect(setsockopt(b, SOL_SOCKET, SO_PASSSEC, 1)).toEqual(ok(0));
  unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')] }));
  for (const { cmsg_type, cmsg_data } of take(b, 512).msg_control) {
    expect(cmsg_type).toBe(3); // SCM_SECURITY, which is in no header of user space
    expect(cmsg_data.length).toBeGreaterThan(0);
  }
});

it('a thousand messages with descriptors, taken in every way there is, leave none open', () => {
  const [a, b] = pair(SOCK_DGRAM);
  const before = open_fds();
  for (let i = 0; i < 1000; i++) {
    unwrap(give(a, i % 20));
    const room = i % 120;
    close_rights(unwrap(recvmsg(b, { msg_iov: [Buffer.alloc(1)], msg_controllen: room })).msg_control);
  }
  expect(open_fds()).toBe(before);
});
