import {
  AF_INET,
  AF_UNIX,
  bind,
  CMSG_SPACE,
  cmsg,
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_EOR,
  MSG_PEEK,
  MSG_TRUNC,
  recvmsg,
  SCM_RIGHTS,
  SHUT_WR,
  SO_PASSCRED,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOL_SOCKET,
  send,
  sendmsg,
  sendto,
  setsockopt,
  shutdown,
  sockaddr_in,
  sockaddr_storage,
  sockaddr_un,
  UIO_MAXIOV,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { native } from '../../src/native.js';
import { name_of, open, pair, tcp_pair } from '../support/sockets.js';
import { datagrams } from './datagrams.js';
import { blank, nowhere, ok, refused, surroundings, windows } from './kit.js';
import { address, bytes, contract, flags, int, optional } from './misuse.js';

const hello = Buffer.from('HELLO-WORLD');
const room = () => Buffer.alloc(16);

contract(recvmsg, { fd: int, msg: [], flags: optional(flags) }, [nowhere, { msg_iov: [] }, 0], 'EBADF');

describe('recvmsg', () => {
  it('fills the pieces one after the other, and passes over empty ones', () => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    const msg_iov = [Buffer.alloc(5), Buffer.alloc(0), Buffer.alloc(1), room()];
    expect(recvmsg(b, { msg_iov })).toEqual(ok({ received: 11, msg_flags: 0, msg_control: [] }));
    expect(msg_iov.map((piece) => piece.toString('latin1').replace(/\0+$/, ''))).toEqual(['HELLO', '', '-', 'WORLD']);
  });

  it.each(windows)('fills %s, and nothing around it', (_, view) => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    blank(view);
    expect(unwrap(recvmsg(b, { msg_iov: [view] })).received).toBe(8);
    expect(surroundings(view)).toBe('....HELLO-WO....');
  });

  it('says who sent a datagram', () => {
    const [from, to] = [datagrams(), datagrams()];
    unwrap(sendto(from.fd, hello, 0, to.addr));
    const msg_name = sockaddr_storage();
    unwrap(recvmsg(to.fd, { msg_name, msg_iov: [room()] }));
    expect(String(msg_name)).toBe(String(from.addr));
  });

  it('says it of a unix socket too, by any name that it has', () => {
    const [from, to] = [open(AF_UNIX, SOCK_DGRAM), open(AF_UNIX, SOCK_DGRAM)];
    unwrap(bind(to, sockaddr_un('')));
    unwrap(sendto(from, hello, 0, name_of(to)));
    const msg_name = sockaddr_storage();
    unwrap(recvmsg(to, { msg_name, msg_iov: [room()] }));
    expect(msg_name.length, 'no name').toBe(0);
    unwrap(bind(from, sockaddr_un('')));
    unwrap(sendto(from, hello, 0, name_of(to)));
    unwrap(recvmsg(to, { msg_name, msg_iov: [room()] }));
    expect(String(msg_name)).toBe(String(name_of(from)));
  });

  it('leaves the address of a stream empty', () => {
    const { client, server } = tcp_pair();
    unwrap(send(client, hello));
    const msg_name = sockaddr_in('192.0.2.1', 1);
    unwrap(recvmsg(server, { msg_name, msg_iov: [room()] }));
    expect(msg_name.length).toBe(0);
  });

  it('cuts an address off that there is no room for, and says how long it is', () => {
    const [from, to] = [datagrams(), datagrams()];
    unwrap(sendto(from.fd, hello, 0, to.addr));
    const msg_name = sockaddr_storage(8);
    unwrap(recvmsg(to.fd, { msg_name, msg_iov: [room()] }));
    expect([msg_name.length, msg_name.bytes.length]).toEqual([16, 8]);
  });

  it('ends with 0 when a stream does', () => {
    const [a, b] = pair();
    unwrap(shutdown(a, SHUT_WR));
    expect(recvmsg(b, { msg_iov: [room()] })).toEqual(ok({ received: 0, msg_flags: 0, msg_control: [] }));
  });
});

