// What only one function takes, or one kind of them: a parameter of a common name that means something of its own there.

import * as sys from '../../dist/index.js';
import { numbers } from './hostile.mjs';
import { fds } from './sockets.mjs';

/** @typedef {import('./random.mjs').Random} Random */

const byte = (random) => random.below(256);
const word = (random) => (random.once_in(8) ? random.pick(numbers) : random.below(2 ** 32));
const name = (random) => random.pick(['hash', 'sha256', 'x'.repeat(64), 'a\0b', '']);
const signals = (random) => random.pick([[], [sys.SIGUSR1], [1, 31, 64], [99]]);
const no_wait = () => new Uint8Array(16);

/** Bytes of which most are small numbers, or zero: so the wide ones fit a number of JavaScript. @param {Random} random */
function sparse_bytes(size, random) {
  const rare = random.pick([0, 1, 8]);
  return Uint8Array.from({ length: size }, () => (rare !== 0 && random.once_in(rare) ? byte(random) : 0));
}

/** The value that some bytes are: a few instructions of a program, where it could have thousands. @param {Random} random */
function value_of({ size, decode }, random) {
  return decode(sparse_bytes(Math.min(size, 272), random));
}

const structs = ['in_pktinfo', 'sockaddr_in', 'linger', 'tcp_info', 'no_such_struct'];
const parts = [undefined, {}, { ipi_addr: sys.in_pktinfo }, { l_onoff: sys.flag }, { l_onoff: 1 }];
const arrived = [
  { cmsg_level: sys.SOL_SOCKET, cmsg_type: sys.SCM_CREDENTIALS, cmsg_data: new Uint8Array(12) },
  { cmsg_level: sys.SOL_SOCKET, cmsg_type: sys.SO_TIMESTAMP, cmsg_data: new Uint8Array(16) },
];
const refusals = [sys.close(-1).error, sys.socket(99, 1, 0).error, { code: 'EINVAL', syscall: 'none' }, { code: 1 }];
const programs = ['0\n', '1\n6 0 0 0\n', '2\n40 0 0 12\n6 0 0 65535\n', '1\n6 0 0\n', '1\n6 0 0 4294967296\n'];
const prefixes = ['MSG_', 'POLL', 'EPOLL', 'SOCK_', 'O_', 'IFF_', 'E'];
const time = (random) => ({
  tv_sec: random.pick([0, 1, -1, 2 ** 40]),
  tv_nsec: random.pick([0, 999_999_999, 10 ** 9]),
});

/** Questions that change nothing. */
function question(random) {
  const [protocol, type, payload] = random.pick([
    [sys.NETLINK_ROUTE, sys.RTM_GETLINK, new Uint8Array(16)],
    [sys.NETLINK_ROUTE, sys.RTM_GETADDR, new Uint8Array(8)],
    [sys.NETLINK_ROUTE, sys.RTM_GETROUTE, new Uint8Array(random.below(16))],
    [sys.NETLINK_SOCK_DIAG, 20, new Uint8Array(56)],
    [-1, 2 ** 16, undefined],
  ]);
  const decode = random.pick([(message) => message.nlmsg_type, () => undefined, () => byte(random), undefined]);
  return { protocol, type, flags: random.pick([undefined, sys.NLM_F_DUMP, -1]), payload, decode };
}

function message(random) {
  const type = random.pick([sys.RTM_NEWLINK, sys.RTM_DELADDR, sys.RTM_NEWROUTE, sys.RTM_NEWNEIGH, 0]);
  return { nlmsg_type: type, payload: sparse_bytes(random.below(64), random) };
}

const cipher = {
  version: sys.TLS_1_3_VERSION,
  cipher_type: sys.TLS_CIPHER_AES_GCM_128,
  iv: new Uint8Array(8),
  key: new Uint8Array(16),
  salt: new Uint8Array(4),
  rec_seq: new Uint8Array(8),
};

const can_addr = (random) =>
  random.pick([
    undefined,
    { tp: { rx_id: word(random), tx_id: 1 } },
    { j1939: { name: random.pick([1n, 2 ** 53]), pgn: 2, addr: byte(random) } },
    { tp: 1 },
  ]);
const tipc_addr = (random) =>
  random.pick([
    { id: { ref: word(random), node: 1 } },
    { name: { type: word(random), instance: 1 }, domain: 0 },
    { nameseq: { type: 1, lower: 2, upper: word(random) } },
    { id: null },
  ]);

/** New ones for each call, as far as there are numbers: what is described once cannot be described again. */
const descriptions = {
  level: (random) => random.pick([sys.SOL_SOCKET, sys.IPPROTO_TCP, sys.IPPROTO_IP]),
  type: (random) => 1000 + random.below(2 ** 24),
  optname: (random) => 1000 + random.below(2 ** 24),
  codec: (random) => random.pick([sys.int, sys.linger, sys.in_pktinfo, { size: 4 }, {}]),
  access: (random) => random.pick(['r', 'w', 'rw', 'x']),
  _access: (random) => random.pick(['r', 'w', 'rw', 'x']),
};

