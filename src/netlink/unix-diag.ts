// The sockets of AF_UNIX: linux/unix_diag.h.

import { uint32 } from '../codec/integer.js';
import { type Codec, struct, write_field } from '../codec/struct.js';
import {
  AF_UNIX,
  UDIAG_SHOW_ICONS,
  UDIAG_SHOW_MEMINFO,
  UDIAG_SHOW_NAME,
  UDIAG_SHOW_PEER,
  UDIAG_SHOW_RQLEN,
  UDIAG_SHOW_UID,
  UDIAG_SHOW_VFS,
  UNIX_DIAG_ICONS,
  UNIX_DIAG_MEMINFO,
  UNIX_DIAG_NAME,
  UNIX_DIAG_PEER,
  UNIX_DIAG_RQLEN,
  UNIX_DIAG_SHUTDOWN,
  UNIX_DIAG_UID,
  UNIX_DIAG_VFS,
} from '../constants.js';
import { field_of, layout, offset_of } from '../headers.js';
import { sa_family, sun_path } from '../sockaddr/layout.js';
import { sockaddr } from '../sockaddr/sockaddr.js';
import { field, type Rows, read_attributes, rest } from './attributes.js';
import { cookie_of, type SkMeminfo, type SocketCore, sk_meminfo, state_bits, words } from './core.js';
import { nlattrs } from './nlmsghdr.js';

/** The file that a unix socket is bound to. */
export interface UnixDiagVfs {
  udiag_vfs_ino: number;
  /** The device number in the kernel's encoding: 12 bits major, 20 bits minor. */
  udiag_vfs_dev: number;
}

/** The queues of a unix socket, in bytes; for a listening socket, the pending connections and the backlog. */
export interface UnixDiagRqlen {
  udiag_rqueue: number;
  udiag_wqueue: number;
}

/** The codec of {@link UnixDiagVfs}. */
export const unix_diag_vfs: Codec<UnixDiagVfs> = struct('unix_diag_vfs');
/** The codec of {@link UnixDiagRqlen}. */
export const unix_diag_rqlen: Codec<UnixDiagRqlen> = struct('unix_diag_rqlen');

/** The further fields that {@link sock_diag} returns for sockets of `AF_UNIX`. */
export interface UnixDiag extends UnixAttributes {
  /** `SOCK_STREAM`, `SOCK_DGRAM` or `SOCK_SEQPACKET`. */
  readonly type: number;
}

/** Each field is present if the kernel sent it. */
export interface UnixAttributes {
  /** The inode number of the peer socket. */
  readonly peer: number;
  readonly vfs: UnixDiagVfs;
  /** For a listening socket: the inode numbers of the pending peers; 0 for one that is already gone. */
  readonly icons: readonly number[];
  readonly skmeminfo: SkMeminfo;
  /** The directions that were shut down: 1 receiving, 2 sending, or-ed. */
  readonly shutdown: number;
  /** The user ID of the creator of the socket. */
  readonly uid: number;
}

const rows: Rows<UnixAttributes> = {
  peer: [UNIX_DIAG_PEER, uint32.decode],
  vfs: [UNIX_DIAG_VFS, unix_diag_vfs.decode],
  icons: [UNIX_DIAG_ICONS, words],
  skmeminfo: [UNIX_DIAG_MEMINFO, sk_meminfo],
  shutdown: [UNIX_DIAG_SHUTDOWN, ([byte = 0]) => byte],
  uid: [UNIX_DIAG_UID, uint32.decode],
};

/** The attributes whose values go into fields of {@link SocketCore}. */
const shared: Rows<{ readonly name: Uint8Array; readonly rqlen: UnixDiagRqlen }> = {
  name: [UNIX_DIAG_NAME, (value) => value],
  rqlen: [UNIX_DIAG_RQLEN, unix_diag_rqlen.decode],
};

const req = {
  size: layout('unix_diag_req').size,
  family: field_of('unix_diag_req', 'sdiag_family'),
  states: field_of('unix_diag_req', 'udiag_states'),
  show: field_of('unix_diag_req', 'udiag_show'),
};

const msg = {
  size: layout('unix_diag_msg').size,
  type: field_of('unix_diag_msg', 'udiag_type'),
  state: field_of('unix_diag_msg', 'udiag_state'),
  inode: field_of('unix_diag_msg', 'udiag_ino'),
  cookie: offset_of('unix_diag_msg', 'udiag_cookie'),
};

const everything =
  UDIAG_SHOW_NAME |
  UDIAG_SHOW_VFS |
  UDIAG_SHOW_PEER |
  UDIAG_SHOW_ICONS |
  UDIAG_SHOW_RQLEN |
  UDIAG_SHOW_MEMINFO |
  UDIAG_SHOW_UID;

/** `struct unix_diag_req`. */
export function encode_unix(states: readonly number[] | undefined, show: number = everything): Uint8Array {
  const request = new Uint8Array(req.size);
  write_field(request, req.family, AF_UNIX, 'sock_diag: family');
  write_field(request, req.states, state_bits(states), 'sock_diag: states');
  write_field(request, req.show, show, 'sock_diag: show');
  return request;
}

/** `struct unix_diag_msg` and its attributes. */
export function decode_unix(payload: Uint8Array): (SocketCore & Partial<UnixDiag>) | undefined {
  if (payload.length < msg.size) return undefined;
  const found = nlattrs(payload, msg.size);
  const { name = new Uint8Array(0), rqlen } = read_attributes(shared, found);
  const attributes = read_attributes(rows, found);
  const addr = new Uint8Array(sun_path + name.length);
  write_field(addr, sa_family, AF_UNIX, 'family');
  addr.set(name, sun_path);
  return {
    family: AF_UNIX,
    type: field(payload, msg.type),
    state: field(payload, msg.state),
    src: sockaddr(addr),
    inode: field(payload, msg.inode),
    cookie: cookie_of(payload, msg.cookie),
    rqueue: rqlen?.udiag_rqueue ?? 0,
    wqueue: rqlen?.udiag_wqueue ?? 0,
    ...attributes,
    attributes: rest(found),
  };
}
