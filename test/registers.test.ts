import { EBADF, MSG_DONTWAIT, MSG_NOSIGNAL } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { kernel } from '../src/native.js';
import { through_registers } from '../src/registers.js';
import { program, run } from './support/servers.js';
import { pair } from './support/sockets.js';

const thrown = (call: () => unknown) => {
  try {
    return call();
  } catch (error) {
    return String(error);
  }
};
const send = (...args: unknown[]) => thrown(() => Reflect.apply(kernel.send, undefined, args));

describe('an argument that is no int32', () => {
  const bytes = Buffer.from('x');

  it('is checked as an argument, and none of its code runs', () => {
    const says_5 = { valueOf: () => expect.unreachable('valueOf'), [Symbol.toPrimitive]: () => expect.unreachable() };
    const of_fd = (got: string) => `TypeError: send: fd must be an int32, got ${got}`;
    expect(send(says_5, bytes, 0)).toBe(of_fd('an object of another kind'));
    expect(send(1n, bytes, 0)).toBe(of_fd('a bigint'));
    expect(send('1', bytes, 0)).toBe(of_fd('a string'));
    expect(send(Symbol('fd'), bytes, 0)).toBe(of_fd('a symbol'));
    expect(send()).toBe(of_fd('undefined'));
    expect(send(2 ** 31, bytes, 0)).toBe('RangeError: send: fd must be an int32, got 2147483648');
    expect(send(0.5, bytes, 0)).toBe('RangeError: send: fd must be an int32, got 0.5');
    expect(send(Number.NaN, bytes, 0)).toContain('send: fd must be an int32');
  });

  it('may be another number that the parameter takes', () => {
    const [a] = pair();
    expect(send(a, bytes, -0)).toBe(1);
    expect(send(a, bytes, 2 ** 31 + MSG_NOSIGNAL)).toBe(1); // MSG_CMSG_COMPAT of the kernel's own: 0x80000000
  });

  it('is not made up for by an int32 in the place of bytes, or by what the call before it was given', () => {
    const [a] = pair();
    expect(send(a, bytes, 0)).toBe(1);
    expect(send(a, 1, 0)).toBe('TypeError: send: buf must be a Uint8Array, got a number');
    expect(send(undefined, bytes, 0)).toContain('send: fd must be an int32, got undefined');
    expect(send(a, bytes)).toContain('send: flags must be a 32-bit integer, got undefined');
  });
});

describe('a call', () => {
  it('has read its registers before its arguments may call again', () => {
    const [a, b] = pair();
    const [other] = pair();
    const iov = [Buffer.from('HELLO'), Buffer.from('-WORLD')];
    Object.defineProperty(iov, 0, {
      get() {
        expect(kernel.send(other, Buffer.from('inner'), MSG_NOSIGNAL)).toBe(5);
        return Buffer.from('HELLO');
      },
    });
    expect(kernel.sendmsg(a, iov, null, null, MSG_NOSIGNAL)).toBe(11);
    expect(kernel.recv(b, Buffer.alloc(16), MSG_DONTWAIT)).toBe(11);
  });

  it('takes few pieces as arguments of their own, and many in their array', () => {
    for (let count = 1; count <= 6; ++count) {
      const [a, b] = pair();
      const letters = [...'HELLO!'].slice(0, count);
      const into = letters.map(() => Buffer.alloc(1));
      expect(kernel.sendmsg(a, letters.map(Buffer.from), null, null, MSG_NOSIGNAL)).toBe(count);
      expect(kernel.recvmsg(b, into, null, null, new Int32Array(2), MSG_DONTWAIT)).toBe(count);
      expect(into.map(String)).toEqual(letters);
      expect([kernel.writev(a, into), kernel.readv(b, into)]).toEqual([count, count]);
    }
  });

  it('fetches all its pieces before it looks at one of them', () => {
    const sendmsg = (msg_iov: unknown) =>
      thrown(() => Reflect.apply(kernel.sendmsg, undefined, [-1, msg_iov, null, null, 0]));
    for (let count = 1; count <= 6; ++count) {
      const pieces = Array.from({ length: count }, () => new Uint8Array(8));
      const lost = new Uint8Array(8);
      const detaching = [lost, ...pieces];
      Object.defineProperty(detaching, count, { get: () => structuredClone(lost, { transfer: [lost.buffer] }) });
      expect(sendmsg(detaching)).toContain('sendmsg: msg_iov must be a Uint8Array whose buffer is not detached');
      expect(sendmsg(Array(count))).toContain('sendmsg: msg_iov must be a Uint8Array, got undefined');
      expect(sendmsg(new Proxy(pieces, {}))).toContain('sendmsg: msg_iov must be an array of Uint8Array');
      expect(sendmsg(pieces)).toBe(-EBADF);
    }
  });

  it('does the same without registers', () => {
    const { send, recv } = through_registers({ send: kernel.send, recv: kernel.recv }, null);
    const [a, b] = pair();
    expect(send(a, Buffer.from('HELLO'), 0)).toBe(5);
    expect(recv(b, Buffer.alloc(16), MSG_DONTWAIT)).toBe(5);
  });

  it('answers by itself when the answer is wider than its register', () => {
    const { wide, narrow } = through_registers(
      { wide: () => 2 ** 40, narrow: () => undefined },
      Int32Array.of(...Array(11), 7),
    );
    expect([wide(), narrow()]).toEqual([2 ** 40, 7]);
  });
});

it('each thread has registers of its own', async () => {
  const { stdout, stderr } = await run(
    program(`
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      import * as sys from 'sys-socket';
      const code = \`
        import { parentPort } from 'node:worker_threads';
        import * as sys from \${JSON.stringify('sys-socket')};
        let wrong = 0;
        for (let i = 0; i < 50_000; i++) if (sys.fcntl(-1 - (i % 7), sys.F_GETFD).ok) wrong++;
        parentPort.postMessage(wrong);\`;
      const worker = () => new Worker(new URL('data:text/javascript,' + encodeURIComponent(code)));
      const all = [worker(), worker()].map((one) => once(one, 'message'));
      let done = false;
      void Promise.all(all).then(() => { done = true; });
      let wrong = 0;
      while (!done) {
        for (let i = 0; i < 1000; i++) if (!sys.fcntl(1, sys.F_GETFD).ok) wrong++;
        await new Promise(setImmediate);
      }
      console.log(wrong, (await Promise.all(all)).flat());`),
  );
  expect({ stdout: stdout.toString(), stderr }).toEqual({ stdout: '0 [ 0, 0 ]\n', stderr: '' });
});
