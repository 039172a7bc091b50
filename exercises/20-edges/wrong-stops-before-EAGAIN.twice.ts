import {
  EPOLL_CTL_ADD,
  EPOLLET,
  EPOLLIN,
  EPOLLRDHUP,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  type Fd,
  recv,
  unwrap,
} from 'sys-socket';

/** After each event: does epoll_wait report it, level-triggered (LT) and edge-triggered (ET)? Guess before you run anything. */
export function guess(): readonly (readonly [event: string, LT: boolean, ET: boolean])[] {
  return [
    ['nothing has come', false, false],
    ['4000 bytes come', true, true],
    ['asked again', true, false],
    ['1000 are read', true, false],
    ['1000 more come', true, true],
    ['asked again', true, false],
    ['all are read', false, false],
    ['100 bytes come', true, true],
    ['the peer has ended', true, true],
    ['asked again', true, false],
  ];
}

/** Receives from many descriptors, edge-triggered. */
export interface Edges {
  /** Watches a non-blocking descriptor (O_NONBLOCK). */
  add(fd: Fd): void;
  /** Calls epoll_wait once, sleeps for at most `timeout` ms, and receives all bytes that are there. */
  turn(timeout: number): void;
}

/** `came` gets the bytes that have arrived. `ended` is called once, at the end of the stream. */
export function make_edges(came: (fd: Fd, bytes: Uint8Array) => void, ended: (fd: Fd) => void): Edges {
  const set = unwrap(epoll_create1(0));
  const events = epoll_events(64);
  const room = Buffer.alloc(4096);
  const drain = (fd: Fd) => {
    for (let i = 0; i < 2; i++) {
      const got = recv(fd, room);
      if (got.ok && got.value > 0) came(fd, Uint8Array.from(room.subarray(0, got.value)));
      else if (got.ok) return ended(fd);
      else if (got.error.code !== 'EINTR') return; // EAGAIN: the next edge reports more
    }
  };
  return {
    add: (fd) => void unwrap(epoll_ctl(set, EPOLL_CTL_ADD, fd, { events: EPOLLIN | EPOLLRDHUP | EPOLLET })),
    turn(timeout) {
      const ready = epoll_wait(set, events, timeout);
      for (let i = 0; ready.ok && i < ready.value; i++) drain(events.fd(i));
    },
  };
}
