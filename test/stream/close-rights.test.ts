import {
  AF_UNIX,
  as_fd,
  CMSG_SPACE,
  type Cmsg,
  type Codec,
  close,
  close_rights,
  cmsg,
  cmsg_value,
  define_cmsg,
  descriptors,
  F_GETFD,
  type Fd,
  fcntl,
  recvmsg,
  SCM_RIGHTS,
  SO_PASSPIDFD,
  SOCK_STREAM,
  SOL_SOCKET,
  sendmsg,
  setsockopt,
  socketpair,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { older_than } from '../options/kit.js';
import { open_fds, pair } from '../support/sockets.js';

/** Sends descriptors, and gives what arrives. */
function arrived(...passed: Fd[]): readonly Cmsg[] {
  const [a, b] = pair();
  unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, passed)] }));
  return unwrap(recvmsg(b, { msg_iov: [Buffer.alloc(1)], msg_controllen: CMSG_SPACE(4 * passed.length) })).msg_control;
}

/** The descriptors that close(2) is called with while `run` runs. None of them is closed. */
function closed(run: () => void): number[] {
  const fds: number[] = [];
  const restore = interpose(() => ({ close: (fd) => fds.push(fd) * 0 }));
  try {
    run();
  } finally {
    restore();
  }
  return fds;
}

const list = (bytes: Uint8Array, cmsg_type: number = SCM_RIGHTS): Cmsg => ({
  cmsg_level: SOL_SOCKET,
  cmsg_type,
  cmsg_data: bytes,
});

describe('close_rights', () => {
  it('closes every descriptor that arrived, and says how many there were', () => {
    const [a, b] = pair();
    const msg_control = arrived(a, b, a);
    const fds = msg_control.flatMap((one) => cmsg_value(one, SOL_SOCKET, SCM_RIGHTS) ?? []);
    const before = open_fds();
    expect(close_rights(msg_control)).toBe(3);
    expect(open_fds()).toBe(before - 3);
    for (const fd of fds) expect(fcntl(fd, F_GETFD)).toMatchObject({ error: { code: 'EBADF' } });
  });

  it('leaves other messages alone, and is done when there are none', () => {
    const others = [list(Buffer.alloc(12), 2), { ...list(Buffer.alloc(4)), cmsg_level: 0 }];
    expect(closed(() => expect(close_rights(others)).toBe(0))).toEqual([]);
    expect(close_rights([])).toBe(0);
  });

  it('closes what is whole of a list that was cut off', () => {
    const numbers = Buffer.from(Int32Array.of(70, 71, 72).buffer);
    expect(closed(() => expect(close_rights([list(numbers.subarray(0, 11))])).toBe(2))).toEqual([70, 71]);
  });

  it('passes over a pidfd that the kernel could not make', () => {
    expect(closed(() => close_rights([list(Buffer.from(Int32Array.of(-3, 70).buffer))]))).toEqual([70]);
  });

  it('goes on when close(2) refuses', () => {
    const [a, b] = unwrap(socketpair(AF_UNIX, SOCK_STREAM, 0));
    const before = open_fds();
    expect(close_rights([list(Buffer.from(Int32Array.of(0x7fff_ffff, a, b).buffer))])).toBe(3);
    expect(open_fds()).toBe(before - 2);
  });

  it('knows the descriptors of a message that define_cmsg described by the codec of this package', () => {
    define_cmsg(SOL_SOCKET, 0x7ff0, descriptors, 'r');
    const passed = Buffer.from(Int32Array.of(70).buffer);
    expect(closed(() => close_rights([list(passed, 0x7ff0), list(passed, 0x7ff1)]))).toEqual([70]);
  });

  it('looks at no codec of the user, which may throw', () => {
    const broken: Codec<never> = {
      size: 4,
      encode: () => expect.fail('encoded'),
      decode: () => {
        throw new Error('cannot be read');
      },
    };
    const BROKEN = define_cmsg(SOL_SOCKET, 0x7ff2, broken, 'r');
    const [a] = pair();
    const before = open_fds();
    const msg_control = [list(Buffer.of(1, 0, 0, 0), BROKEN), ...arrived(a)];
    expect(() => msg_control.map((one) => cmsg_value(one, SOL_SOCKET, BROKEN))).toThrow('cannot be read');
    expect(close_rights(msg_control)).toBe(1);
    expect(open_fds() - before, 'the pair that they came over').toBe(2);
  });

  it('of what is no list throws, and closes nothing', () => {
    const call = (value: unknown) => () => Reflect.apply(close_rights, undefined, [value]);
    const fine = list(Buffer.from(Int32Array.of(70).buffer));
    const fds = closed(() => {
      for (const wrong of [undefined, null, 'text', fine, as_fd(70)]) {
        expect(call(wrong)).toThrow(new TypeError('close_rights: msg_control must be an array of control messages'));
      }
      for (const wrong of [null, 70, {}, { ...fine, cmsg_data: [70, 0, 0, 0] }]) {
        expect(call([fine, wrong])).toThrow(/^close_rights: cmsg_data must be a Uint8Array/);
      }
    });
    expect(fds).toEqual([]);
  });

  const old = older_than('6.5') ? ' (skipped: SO_PASSPIDFD is of Linux 6.5)' : '';
  it.skipIf(old)(`closes a pidfd, which arrives for the asking${old}`, () => {
    const [a, b] = pair();
    unwrap(setsockopt(b, SOL_SOCKET, SO_PASSPIDFD, 1));
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('!')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
    const before = open_fds();
    const { msg_control } = unwrap(recvmsg(b, { msg_iov: [Buffer.alloc(1)], msg_controllen: 64 }));
    expect(msg_control.map(({ cmsg_type }) => cmsg_type).sort()).toEqual([1, 4]); // SCM_RIGHTS, SCM_PIDFD
    expect(open_fds()).toBe(before + 2);
    expect(close_rights(msg_control)).toBe(2);
    expect(open_fds()).toBe(before);
  });

  it('is what keeps a server alive that expects no descriptors', () => {
    const [server, peer] = pair();
    const before = open_fds();
    for (let i = 0; i < 50; i++) {
      const msg_control = [cmsg(SOL_SOCKET, SCM_RIGHTS, Array<Fd>(100).fill(peer))];
      unwrap(sendmsg(peer, { msg_iov: [Buffer.from('!')], msg_control }));
      close_rights(unwrap(recvmsg(server, { msg_iov: [Buffer.alloc(1)], msg_controllen: 1 << 16 })).msg_control);
    }
    expect(open_fds()).toBe(before);
    unwrap(close(peer));
  });
});
