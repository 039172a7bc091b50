// Makes each call that decodes into arrays or objects, clean and then with each name of the answers as a setter on Object.prototype, each
// index as one on Array.prototype and on Object.prototype, and each name that a message may lack as a value there. Prints the calls that then
// throw, answer something else, or leave a descriptor behind. To be run in a network namespace of its own, where the answers stay the same.

import * as sys from '../../dist/index.js';
import * as soon from '../../dist/promises/index.js';
import { parse_strace } from '../../dist/strace/index.js';
import { open_files } from '../support/open-files.mjs';

const { unwrap } = sys;

const bound = (type) => {
  const fd = unwrap(sys.socket(sys.AF_INET, type, 0));
  unwrap(sys.bind(fd, sys.sockaddr_in('127.0.0.1', 0)));
  if (type === sys.SOCK_STREAM) unwrap(sys.listen(fd, 4));
  const addr = sys.sockaddr_storage();
  unwrap(sys.getsockname(fd, addr));
  return [fd, addr];
};
const [, udp] = bound(sys.SOCK_DGRAM);
const [listener, tcp] = bound(sys.SOCK_STREAM);
const [a, b] = unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_DGRAM, 0));
unwrap(sys.setsockopt(b, sys.SOL_SOCKET, sys.SO_PASSCRED, 1));
const [c, d] = unwrap(sys.socketpair(sys.AF_UNIX, sys.SOCK_STREAM | sys.SOCK_NONBLOCK, 0));
const epfd = unwrap(sys.epoll_create1(0));
unwrap(sys.epoll_ctl(epfd, sys.EPOLL_CTL_ADD, a, { events: sys.EPOLLOUT }));
const monitor = unwrap(sys.socket(sys.AF_NETLINK, sys.SOCK_RAW, sys.NETLINK_ROUTE));
unwrap(sys.bind(monitor, sys.sockaddr_nl()));
const links = sys.encode_nlmsg(
  sys.RTM_GETLINK,
  sys.NLM_F_REQUEST,
  1,
  Uint8Array.of(...new Uint8Array(4), 1, ...new Uint8Array(11)),
);

const both_closed = ([one, other]) => [sys.close(one).ok, sys.close(other).ok];
const received = (msg_control) => {
  unwrap(sys.sendmsg(a, { msg_iov: [Buffer.from('x')], msg_control }));
  const { received, msg_control: came } = unwrap(sys.recvmsg(b, { msg_iov: [new Uint8Array(4)], msg_controllen: 128 }));
  return [received, came.map(({ cmsg_type }) => cmsg_type).join(), sys.close_rights(came)];
};
const { AF_INET, AF_NETLINK, AF_PACKET, AF_UNIX, SOL_SOCKET } = sys;
const told = (request) => unwrap(sys.sock_diag(request));

