import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fstatSync } from 'node:fs';
import {
  AF_UNIX,
  accept,
  bind,
  CMSG_SPACE,
  close,
  close_rights,
  cmsg,
  cmsg_value,
  listen,
  MSG_CMSG_CLOEXEC,
  MSG_CTRUNC,
  MSG_NOSIGNAL,
  recv_exact,
  recv_frame,
  recvmsg_exact,
  SCM_RIGHTS,
  SOL_SOCKET,
  send,
  sendmsg,
  sockaddr_un,
  unwrap,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { hang } from '../support/hang.js';
import { closing, open, open_fds, pair, patient } from '../support/sockets.js';
import { no_socket, nowhere } from '../sys/kit.js';

const room = { msg_controllen: CMSG_SPACE(8) };

function send_with(fd: Parameters<typeof sendmsg>[0], text: string, ...fds: ReturnType<typeof no_socket>[]): void {
  const msg_control = [cmsg(SOL_SOCKET, SCM_RIGHTS, fds)];
  expect(unwrap(sendmsg(fd, { msg_iov: [Buffer.from(text)], msg_control }, MSG_NOSIGNAL))).toBe(text.length);
}

describe('recvmsg_exact', () => {
  it('keeps the descriptors of all parts, in order', () => {
    const [a, b] = pair();
    const [null_device, other] = [no_socket(), a];
    unwrap(send(a, Buffer.from('HE')));
    send_with(a, 'LLO', null_device);
    send_with(a, '-WORLD', other);
    const buffer = Buffer.alloc(11);
    const got = unwrap(recvmsg_exact(b, buffer, { ...room, flags: MSG_CMSG_CLOEXEC }));
    expect(String(buffer)).toBe('HELLO-WORLD');
    const arrived = got.msg_control.flatMap((message) => cmsg_value(message, SOL_SOCKET, SCM_RIGHTS) ?? []);
    expect(arrived.map((fd) => fstatSync(fd).ino)).toEqual([null_device, other].map((fd) => fstatSync(fd).ino));
    expect(got.msg_flags & MSG_CTRUNC).toBe(0);
    expect(close_rights(got.msg_control)).toBe(2);
  });

  it('leaves what comes after the buffer, with its descriptors', () => {
    const [a, b] = pair();
    send_with(a, 'HELLO', no_socket());
    send_with(a, '-WORLD', no_socket());
    expect(close_rights(unwrap(recvmsg_exact(b, new Uint8Array(5), room)).msg_control)).toBe(1);
    expect(close_rights(unwrap(recvmsg_exact(b, new Uint8Array(6), room)).msg_control)).toBe(1);
  });

  it('has what came in its error too: the descriptors are open all the same', () => {
    const [a, b] = pair();
    const before = open_fds();
    send_with(a, 'HEL', b);
    unwrap(close(a));
    const got = recvmsg_exact(b, new Uint8Array(11), room);
    expect(got).toMatchObject({ ok: false, error: { code: 'UNEXPECTED_EOF', received: 3 } });
    if (!got.ok) expect(close_rights(got.error.msg_control)).toBe(1);
    expect(open_fds()).toBe(before - 1);
  });

  it('keeps its deadline', () => {
    const [a, b] = pair();
    send_with(a, 'HEL', b);
    const got = recvmsg_exact(b, new Uint8Array(11), { ...room, deadline: 20 });
    expect(got).toMatchObject({ ok: false, error: { code: 'DEADLINE_EXCEEDED', received: 3 } });
    if (!got.ok) expect(close_rights(got.error.msg_control)).toBe(1);
  });

  it('says MSG_CTRUNC when there was no room', () => {
    const [a, b] = pair();
    send_with(a, 'HELLO', b);
    const got = unwrap(recvmsg_exact(b, new Uint8Array(5), { msg_controllen: 0 }));
    expect(got.msg_flags & MSG_CTRUNC).toBe(MSG_CTRUNC);
    expect(got.msg_control).toEqual([]);
  });

  it('receives what Python sends', async () => {
    const listener = patient(open(AF_UNIX));
    const name = `sys-socket-python-${process.pid}`;
    unwrap(bind(listener, sockaddr_un(`@${name}`)));
    unwrap(listen(listener, 1));
    const python = spawn('python3', [
      '-c',
      `
import os, socket
s = socket.socket(socket.AF_UNIX)
s.connect('\\0${name}')
s.sendall(b'l\\1')
socket.send_fds(s, [b'HELLO'], [os.open('/proc/sys/kernel/ostype', os.O_RDONLY)])
s.sendall(b'-WORLD')
s.recv(1)
`,
    ]);
    const ended = once(python, 'exit');
    const conn = closing(patient(unwrap(accept(listener))));
    const buffer = Buffer.alloc(13);
    const got = unwrap(recvmsg_exact(conn, buffer, { ...room, deadline: hang }));
    expect(String(buffer)).toBe('l\u0001HELLO-WORLD');
    const arrived = got.msg_control.flatMap((message) => cmsg_value(message, SOL_SOCKET, SCM_RIGHTS) ?? []);
    expect(arrived).toHaveLength(1);
    expect(arrived.map((fd) => fstatSync(fd).isFile())).toEqual([true]);
    expect(close_rights(got.msg_control)).toBe(1);
    unwrap(send(conn, Buffer.from('!')));
    expect(await ended).toEqual([0, null]);
  });

  it('throws for a wrong argument, and names it', () => {
    const call =
      (...args: unknown[]) =>
      () =>
        Reflect.apply(recvmsg_exact, undefined, [nowhere, ...args]);
    expect(call('text', room)).toThrow('recvmsg_exact: buffer must be');
    expect(call(new Uint8Array(1))).toThrow('recvmsg_exact: options must be');
    expect(call(new Uint8Array(1), {})).toThrow('recvmsg_exact: options.msg_controllen must be');
    expect(call(new Uint8Array(1), { msg_controllen: -1 })).toThrow(RangeError);
  });
});

describe('recv_exact and recv_frame', () => {
  it('leave no descriptor open that came with the bytes: the kernel drops it', () => {
    const [a, b] = pair();
    const before = open_fds();
    send_with(a, 'HELLO', b);
    expect(recv_exact(b, new Uint8Array(5))).toEqual({ ok: true, value: 5 });
    send_with(a, '\0\0\0\u0001!', b);
    expect(recv_frame(b)).toEqual({ ok: true, value: Uint8Array.of(0x21) });
    expect(open_fds()).toBe(before);
  });
});
