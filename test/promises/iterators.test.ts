// What connections, frames and ready_events have in common.
import {
  AF_UNIX,
  as_fd,
  close,
  dup3,
  epoll_create1,
  type Fd,
  FrameReader,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  unwrap,
} from 'sys-socket';
import { connections, frames, ready_events } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { closing, open, pair } from '../support/sockets.js';

const iterators: [string, (fd: Fd) => AsyncGenerator, () => Fd][] = [
  ['connections', connections, () => open(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK)],
  ['frames', (fd) => frames(fd), () => pair()[0]],
  ['frames of a FrameReader', (fd) => frames(new FrameReader(fd)), () => pair()[0]],
  ['ready_events', ready_events, () => closing(unwrap(epoll_create1(0)))],
];

describe.each(iterators)('%s', (_, iterate, made) => {
  it('is of the descriptor that it was made for: not of one that has its number when the iteration begins', async () => {
    const [fd, other] = [made(), made()];
    const iterator = iterate(fd);
    unwrap(close(fd));
    closing(unwrap(dup3(other, fd, 0)));
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('throws at the call if its arguments are wrong', () => {
    expect(() => iterate(as_fd(2 ** 31))).toThrow(RangeError);
    expect(() => iterate('3' as never)).toThrow(TypeError);
  });
});
