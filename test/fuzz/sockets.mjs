// Descriptors that a fuzzer may do anything to. All are 500 or more, so that one that was closed is never one that Node
// has opened since, and none of them blocks.

import { openSync } from 'node:fs';
import * as sys from '../../dist/index.js';
import { open_files } from '../support/open-files.mjs';

const lowest = 500;

/** Open sockets of every kind that loopback offers. */
export const fds = [];

/** Numbers of 500 or more that nobody has opened, and what can never be a descriptor. */
export const stale = [900, 901, 1_048_575, 2 ** 31 - 1, -1, -100];

/** Addresses that lead nowhere but to this machine. */
export const addresses = [];

/** What Node itself has open: number and file. */
let nodes_own = open_files();

/** What is open now, but for the sockets, stays open from now on. */
export function keep_open() {
  nodes_own = new Map([...open_files()].filter(([fd]) => fd < lowest));
}

function keep(fd) {
  fds.push(sys.unwrap(sys.fcntl(fd, sys.F_DUPFD_CLOEXEC, lowest)));
  sys.close(fd);
  return fds.at(-1);
}

function make(domain, type) {
  return keep(sys.unwrap(sys.socket(domain, type | sys.SOCK_NONBLOCK | sys.SOCK_CLOEXEC, 0)));
}

function name_of(fd) {
  const addr = sys.sockaddr_storage();
  sys.unwrap(sys.getsockname(fd, addr));
  return addr;
}

/** Closes whatever the calls have opened, and makes the sockets anew. */
export function renew() {
  for (const [fd, file] of open_files()) if (nodes_own.get(fd) !== file) sys.close(fd);
  // -0 is a descriptor too. Once it is closed, the next pipe would be there, and a read of it would wait.
  if (!open_files().has(0)) openSync('/dev/null');
  fds.length = 0;
  const loopback = sys.sockaddr_in('127.0.0.1', 0);
  const listener = make(sys.AF_INET, sys.SOCK_STREAM);
  sys.unwrap(sys.bind(listener, loopback));
  sys.unwrap(sys.listen(listener, 4));
  for (let i = 0; i < 2; i++) sys.connect(make(sys.AF_INET, sys.SOCK_STREAM), name_of(listener));
  keep(sys.unwrap(sys.accept4(listener, undefined, sys.SOCK_NONBLOCK)));
  make(sys.AF_INET6, sys.SOCK_STREAM);
  const udp = make(sys.AF_INET, sys.SOCK_DGRAM);
  sys.unwrap(sys.bind(udp, loopback));
  sys.unwrap(sys.connect(make(sys.AF_INET, sys.SOCK_DGRAM), name_of(udp)));
  for (const type of [sys.SOCK_STREAM, sys.SOCK_DGRAM, sys.SOCK_SEQPACKET]) {
    sys.unwrap(sys.socketpair(sys.AF_UNIX, type | sys.SOCK_NONBLOCK, 0)).forEach(keep);
  }
  addresses.splice(
    0,
    Infinity,
    loopback,
    name_of(listener),
    name_of(udp),
    sys.sockaddr_in6('::1', 1),
    sys.sockaddr_un('@sys-socket-fuzz'),
    sys.sockaddr_un('fuzz'),
    sys.sockaddr_un(new Uint8Array(108).fill(0x41)),
    sys.sockaddr_un(),
    sys.sockaddr(new Uint8Array(0)),
    sys.sockaddr(Uint8Array.of(1, 0)),
    sys.sockaddr(new Uint8Array(200).fill(0xff)),
    sys.sockaddr_storage(),
    sys.sockaddr_storage(0),
    sys.sockaddr_storage(3),
    Object.create(Object.getPrototypeOf(loopback)),
    new Proxy(loopback, {}),
  );
}
