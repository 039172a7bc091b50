import {
  EPOLL_CTL_ADD,
  EPOLLET,
  EPOLLIN,
  epoll_create1,
  epoll_ctl,
  epoll_events,
  epoll_wait,
  type Fd,
  readv,
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
  return {
    add: (fd) => void unwrap(epoll_ctl(set, EPOLL_CTL_ADD, fd, { events: EPOLLIN | EPOLLET, data: 1000 + fd })),
    turn(timeout) {
      const events = epoll_events(8);
      const ready = epoll_wait(set, events, timeout);
      for (let i = 0; ready.ok && i < ready.value; i++) {
        const fd = (events.data(i) - 1000) as Fd; // what add was given
        for (const bytes of pieces(fd)) {
          if (bytes.length === 0) ended(fd);
          else came(fd, bytes);
        }
      }
    },
  };
}

/** The pieces that are there now; the last is empty at the end of the stream. */
function* pieces(fd: Fd): Generator<Uint8Array> {
  for (;;) {
    const room = [new Uint8Array(7), new Uint8Array(300)] as const;
    const got = readv(fd, room);
    if (!got.ok && got.error.code === 'EINTR') continue;
    if (!got.ok) return;
    yield Buffer.concat(room).subarray(0, got.value);
    if (got.value === 0) return;
  }
}
