// Misuse throws before any syscall, and the message begins with the function and the argument.
import {
  announced_length,
  define_cmsg,
  define_option,
  errno_name,
  FrameDecoder,
  getsockopt,
  if_indextoname,
  int,
  is_sockaddr_alg,
  is_sockaddr_can,
  is_sockaddr_in,
  is_sockaddr_in6,
  is_sockaddr_ll,
  is_sockaddr_nl,
  is_sockaddr_tipc,
  is_sockaddr_un,
  is_sockaddr_vm,
  is_sockaddr_xdp,
  recv_exact,
  recv_frame,
  recvmsg_exact,
  SO_RCVBUF,
  SOL_SOCKET,
  send_all,
  send_frame,
  sockaddr,
  sockaddr_ll,
  sockaddr_un,
  strerror,
  tcp_state_name,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { pair } from '../support/sockets.js';
import { nowhere } from '../sys/kit.js';

type Call = (...args: never[]) => unknown;
const misuse =
  (call: Call, ...args: unknown[]) =>
  () =>
    Reflect.apply(call, undefined, args);
const push: Call = (bytes: Uint8Array) => new FrameDecoder().push(bytes);

function detached(): Uint8Array {
  const view = new Uint8Array(8);
  structuredClone(view.buffer, { transfer: [view.buffer] });
  return view;
}

/** Eight bytes that say they are more. */
class Liar extends Uint8Array {
  override get length(): number {
    return 100;
  }
}

describe('a detached buffer', () => {
  const cases: readonly (readonly [string, Call, readonly unknown[]])[] = [
    ['send_all: bytes', send_all, [nowhere]],
    ['send_frame: payload', send_frame, [nowhere]],
    ['recv_exact: buffer', recv_exact, [nowhere]],
    ['recvmsg_exact: buffer', recvmsg_exact, [nowhere]],
    ['getsockopt: optval', getsockopt, [nowhere, SOL_SOCKET, SO_RCVBUF]],
    ['sockaddr: bytes', sockaddr, []],
    ['sockaddr_un: path', sockaddr_un, []],
    ['sockaddr_ll: sll_addr', sockaddr_ll, [0, 1]],
    ['announced_length: header', announced_length, []],
    ['FrameDecoder.push: bytes', push, []],
  ];
  it.each(cases)('is a TypeError that begins with %s', (where, call, before) => {
    expect(misuse(call, ...before, detached(), { msg_controllen: 0 })).toThrow(TypeError);
    expect(misuse(call, ...before, detached(), { msg_controllen: 0 })).toThrow(`${where}`);
  });
});

describe('a subclass that lies about its length', () => {
  it('is taken for what it is', () => {
    const [a, b] = pair();
    expect(send_all(a, new Liar(8))).toEqual({ ok: true, value: 8 });
    expect(recv_exact(b, new Liar(8))).toEqual({ ok: true, value: 8 });
    expect(send_frame(a, new Liar(8))).toEqual({ ok: true, value: 12 });
    expect(recv_frame(b)).toEqual({ ok: true, value: new Uint8Array(8) });
    expect(sockaddr(new Liar(8)).length).toBe(8);
    expect(sockaddr_un(new Liar(8)).length).toBe(10);
    expect(sockaddr_ll(0, 1, new Liar(8)).length).toBe(20);
  });
});

describe('what is no argument', () => {
  it.each([
    ['announced_length: header', announced_length, [null, 1]],
    ['announced_length: header', announced_length, [new Uint8Array(3), 1]],
    ['announced_length: cap', announced_length, [new Uint8Array(4), Number.NaN]],
    ['errno_name: errno', errno_name, [Symbol('EAGAIN')]],
    ['errno_name: errno', errno_name, [undefined]],
    ['strerror: errno', strerror, [1.5]],
    ['tcp_state_name: state', tcp_state_name, ['10']],
    ['if_indextoname: ifindex', if_indextoname, ['lo']],
    ['define_cmsg: codec', define_cmsg, [SOL_SOCKET, 4242, null, 'r']],
    ['define_cmsg: access', define_cmsg, [SOL_SOCKET, 4242, int, 'x']],
    ['define_cmsg: type', define_cmsg, [SOL_SOCKET, '1', int, 'r']],
    ['define_option: codec', define_option, [SOL_SOCKET, 4242, {}, 'r']],
    ['define_option: codec', define_option, [SOL_SOCKET, 4242, null, 'r']],
    ['define_option: optname', define_option, [SOL_SOCKET, 1.5, int, 'r']],
  ] as readonly (readonly [string, Call, readonly unknown[]])[])('throws, and begins with %s', (where, call, args) => {
    expect(misuse(call, ...args)).toThrow(where);
  });

  it.each([
    is_sockaddr_in,
    is_sockaddr_in6,
    is_sockaddr_un,
    is_sockaddr_nl,
    is_sockaddr_ll,
    is_sockaddr_vm,
    is_sockaddr_can,
    is_sockaddr_xdp,
    is_sockaddr_alg,
    is_sockaddr_tipc,
  ])('throws from $name', (guard) => {
    for (const value of [null, undefined, {}, '127.0.0.1:80']) {
      expect(misuse(guard, value)).toThrow(new TypeError(`${guard.name}: addr must be a SockAddr`));
    }
  });
});
