// Values that a parameter of a given name might be given, right or nearly right: what gets a call past its checks.

import * as sys from '../../dist/index.js';
import { bytes, cell, hostile, numbers, undermined } from './hostile.mjs';
import { particular_to } from './particular.mjs';
import { lent } from './rewritten.mjs';
import { addresses, fds, stale } from './sockets.mjs';

/** @typedef {import('./random.mjs').Random} Random */

/** Parameters that are numbers and never a descriptor. */
const small = new RegExp(
  '^_?(domain|af|type|level|optname|cmd|arg|flags|backlog|how|errno|errcode|host\\w+|net\\w+|port|capacity|length|size' +
    '|cap|ms|scope_id|flowinfo|ai_\\w+|initval|clockid|number|pid|groups|state)$',
);

/** Families and types that every kernel has or refuses at once: for others it would look for a module. */
const domains = [0, sys.AF_UNIX, sys.AF_INET, sys.AF_INET6, 255];
const types = [sys.SOCK_STREAM, sys.SOCK_DGRAM, sys.SOCK_STREAM | sys.SOCK_NONBLOCK, 99];
const levels = [sys.SOL_SOCKET, sys.IPPROTO_TCP, sys.IPPROTO_IP, sys.IPPROTO_IPV6, 17, 263, 284, 1000];

/** @param {Random} random */
function integer(random) {
  return random.once_in(4) ? random.pick(numbers) : random.once_in(2) ? random.below(256) : 1 << random.below(31);
}

/** @param {Random} random */
function any_fd(random) {
  return random.once_in(5) ? random.pick(stale) : random.pick(fds);
}

const large = new Uint8Array(65_536).fill(0x41);

/** @param {Random} random */
function any_bytes(random) {
  if (random.once_in(4)) return lent(cell(random.pick([0, 4, 16, 28, 128]), random.pick([4, 16, 28, 128, 256])));
  return lent(random.once_in(20) ? large : random.pick(bytes));
}

/** @param {Random} random */
function pieces(random) {
  if (random.once_in(10)) return undermined(random);
  return Array.from({ length: random.below(4) }, () => (random.once_in(20) ? hostile(random) : any_bytes(random)));
}

/** Options of streams and frames: no deadline that is far away, no cap that is worth much memory. */
function options(random) {
  return {
    flags: random.once_in(2) ? undefined : integer(random),
    deadline: random.pick([undefined, undefined, 0, 0, -1, Number.NaN, '1', 0n, null, { remaining: () => 0 }, {}]),
    on_interrupt: random.pick([undefined, 'retry', 'return', 0]),
    cap: random.pick([undefined, 0, 1, 4096, 2 ** 20, -1, 1.5, 2 ** 33, '1', null]),
  };
}

function message(random) {
  return {
    msg_name: random.once_in(2) ? undefined : random.pick(addresses),
    msg_iov: random.once_in(10) ? hostile(random) : pieces(random),
    msg_control: random.pick([undefined, undefined, null, [], any_bytes(random), [sys.err(0)], control(random)]),
    msg_controllen: random.pick([undefined, 0, 1, 64, -1, 1.5]),
  };
}

function control(random) {
  return [{ cmsg_level: random.pick(levels), cmsg_type: random.below(60), cmsg_data: any_bytes(random) }];
}

/** A question of sock_diag: some of them are asked on sockets that are none of netlink's. */
function question(random) {
  return {
    family: random.pick([1, 2, 10, 16, 17, 40, Number.NaN]),
    protocol: random.pick([undefined, 6, 17, 255, 262, integer(random)]),
    states: random.pick([undefined, [], [10], [1, 2, 3], [99], 1]),
    src: random.pick([undefined, random.pick(addresses)]),
    dst: random.pick([undefined, random.pick(addresses)]),
    inode: random.pick([undefined, 0, integer(random)]),
    show: random.pick([undefined, 0, integer(random)]),
  };
}

function waiting(random) {
  return Array.from({ length: random.below(5) }, () => ({ fd: any_fd(random), events: random.below(0x4000) }));
}

/** A batch of a few messages, some of them written. */
function batch(random) {
  const room = {
    bytes: random.pick([0, 1, 16, 2000]),
    name: random.pick([0, 1, 16, 128]),
    control: random.pick([0, 7, 64]),
  };
  const made = sys.mmsghdr(random.below(5), room);
  for (let i = 0; i < made.vlen; i++) {
    const [name, control] = [
      room.name === 128 ? addresses[0] : undefined,
      room.control === 64 ? any_bytes(random) : undefined,
    ];
    if (random.once_in(3)) {
      made.set_iov(
        i,
        Array.from({ length: random.below(4) }, () => any_bytes(random)),
        name,
      );
      continue;
    }
    const bytes = any_bytes(random).subarray(0, room.bytes);
    made.set(i, bytes, name, control?.subarray(0, room.control));
  }
  return made;
}

/** How much room a batch is to have: no more than is soon made. */
function room(random) {
  const some = () => random.pick([0, 1, 100, 4096, -1, 1.5, '1', null]);
  return { bytes: random.pick([some(), [some()], [1, 0, 100]]), name: some(), control: some() };
}

/** Descriptors that came with a message, for a function that closes them: ours and no others. */
function rights(random) {
  const cmsg_data = new Uint8Array(Int32Array.of(any_fd(random), any_fd(random)).buffer);
  return [{ cmsg_level: sys.SOL_SOCKET, cmsg_type: sys.SCM_RIGHTS, cmsg_data }];
}

/** Requests of ioctl, but those that would make somebody else get signals. */
const requests = Object.entries(sys).flatMap(([name, value]) =>
  /^(FIO|SIOC)/.test(name) && !/^(FIOASYNC|FIOSETOWN|SIOCSPGRP)$/.test(name) ? [value] : [],
);

