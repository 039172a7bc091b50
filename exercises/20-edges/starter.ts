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

/** After each event: does epoll_wait tell of it, level-triggered (LT) and edge-triggered (ET)? Guess before you run anything. */
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

/** Receives from many descriptors, edge by edge. */
export interface Edges {
  /** Watches a descriptor that does not block (O_NONBLOCK). */
  add(fd: Fd): void;
  /** Asks once, sleeps at most `timeout` ms, and receives all that there is. */
  turn(timeout: number): void;
}

/** `came` is told what has come; `ended`, once, that no more will. */
export function make_edges(came: (fd: Fd, bytes: Uint8Array) => void, ended: (fd: Fd) => void): Edges {
  throw new Error('TODO: an epoll set, EPOLLET');
}
