// Memory that other code detaches or shrinks while a promise waits. That is a mistake of the caller: the promise rejects, says how far the call
// came, and nothing is taken for the end of the stream.
import { readdirSync, readlinkSync } from 'node:fs';
import {
  CMSG_SPACE,
  cmsg,
  type Fd,
  MSG_DONTWAIT,
  recv,
  SCM_RIGHTS,
  SO_SNDBUF,
  SOL_SOCKET,
  send,
  sendmsg,
  setsockopt,
  unwrap,
} from 'sys-socket';
import { recv_exact, recvmsg_exact, send_all, send_frame } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { pair } from '../support/sockets.js';

interface Lost {
  readonly bytes: Uint8Array;
  lose(): void;
}

type Resizable = ArrayBuffer & { resize(length: number): void };

const memories: Readonly<Record<string, (length: number) => Lost>> = {
  'a buffer that is transferred': (length) => {
    const bytes = new Uint8Array(length);
    return { bytes, lose: () => structuredClone(bytes.buffer, { transfer: [bytes.buffer] }) };
  },
  'a buffer that shrinks': (length) => {
    const memory: Resizable = Reflect.construct(ArrayBuffer, [length, { maxByteLength: length }]);
    return { bytes: new Uint8Array(memory), lose: () => memory.resize(2) };
  },
};

const told = (bytes: number) => `the buffer was detached or shrank while the call waited, after ${bytes} bytes`;

/** The number of descriptors of this socket. */
function descriptors_of(fd: Fd): number {
  const socket = readlinkSync(`/proc/self/fd/${fd}`);
  return readdirSync('/proc/self/fd').filter((name) => link_of(name) === socket).length;
}

/** Undefined if it is closed, as the one with which the folder was read is. */
function link_of(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

/** Receives all that is there. */
function drain(fd: Fd): number {
  const got = recv(fd, new Uint8Array(1 << 20), MSG_DONTWAIT);
  return got.ok ? got.value + drain(fd) : 0;
}

describe.each(Object.entries(memories))('%s', (_, make) => {
  it.each([0, 3])('rejects recv_exact after %d bytes', async (before) => {
    const [a, b] = pair();
    const { bytes, lose } = make(11);
    if (before > 0) unwrap(send(a, Buffer.alloc(before), 0));
    const received = recv_exact(b, bytes);
    lose();
    unwrap(send(a, Buffer.from('WORLD'), 0));
    await expect(received).rejects.toThrow(new TypeError(told(before)));
  });

  it('rejects recvmsg_exact, and closes the descriptors that had arrived', async () => {
    const [a, b] = pair();
    const { bytes, lose } = make(11);
    unwrap(sendmsg(a, { msg_iov: [Buffer.from('HEL')], msg_control: [cmsg(SOL_SOCKET, SCM_RIGHTS, [a, a])] }));
    const received = recvmsg_exact(b, bytes, { msg_controllen: CMSG_SPACE(8) });
    expect(descriptors_of(a)).toBe(3);
    lose();
    unwrap(send(a, Buffer.from('WORLD'), 0));
    await expect(received).rejects.toThrow(new TypeError(told(3)));
    expect(descriptors_of(a)).toBe(1);
  });

  it.each([
    ['send_all', send_all],
    ['send_frame', send_frame],
  ] as const)('rejects %s, and says how many bytes were sent', async (_, call) => {
    const [a, b] = pair();
    unwrap(setsockopt(a, SOL_SOCKET, SO_SNDBUF, 4608)); // the least that Linux grants
    const { bytes, lose } = make(1 << 20);
    const sent = call(a, bytes);
    lose();
    const arrived = drain(b);
    await expect(sent).rejects.toThrow(new TypeError(told(arrived)));
    expect(drain(b)).toBe(0);
  });
});
