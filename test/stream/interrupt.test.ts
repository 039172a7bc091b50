import { threadId } from 'node:worker_threads';
import {
  FrameReader,
  interrupt,
  recv,
  recv_exact,
  recv_frame,
  recv_frame_into,
  recvmsg_exact,
  send,
  send_all,
  send_frame,
  unwrap,
} from 'sys-socket';
import { describe, expect, it, onTestFinished } from 'vitest';
import { interpose } from '../../src/native.js';
import { inject } from '../../src/observe/fault/inject.js';
import { pair } from '../support/sockets.js';

/** Interrupts this thread as soon as it has made its next receive, or its next send. */
function interrupt_after(call: 'recv' | 'recvmsg' | 'send' | 'sendmsg' | 'poll'): void {
  const stop = interpose((below) => ({
    [call](...args: never[]) {
      const result = Reflect.apply(below[call], below, args);
      stop();
      unwrap(interrupt(threadId));
      return result;
    },
  }));
  onTestFinished(stop);
}

/** A socket in which so many bytes have come. */
function holding(bytes: Uint8Array) {
  const [a, b] = pair();
  unwrap(send(b, bytes, 0));
  return { a, b };
}

const eintr = (progress: object) => ({ ok: false, error: { code: 'EINTR', ...progress } });
const header = Uint8Array.of(0, 0, 0, 8, 1, 2);

describe('an EINTR that interrupt() asked for ends a loop, with what it has moved', () => {
  it('recv_exact: the next one goes on behind that', () => {
    const { a, b } = holding(Uint8Array.of(1, 2, 3));
    interrupt_after('recv');
    const buffer = new Uint8Array(5);
    expect(recv_exact(a, buffer)).toMatchObject(eintr({ received: 3 }));
    unwrap(send(b, Uint8Array.of(4, 5), 0));
    expect(recv_exact(a, buffer.subarray(3))).toEqual({ ok: true, value: 2 });
    expect([...buffer]).toEqual([1, 2, 3, 4, 5]);
  });

  it('recv_exact with a deadline, while it waits in poll', () => {
    const { a } = holding(Uint8Array.of(1, 2, 3));
    interrupt_after('recv');
    expect(recv_exact(a, new Uint8Array(5), { deadline: 1e9 })).toMatchObject(eintr({ syscall: 'poll', received: 3 }));
  });

  it('recvmsg_exact', () => {
    const { a } = holding(Uint8Array.of(1, 2, 3));
    interrupt_after('recvmsg');
    expect(recvmsg_exact(a, new Uint8Array(5), { msg_controllen: 0 })).toMatchObject(eintr({ received: 3 }));
  });

  it('recv_frame and recv_frame_into: header and payload count', () => {
    const { a } = holding(header);
    interrupt_after('recv');
    expect(recv_frame(a)).toMatchObject(eintr({ received: 4 }));
    unwrap(interrupt(threadId));
    expect(recv_frame_into(a, new Uint8Array(8))).toMatchObject(eintr({ received: 0 }));
  });

  it('FrameReader: the next read goes on there', () => {
    const { a, b } = holding(header);
    const reader = new FrameReader(a);
    interrupt_after('recv');
    expect(reader.next()).toMatchObject(eintr({ received: 6 }));
    unwrap(send(b, Uint8Array.of(3, 4, 5, 6, 7, 8), 0));
    const frame = reader.next();
    expect(frame.ok && [...frame.value]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('send_all and send_frame', () => {
    const [a] = pair();
    interrupt_after('send');
    const stop = inject(['sendto:short=3:when=1', 'sendmsg:short=6:when=1']);
    expect(send_all(a, new Uint8Array(5))).toMatchObject(eintr({ sent: 3 }));
    interrupt_after('sendmsg');
    expect(send_frame(a, new Uint8Array(5))).toMatchObject(eintr({ sent: 6 }));
    stop.stop();
  });
});

describe('any other EINTR', () => {
  it('is passed over as ever, after a request that another call has answered', () => {
    const { a } = holding(Uint8Array.of(1, 2, 3));
    unwrap(interrupt(threadId));
    expect(recv(a, new Uint8Array(1), 0)).toMatchObject(eintr({}));
    const faults = inject(['recvfrom:error=EINTR:when=1..2']);
    expect(recv_exact(a, new Uint8Array(3))).toEqual({ ok: true, value: 3 });
    faults.stop();
  });
});