describe('msg_flags', () => {
  it('has MSG_TRUNC when a datagram was longer than the pieces, and the rest of it is gone', () => {
    const { fd, addr } = datagrams();
    unwrap(sendto(fd, hello, 0, addr));
    unwrap(sendto(fd, Buffer.from('next'), 0, addr));
    const msg_iov = [Buffer.alloc(3), Buffer.alloc(2)];
    expect(recvmsg(fd, { msg_iov })).toEqual(ok({ received: 5, msg_flags: MSG_TRUNC, msg_control: [] }));
    expect(unwrap(recvmsg(fd, { msg_iov: [room()] })).received).toBe(4);
  });

  it('has it although the caller asked for the real length with MSG_TRUNC', () => {
    const { fd, addr } = datagrams();
    unwrap(sendto(fd, hello, 0, addr));
    const came = recvmsg(fd, { msg_iov: [] }, MSG_TRUNC | MSG_PEEK);
    expect(came).toEqual(ok({ received: 11, msg_flags: MSG_TRUNC, msg_control: [] }));
    expect(unwrap(recvmsg(fd, { msg_iov: [room()] })).msg_flags).toBe(0);
  });

  it('has MSG_CTRUNC when there was no room for the control messages', () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(setsockopt(b, SOL_SOCKET, SO_PASSCRED, 1));
    for (const msg_controllen of [undefined, 0, CMSG_SPACE(12) - 8, CMSG_SPACE(12)]) {
      unwrap(send(a, hello));
      const msg = { msg_iov: [room()], ...(msg_controllen === undefined ? {} : { msg_controllen }) };
      const { msg_flags } = unwrap(recvmsg(b, msg));
      expect(msg_flags, `${msg_controllen}`).toBe(msg_controllen === CMSG_SPACE(12) ? 0 : MSG_CTRUNC);
    }
  });

  it('has both at once', () => {
    const [a, b] = pair(SOCK_DGRAM);
    unwrap(sendmsg(a, { msg_iov: [hello], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a])] }));
    expect(unwrap(recvmsg(b, { msg_iov: [Buffer.alloc(1)] })).msg_flags).toBe(MSG_TRUNC | MSG_CTRUNC);
  });

  it('has no MSG_EOR of a unix SOCK_SEQPACKET: Linux does not set it, whatever recv(2) says', () => {
    const [a, b] = pair(SOCK_SEQPACKET);
    unwrap(send(a, hello, MSG_EOR));
    expect(unwrap(recvmsg(b, { msg_iov: [room()] })).msg_flags).toBe(0);
  });
});

describe('how much a call takes', () => {
  it('is UIO_MAXIOV pieces, and EMSGSIZE with one more', () => {
    const [a, b] = pair();
    unwrap(send(a, Buffer.alloc(1024, 'x')));
    const pieces = (count: number) => ({ msg_iov: Array.from({ length: count }, () => Buffer.alloc(1)) });
    expect(recvmsg(b, pieces(UIO_MAXIOV + 1))).toEqual(refused('recvmsg', 'EMSGSIZE'));
    expect(unwrap(recvmsg(b, pieces(UIO_MAXIOV))).received).toBe(1024);
  });

  it.each([0, 1, 1 << 16, 1 << 24])('is %i bytes of room for control messages, if that is what is wanted', (size) => {
    const [a, b] = pair();
    unwrap(send(a, hello));
    expect(unwrap(recvmsg(b, { msg_iov: [room()], msg_controllen: size }))).toMatchObject({ msg_control: [] });
  });

  it('is a RangeError past an int, or below 0', () => {
    for (const msg_controllen of [-1, 1.5, 2 ** 31, Number.NaN]) {
      const call = () => recvmsg(nowhere, { msg_iov: [], msg_controllen });
      expect(call).toThrow(RangeError);
      expect(call).toThrow('recvmsg: msg_controllen must be ');
    }
  });
});

