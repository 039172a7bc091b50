import {
  type Fd,
  FrameDecoder,
  type FrameTooLarge,
  type RecvExactError,
  type RecvFrameError,
  recv_exact,
  recv_frame,
  type SendAllError,
  send_all,
  send_frame,
} from 'sys-socket';
import { describe, expectTypeOf, it } from 'vitest';

declare const fd: Fd;

describe('the error of a stream', () => {
  it('of send_all and send_frame carries what was sent', () => {
    for (const sent of [send_all(fd, new Uint8Array(1)), send_frame(fd, new Uint8Array(1))]) {
      if (sent.ok) return;
      expectTypeOf(sent.error).toEqualTypeOf<SendAllError>();
      expectTypeOf(sent.error.sent).toEqualTypeOf<number>();
      sent.error.code === 'DEADLINE_EXCEEDED';
      sent.error.code === 'EPIPE';
      // @ts-expect-error: a sender sees no end
      sent.error.code === 'UNEXPECTED_EOF';
      // @ts-expect-error: that is recv_exact's
      sent.error.received;
    }
  });

  it('of recv_exact carries what was received, and tells the ends apart', () => {
    const got = recv_exact(fd, new Uint8Array(1));
    if (got.ok) return;
    expectTypeOf(got.error).toEqualTypeOf<RecvExactError>();
    expectTypeOf(got.error.received).toEqualTypeOf<number>();
    got.error.code === 'EOF';
    got.error.code === 'UNEXPECTED_EOF';
    // @ts-expect-error: a typo
    got.error.code === 'UNEXPECTED_END';
    // @ts-expect-error: only a frame has a cap
    got.error.code === 'FRAME_TOO_LARGE';
  });

  it('has errno and syscall only when the kernel said no', () => {
    const got = recv_exact(fd, new Uint8Array(1));
    if (got.ok) return;
    // @ts-expect-error: an end has no errno
    got.error.errno;
    if (got.error.code === 'EOF' || got.error.code === 'UNEXPECTED_EOF' || got.error.code === 'DEADLINE_EXCEEDED')
      return;
    expectTypeOf(got.error.errno).toEqualTypeOf<number>();
    expectTypeOf(got.error.syscall).toEqualTypeOf<string>();
  });

  it('of recv_frame has the announced length when that is over the cap', () => {
    const frame = recv_frame(fd);
    if (frame.ok) return;
    expectTypeOf(frame.error).toEqualTypeOf<RecvFrameError>();
    expectTypeOf(frame.error.received).toEqualTypeOf<number>();
    // @ts-expect-error: not every error announces something
    frame.error.announced;
    if (frame.error.code === 'FRAME_TOO_LARGE') expectTypeOf(frame.error.announced).toEqualTypeOf<number>();
  });

  it('of a FrameDecoder has the frames that were whole before it', () => {
    const pushed = new FrameDecoder().push(new Uint8Array(1));
    if (pushed.ok) return;
    expectTypeOf(pushed.error).toExtend<FrameTooLarge>();
    expectTypeOf(pushed.error.frames).toEqualTypeOf<Uint8Array[]>();
  });
});

describe('the options of a stream', () => {
  it('are checked', () => {
    send_all(fd, new Uint8Array(1), { deadline: 100, on_interrupt: 'return', flags: 0 });
    // @ts-expect-error: no such option
    send_all(fd, new Uint8Array(1), { timeout: 100 });
    // @ts-expect-error: 'retry' or 'return'
    recv_exact(fd, new Uint8Array(1), { on_interrupt: 'throw' });
    // @ts-expect-error: frames have a cap, exact receives do not
    recv_exact(fd, new Uint8Array(1), { cap: 1 });
  });
});