/** An argument of ioctl: a name, an index, or how many there is room for. */
function argument(random) {
  return random.pick(['lo', 'no-such-device', '', 'a name that is too long', 'l\0o', 0, 1, 4, -1, undefined, null]);
}

/** C's `off_t *`, as far as it is one. */
function place(random) {
  return random.pick([null, null, 0, 5, -1, 7n, 2n ** 63n, BigInt64Array.of(3n), new BigInt64Array(2), undefined]);
}

/** @param {Random} random */
function any_text(random) {
  return random.pick(['127.0.0.1', '::1', '', '80', '@a', 'fuzz', null]);
}

/** @param {Random} random */
function bytes_or_null(random) {
  return random.once_in(6) ? null : any_bytes(random);
}

/** What numbers, descriptors and texts are like on both sides of the boundary. */
const shared = [
  [/^(sv|pipefd|out)$/, (random) => new Int32Array(random.pick([2, 2, 2, 1, 4]))],
  [/fd$|^fd_(in|out)$/, any_fd],
  [/^(count|len)$/, (random) => random.pick([0, 1, 100, 65536, -1, 2 ** 53, 100n])],
  [/iov$/, pieces],
  [/^domain$/, (random) => random.pick(domains)],
  [/^type$/, (random) => random.pick(types)],
  [/^protocol$/, (random) => random.pick([0, 0, 0, -1, 1000])],
  [/^level$/, (random) => random.pick(levels)],
  [/^(timeout|tgid|tid|sig)$/, (random) => random.pick(numbers)],
  [/^(node|service)$/, any_text],
  [/^(vlen|first|i)$/, (random) => (random.once_in(8) ? random.pick(numbers) : random.below(4))],
  [/^op$/, (random) => (random.once_in(4) ? random.below(5) : random.pick(requests))],
  [/^(argument|ifname|ifindex)$/, argument],
  [small, integer],
];

const exported = [
  ...shared,
  [/^(offset|off_in|off_out)$/, place],
  [/^fds$/, waiting],
  [/^msg$/, message],
  [/^msg_control$/, rights],
  [/^msgvec$/, (random) => (random.once_in(4) ? anything(random) : batch(random))],
  [/^room$/, room],
  [/^options$/, options],
  [/^request$/, question],
  [/addr$/, (random) => (random.once_in(3) ? any_text(random) : random.pick(addresses))],
  [/./, anything],
];

/** Over there is everything else a Uint8Array. */
const native = [
  ...shared,
  [/^(offset|off_in|off_out)$/, (random) => (random.once_in(2) ? null : new Uint8Array(random.pick([8, 8, 8, 0, 4])))],
  [/^messages$/, (random) => new Uint8Array(random.pick([0, 12, 24, 36]))],
  [/^src$/, (random) => (random.once_in(2) ? any_text(random) : any_bytes(random))],
  [/./, bytes_or_null],
];

const group = sys.sockaddr_in('239.1.2.3', 0);

/** The fields of structs that are values of options, and right ones for all of them. */
const value = {
  ...{ l_onoff: 1, l_linger: 0, tv_sec: 0, tv_usec: 1, tv_nsec: 1, pid: 1, uid: 0, gid: 0 },
  ...{ imr_multiaddr: '239.1.2.3', imr_address: '127.0.0.1', imr_interface: '127.0.0.1', imr_sourceaddr: '127.0.0.1' },
  ...{ imr_ifindex: 1, ipv6mr_multiaddr: 'ff11::1', ipv6mr_interface: 1 },
  ...{ imsf_multiaddr: '239.1.2.3', imsf_interface: '127.0.0.1', imsf_fmode: 1, imsf_slist: ['127.0.0.1'] },
  ...{ gr_interface: 1, gr_group: group, gsr_interface: 1, gsr_group: group, gsr_source: group },
  ...{ gf_interface: 1, gf_group: group, gf_fmode: 1, gf_slist: [group, group] },
  ...{ tcpm_addr: group, tcpm_key: new Uint8Array(5), opt_code: 2, opt_val: 1460 },
  ...{ snd_wl1: 1, snd_wnd: 2, max_window: 3, rcv_wnd: 4, rcv_wup: 5 },
  ...{ flr_dst: '::1', flr_label: 1, flr_action: 0, flr_share: 1, flr_flags: 1, flr_expires: 0, flr_linger: 0 },
  ...{ ip6m_addr: sys.sockaddr_in6('::1', 0), ip6m_mtu: 1500, can_id: 1, can_mask: 2 },
  ...{ version: sys.TLS_1_3_VERSION, cipher_type: sys.TLS_CIPHER_AES_GCM_128, iv: new Uint8Array(8) },
  ...{ key: new Uint8Array(16), salt: new Uint8Array(4), rec_seq: new Uint8Array(8) },
};
const fields = Object.keys(value);

/** @param {Random} random */
function anything(random) {
  switch (random.below(8)) {
    case 0:
      return any_text(random);
    case 1:
      return options(random);
    case 2:
      return random.once_in(2)
        ? value
        : { ...value, ...Object.fromEntries([[random.pick(fields), random.pick(numbers)]]) };
    case 3:
      return random.pick(numbers);
    default:
      return any_bytes(random);
  }
}

/**
 * @param {import('./subjects.mjs').Subject} subject
 * @param {string} name of the parameter
 * @param {Random} random
 */
export function plausible(subject, name, random) {
  const special = random.once_in(8) ? undefined : particular_to(subject, name);
  if (special !== undefined) return special(random);
  const [, make] = (subject.is_native ? native : exported).find(([pattern]) => pattern.test(name));
  return make(random);
}
