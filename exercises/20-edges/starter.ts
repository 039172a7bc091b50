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
  throw new Error('TODO: what do you expect?');
  // return [
  //   ['nothing has come', false, false],
  //   ['4000 bytes come', true, true],
  //   ['asked again', true, true],
  //   ['1000 are read', true, true],
  //   ['1000 more come', true, true],
  //   ['asked again', true, true],
  //   ['all are read', true, true],
  //   ['100 bytes come', true, true],
  //   ['the peer has ended', true, true],
  //   ['asked again', true, true],
  // ];
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
  throw new Error('TODO: an epoll set, EPOLLET');
}
