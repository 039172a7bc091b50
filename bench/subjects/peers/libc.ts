import { constants } from 'node:os';
import * as sys from 'sys-socket';
import { type Step, wrong } from '../kit.js';

/**
 * C's functions as a peer calls them: -1 is an error, and `errno()` returns its number. If a peer throws, catching the error is part of its cost. A
 * peer leaves out the functions that it lacks or that do not work.
 */
export interface Libc {
  send(fd: number, buf: Uint8Array, flags: number): number;
  recv(fd: number, buf: Uint8Array, flags: number): number;
  sendto?(fd: number, buf: Uint8Array, flags: number, to: Uint8Array): number;
  recvfrom?(fd: number, buf: Uint8Array, flags: number, from: Uint8Array, length: Int32Array): number;
  poll?(fds: Int32Array, nfds: number, timeout: number): number;
  getsockopt?(fd: number, level: number, name: number, value: Int32Array, length: Int32Array): number;
  errno(): number;
}

const message = new Uint8Array(64);
const buffer = new Uint8Array(64);

/** The rows of bench/floor that a peer can do. This package creates the sockets, so that only the calls are measured. */
export function rows_of(libc: Libc): Readonly<Record<string, () => Step>> {
  const { unwrap } = sys;
  const { sendto, recvfrom, poll, getsockopt } = libc;
  const pair = () => unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM, 0));
  const rows: Record<string, () => Step> = {
    pair() {
      const [left, right] = pair();
      return () => {
        if (libc.send(left, message, sys.MSG_NOSIGNAL) !== message.length) wrong('send');
        if (libc.recv(right, buffer, 0) !== buffer.length) wrong('recv');
      };
    },
    eagain() {
      const [left] = pair();
      return () => {
        if (libc.recv(left, buffer, sys.MSG_DONTWAIT) !== -1 || libc.errno() !== constants.errno.EAGAIN) wrong('recv');
      };
    },
  };
  if (sendto !== undefined && recvfrom !== undefined) {
    rows.udp = () => {
      const [sender, receiver] = [0, 0].map(() => unwrap(sys.socket(sys.AF_INET, sys.SOCK_DGRAM, 0)));
      if (sender === undefined || receiver === undefined) wrong('socket');
      unwrap(sys.bind(receiver, sys.sockaddr_in('127.0.0.1', 0)));
      const to = unwrap(sys.getsockname(receiver)).bytes;
      const from = new Uint8Array(128);
      const length = new Int32Array(1);
      return () => {
        length[0] = from.length;
        if (sendto(sender, message, 0, to) !== message.length) wrong('sendto');
        if (recvfrom(receiver, buffer, 0, from, length) !== buffer.length) wrong('recvfrom');
      };
    };
  }
  if (poll !== undefined) {
    rows['poll-1'] = () => {
      const fds = Int32Array.of(unwrap(sys.eventfd(1, 0)), sys.POLLIN); // struct pollfd
      return () => {
        if (poll(fds, 1, -1) !== 1) wrong('poll');
      };
    };
  }
  if (getsockopt !== undefined) {
    rows['getsockopt-int'] = () => {
      const fd = unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
      const value = new Int32Array(1);
      const length = new Int32Array(1);
      return () => {
        length[0] = value.byteLength;
        if (getsockopt(fd, sys.SOL_SOCKET, sys.SO_RCVBUF, value, length) !== 0 || value[0] === 0) wrong('getsockopt');
      };
    };
  }
  return rows;
}