/** The name and the control messages of a message in a batch that has room for them. */
const of_message = {
  name: (random) => random.pick([undefined, null, sys.sockaddr_in('127.0.0.1', 80), sys.sockaddr_in6('::1', 80)]),
  control: (random) => random.pick([undefined, null, [], new Uint8Array(24), new Uint8Array(25)]),
};

/** Whose routes, addresses and the like are asked for, and on which socket: by default on one of its own. */
const of_family = {
  family: (random) => random.pick([undefined, sys.AF_UNSPEC, sys.AF_INET, sys.AF_INET6, 256]),
  fd: (random) => random.pick([undefined, random.pick(fds)]),
};

/** By function, or by function of the native table, and by parameter. */
const particular = {
  'native.preadv': { offset: (random) => random.pick([0, 5, -1, 7n]) },
  'native.pwritev': { offset: (random) => random.pick([0, 5, -1, 7n]) },
  'native.recvmmsg': { timeout: no_wait },
  'MessageBatch.set': { ...of_message, bytes: (random) => new Uint8Array(random.below(18)) },
  'MessageBatch.set_iov': of_message,
  'native.epoll_pwait2': { timeout: no_wait },
  cmsg_value: {
    arrived: (random) => random.pick(arrived),
    level: () => sys.SOL_SOCKET,
    type: (random) => random.pick([sys.SCM_CREDENTIALS, sys.SO_TIMESTAMP, 99]),
  },
  define_cmsg: descriptions,
  define_option: descriptions,
  epoll_wait: { epfd: (random) => random.pick(fds), events: () => sys.epoll_events(4) },
  epoll_pwait2: {
    events: () => sys.epoll_events(4),
    timeout: () => ({ tv_sec: 0, tv_nsec: 0 }),
    sigmask: (random) => random.pick([undefined, null, signals(random)]),
  },
  explain: { error: (random) => random.pick(refusals) },
  flag_names: { prefix: (random) => random.pick(prefixes), bits: word },
  nl_ask: { question },
  parse_bpf: { text: (random) => random.pick(programs) },
  ppoll: { tmo_p: () => ({ tv_sec: 0, tv_nsec: 0 }), sigmask: signals },
  read_cmsg: { arrived: (random) => random.pick(arrived) },
  recvmmsg: { timeout: () => ({ tv_sec: 0, tv_nsec: 0 }) },
  recvmsg_exact: {
    options: (random) => ({ msg_controllen: random.pick([0, 24, 64, -1]), deadline: 0, flags: random.below(2) }),
  },
  rtnl_addrs: of_family,
  rtnl_links: of_family,
  rtnl_message: { message },
  rtnl_neighs: of_family,
  rtnl_routes: of_family,
  siginterrupt: { sig: () => sys.SIGUSR2, flag: (random) => random.pick([true, false]) },
  signalfd: { fd: (random) => random.pick([-1, random.pick(fds)]), mask: signals },
  struct_view: { codec: (random) => random.pick([sys.tcp_info, sys.linger, sys.int]) },
  sockaddr_alg: { salg_type: name, salg_name: name, salg_feat: word, salg_mask: word },
  sockaddr_can: { can_ifindex: byte, can_addr },
  sockaddr_ll: {
    sll_protocol: (random) => random.below(0x10000),
    sll_ifindex: byte,
    sll_addr: (random) => new Uint8Array(random.below(10)),
  },
  sockaddr_tipc: { addr: tipc_addr, scope: (random) => random.pick([undefined, 2, -3, 200]) },
  sockaddr_vm: { svm_cid: word, svm_port: word, svm_flags: byte },
  sockaddr_xdp: { sxdp_ifindex: byte, sxdp_queue_id: byte, sxdp_flags: byte, sxdp_shared_umem_fd: byte },
  struct: { name: (random) => random.pick(structs), parts: (random) => random.pick(parts) },
  timerfd_settime: { new_value: (random) => ({ it_interval: time(random), it_value: time(random) }) },
  'tls_crypto_info.encode': { value: () => cipher },
  unwrap: { result: (random) => random.pick([{ ok: true, value: 1 }, { ok: true }, { ok: false }]) },
};

/**
 * What makes a value for the parameter of this function, if it is a particular one.
 *
 * @param {import('./subjects.mjs').Subject} subject
 * @param {string} parameter
 * @returns {((random: Random) => unknown) | undefined}
 */
export function particular_to({ name, plain, owner }, parameter) {
  const own = particular[name]?.[parameter];
  if (own !== undefined) return own;
  return plain === 'encode' && parameter === 'value' && owner?.decode ? (random) => value_of(owner, random) : undefined;
}