const calls = {
  getifaddrs: () => unwrap(sys.getifaddrs()),
  if_nameindex: () => unwrap(sys.if_nameindex()),
  if_nametoindex: () => unwrap(sys.if_nametoindex('lo')),
  if_indextoname: () => unwrap(sys.if_indextoname(1)),
  rtnl_links: () => unwrap(sys.rtnl_links()),
  rtnl_addrs: () => unwrap(sys.rtnl_addrs()),
  rtnl_routes: () => unwrap(sys.rtnl_routes()),
  rtnl_neighs: () => unwrap(sys.rtnl_neighs()),
  'sock_diag of TCP': () => told({ family: AF_INET, protocol: sys.IPPROTO_TCP, src: tcp, states: [sys.TCP_LISTEN] }),
  'sock_diag of UDP': () => told({ family: AF_INET, protocol: sys.IPPROTO_UDP, src: udp }),
  // In a namespace all are this process's, but for the socket that asks.
  'sock_diag of unix': () =>
    told({ family: AF_UNIX })
      .map(({ inode, peer, ...same }) => same)
      .sort(by_cookie),
  'sock_diag of netlink': () => told({ family: AF_NETLINK }).filter(({ src }) => src.nl_pid === process.pid).length,
  'sock_diag of packet': () => told({ family: AF_PACKET }),
  nl_recv: () => {
    unwrap(sys.send(monitor, links, 0));
    const [message] = unwrap(sys.nl_recv(monitor, new Uint8Array(32768)));
    return sys.rtnl_message(message).link.ifla_ifname;
  },
  getaddrinfo: () => unwrap(sys.getaddrinfo('127.0.0.1', '80', {})),
  getnameinfo: () => unwrap(sys.getnameinfo(tcp, sys.NI_NUMERICHOST | sys.NI_NUMERICSERV)),
  socketpair: () => both_closed(unwrap(sys.socketpair(AF_UNIX, sys.SOCK_STREAM, 0))),
  pipe2: () => both_closed(unwrap(sys.pipe2(0))),
  poll: () => {
    const watched = [{ fd: a, events: sys.POLLOUT, revents: 0 }];
    return [unwrap(sys.poll(watched, 0)), watched];
  },
  epoll_wait: () => {
    const events = sys.epoll_events(4);
    return [unwrap(sys.epoll_wait(epfd, events, 0)), events.fd(0), events.events(0)];
  },
  'getsockopt of a struct': () => unwrap(sys.getsockopt(listener, SOL_SOCKET, sys.SO_LINGER)),
  'getsockopt of a list': () => unwrap(sys.getsockopt(listener, SOL_SOCKET, sys.SO_MEMINFO)),
  'getsockopt of TCP_INFO': () => Object.keys(unwrap(sys.getsockopt(listener, sys.IPPROTO_TCP, sys.TCP_INFO))),
  'recvmsg of descriptors': () => received([sys.cmsg(SOL_SOCKET, sys.SCM_RIGHTS, [a, b])]),
  recvmmsg: () => {
    const batch = sys.mmsghdr(2, { bytes: 8, name: 110, control: 64 });
    for (const text of ['one', 'two']) unwrap(sys.send(a, Buffer.from(text), 0));
    const count = unwrap(sys.recvmmsg(b, batch, 2, sys.MSG_DONTWAIT));
    return [count, batch.msg_len(0), String(batch.bytes(1)), batch.msg_control(1).length];
  },
  // What it waits for is sent when the prototypes are clean again: the event loop is Node's.
  'recv on the event loop': () => soon.recv(d, new Uint8Array(4), 0),
  EAGAIN: () => sys.recv(b, new Uint8Array(1), sys.MSG_DONTWAIT).error,
  pthread_sigmask: () => unwrap(sys.pthread_sigmask(sys.SIG_UNBLOCK, [sys.SIGUSR2])),
  flag_names: () => sys.flag_names('MSG_', sys.MSG_PEEK | sys.MSG_TRUNC),
  FrameDecoder: () => unwrap(new sys.FrameDecoder().push(Uint8Array.of(0, 0, 0, 1, 65, 0, 0, 0, 1, 66))).map(String),
  parse_strace: () => [...parse_strace('poll([{fd=3, events=POLLIN|POLLOUT}, {fd=4}], 2, [1 2]) = 1 ([{fd=3}])')],
};
const by_cookie = (one, other) => Number(one.cookie - other.cookie);

const as_text = (value) =>
  JSON.stringify(value, (name, part) => {
    if (typeof part === 'bigint') return `${part}n`;
    if (part instanceof Map) return [...part].length;
    // What counts while we ask.
    return ['ifla_stats64', 'ifa_data', 'ifa_cacheinfo', 'skmeminfo', 'tcp_info'].includes(name) ? typeof part : part;
  });

async function settled(answer) {
  if (!(answer instanceof Promise)) return answer;
  unwrap(sys.send(c, Buffer.from('late'), 0));
  return unwrap(await answer);
}

const clean = {};
for (const [name, call] of Object.entries(calls)) clean[name] = as_text(await settled(call()));

/** Every name that the answers have, and those that only some messages have. */
const names = new Set(['get', 'set', 'value', 'writable', 'ok', 'error', 'payload', 'decode', 'events', 'code']);
JSON.parse(`[${Object.values(clean)}]`, function (name, value) {
  if (!Array.isArray(this)) names.add(name);
  return value;
});
names.delete('');

const thrower = () => {
  throw new Error('a setter of a prototype was called');
};
const ways = [
  ...['0', '1', '11'].flatMap((index) =>
    [Array.prototype, Object.prototype].flatMap((on) => [
      [`a setter of ${index} that throws`, on, index, { set: thrower }],
      [`a setter of ${index} that swallows`, on, index, { get: () => undefined, set: () => {} }],
    ]),
  ),
  ...[...names].flatMap((name) => [
    // A property descriptor that somebody writes out takes these from there: Node's own too.
    ...(/^([gs]et|value|writable)$/.test(name)
      ? []
      : [[`a value of ${name}`, Object.prototype, name, { value: 7, writable: true }]]),
    [`a setter of ${name}`, Object.prototype, name, { set: thrower }],
  ]),
];

const { defineProperty, deleteProperty } = Reflect;
let before = open_files().size;

const faults = [];
for (const [what, on, name, descriptor] of ways) {
  for (const [call, make] of Object.entries(calls)) {
    let answer;
    defineProperty(on, name, { __proto__: null, configurable: true, ...descriptor });
    try {
      answer = make();
    } catch (error) {
      answer = error;
    }
    deleteProperty(on, name);
    answer = await settled(answer).catch((error) => error);
    const text = answer instanceof Error ? String(answer) : as_text(answer);
    if (text !== clean[call]) faults.push(`${call}, with ${what}: ${text?.slice(0, 200)}`);
    const after = open_files().size;
    if (after !== before) faults.push(`${call}, with ${what}: left ${after - before} descriptors`);
    before = after;
  }
}
console.log([...faults.slice(0, 40), `${Object.keys(calls).length} calls, ${faults.length} faults`].join('\n'));