describe('misuse', () => {
  it.each(bytes)('throws a TypeError when one of the pieces is %s', (_, piece) => {
    const msg = { msg_iov: [room(), piece] };
    expect(() => Reflect.apply(recvmsg, undefined, [nowhere, msg])).toThrow(TypeError);
    expect(() => Reflect.apply(recvmsg, undefined, [nowhere, msg])).toThrow('recvmsg: msg_iov must be ');
  });

  it.each(address)('throws a TypeError when msg_name is %s', (_, msg_name) => {
    const msg = { msg_iov: [room()], msg_name };
    expect(() => Reflect.apply(recvmsg, undefined, [nowhere, msg])).toThrow('recvmsg: msg_name must be ');
  });

  it('throws a TypeError when msg_control of sendmsg is no list', () => {
    for (const msg_control of ['text', 1, {}]) {
      const call = () => Reflect.apply(sendmsg, undefined, [nowhere, { msg_iov: [], msg_control }]);
      expect(call).toThrow('sendmsg: msg_control must be an array of control messages, or a Uint8Array');
    }
    const call = () => Reflect.apply(sendmsg, undefined, [nowhere, { msg_iov: [], msg_control: [{}] }]);
    expect(call).toThrow('sendmsg: msg_control: cmsg_data must be a Uint8Array');
  });

  it('does not fill what the kernel refused to', () => {
    const buf = room();
    expect(recvmsg(pair()[0], { msg_iov: [buf] }, MSG_DONTWAIT)).toEqual(refused('recvmsg', 'EAGAIN'));
    expect(buf.every((byte) => byte === 0)).toBe(true);
  });
});

describe('control messages of RDS whose data names memory of the process', () => {
  const SOL_RDS = 276;

  /** A control message without data at a place of a list. */
  const header = (level: number, type: number) => {
    const message = Buffer.alloc(16);
    message.writeUInt32LE(16, 0);
    message.writeInt32LE(level, 8);
    message.writeInt32LE(type, 12);
    return message;
  };

  it.each([
    ['RDS_CMSG_RDMA_ARGS', 1],
    ['RDS_CMSG_RDMA_MAP', 3],
    ['RDS_CMSG_ATOMIC_FADD', 6],
    ['RDS_CMSG_ATOMIC_CSWP', 7],
    ['RDS_CMSG_MASKED_ATOMIC_FADD', 8],
    ['RDS_CMSG_MASKED_ATOMIC_CSWP', 9],
  ])('%s is refused before the kernel sees it, wherever it stands', (_name, type) => {
    for (const before of [[], [header(1, 1)], [header(0, 0), header(SOL_RDS, 2)]]) {
      const control = Buffer.concat([...before, header(SOL_RDS, type)]);
      const call = () => native.sendmsg(nowhere, [], null, control, 0);
      expect(call).toThrow(RangeError);
      expect(call).toThrow('sendmsg: msg_control must be control messages whose data carries no address');
    }
  });

  it('others of that level are the kernel to refuse', () => {
    expect(native.sendmsg(nowhere, [], null, header(SOL_RDS, 2), 0)).toBeLessThan(0);
  });

  it('a list that ends or is malformed before it is read no further', () => {
    const rds = header(SOL_RDS, 1);
    for (const control of [
      rds.subarray(0, 15),
      Buffer.concat([Buffer.alloc(16), rds]), // a length of 0
      Buffer.concat([Buffer.alloc(16, 0xff), rds]), // one of 2^64 - 1
    ]) {
      expect(native.sendmsg(nowhere, [], null, control, 0)).toBeLessThan(0);
    }
  });
});

it('a datagram of no bytes arrives with its control messages', () => {
  const { fd, addr } = datagrams(AF_INET);
  unwrap(sendto(fd, Buffer.of(), 0, addr));
  expect(recvmsg(fd, { msg_iov: [room()], msg_controllen: 64 })).toEqual(
    ok({ received: 0, msg_flags: 0, msg_control: [] }),
  );
});
