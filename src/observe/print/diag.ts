import { view_of } from '../../codec/struct.js';
import { AF_INET, AF_INET6, AF_NETLINK, AF_UNIX, MSG_DONTWAIT, SOCK_CLOEXEC, SOCK_RAW } from '../../constants.js';
import { kernel } from '../../native.js';
import { netlink_protocols } from './names/socket.js';
import { quote_text } from './quote.js';
import { Fields } from './structs/fields.js';

// sock_diag(7): looks up a socket by its inode, as `strace -yy` does.

const NETLINK_SOCK_DIAG = 4;
const SOCK_DIAG_BY_FAMILY = 20;
const NLM_F_REQUEST = 1;
const NLM_F_DUMP = 0x300;
const all = 0xffff_ffff;

/** struct nlmsghdr */
const header = 16;

const buffer = new Uint8Array(32 * 1024);

/** Sends a request, and returns the first answer that `pick` accepts. */
function ask<T>(flags: number, request: Uint8Array, pick: (at: Fields) => T | undefined): T | undefined {
  const fd = kernel.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0) return undefined;
  try {
    const message = new Uint8Array(header + request.length);
    const view = view_of(message);
    view.setUint32(0, message.length, true);
    view.setUint16(4, SOCK_DIAG_BY_FAMILY, true);
    view.setUint16(6, NLM_F_REQUEST | flags, true);
    message.set(request, header);
    if (kernel.send(fd, message, 0) < 0) return undefined;
    for (;;) {
      // The kernel queues the answer before send returns.
      const length = kernel.recv(fd, buffer, MSG_DONTWAIT);
      if (length <= 0) return undefined;
      for (let start = 0; start + header <= length; ) {
        const at = new Fields(buffer.subarray(start, length));
        const size = at.u32(0);
        if (at.u16(4) !== SOCK_DIAG_BY_FAMILY || size < header) return undefined; // the end, or an error
        const found = pick(new Fields(buffer.subarray(start + header, start + size)));
        if (found !== undefined) return found;
        start += Math.ceil(size / 4) * 4;
      }
    }
  } finally {
    kernel.close(fd);
  }
}

/** A socket of AF_INET or AF_INET6: `127.0.0.1:9000->127.0.0.1:41234`. */
export function inet(family: number, protocol: number, inode: number): string | undefined {
  const request = new Uint8Array(56); // struct inet_diag_req_v2
  request.set([family, protocol]);
  view_of(request).setUint32(4, all, true);
  return ask(NLM_F_DUMP, request, (at) => {
    if (at.bytes.length < 72 || at.u32(68) !== inode) return undefined;
    const size = at.u8(0) === AF_INET6 ? 16 : 4;
    const dst = at.bytes.subarray(24, 24 + size);
    const from = endpoint(at.u8(0), at.bytes.subarray(8, 8 + size), at.port(4));
    if (at.port(6) === 0 && dst.every((byte) => byte === 0)) return from;
    return `${from}->${endpoint(at.u8(0), dst, at.port(6))}`;
  });
}

const room = new Uint8Array(64);

function endpoint(family: number, address: Uint8Array, port: number): string {
  const length = kernel.inet_ntop(family, address, room);
  const text = Buffer.from(room.buffer, 0, length).toString('latin1');
  return family === AF_INET ? `${text}:${port}` : `[${text}]:${port}`;
}

const UDIAG_SHOW_NAME = 1;
const UDIAG_SHOW_PEER = 4;
const UNIX_DIAG_NAME = 0;
const UNIX_DIAG_PEER = 2;

/** A unix socket: `1234->1235,"/run/x.sock"`; undefined if it has neither name nor peer. */
export function unix(inode: number): string | undefined {
  const request = new Uint8Array(24); // struct unix_diag_req
  request.set([AF_UNIX]);
  const view = view_of(request);
  view.setUint32(4, all, true);
  view.setUint32(8, inode, true);
  view.setUint32(12, UDIAG_SHOW_NAME | UDIAG_SHOW_PEER, true);
  view.setUint32(16, all, true);
  view.setUint32(20, all, true);
  return ask(0, request, (at) => {
    let name = '';
    let peer = '';
    for (let start = 16; start + 4 <= at.bytes.length; ) {
      const size = at.u16(start);
      if (size < 4) break;
      const content = at.bytes.subarray(start + 4, start + size);
      if (at.u16(start + 2) === UNIX_DIAG_NAME && content.length > 0) {
        name = `,${content[0] === 0 ? `@${quote_text(content.subarray(1))}` : quote_text(content)}`;
      }
      if (at.u16(start + 2) === UNIX_DIAG_PEER && at.u32(start + 4) !== 0) peer = `->${at.u32(start + 4)}`;
      start += Math.ceil(size / 4) * 4;
    }
    return name === '' && peer === '' ? undefined : `${inode}${peer}${name}`;
  });
}

/** A netlink socket: `ROUTE:1234`. */
export function netlink(inode: number): string | undefined {
  const request = new Uint8Array(20); // struct netlink_diag_req
  request.set([AF_NETLINK, 0xff]);
  return ask(NLM_F_DUMP, request, (at) => {
    if (at.bytes.length < 20 || at.u32(16) !== inode) return undefined;
    const protocol = netlink_protocols.get(at.u8(2));
    return protocol === undefined ? String(at.u8(2)) : `${protocol.replace('NETLINK_', '')}:${at.u32(4)}`;
  });
}
