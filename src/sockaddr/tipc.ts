import { field, has } from '../codec/intrinsics.js';
import { check_object, read_field, write_field } from '../codec/struct.js';
import { AF_TIPC, TIPC_SERVICE_ADDR, TIPC_SERVICE_RANGE, TIPC_SOCKET_ADDR } from '../constants.js';
import { field_of, layout } from '../headers.js';
import { checked, type SockAddr } from './address.js';
import { sockaddr } from './sockaddr.js';
import { cast } from './struct.js';

/** One member of the union in C's `struct sockaddr_tipc`. In C, `addrtype` says which one is valid. */
export type TipcAddr =
  /** `TIPC_SOCKET_ADDR`: one socket of one node. */
  | { readonly id: { readonly ref: number; readonly node: number } }
  /** `TIPC_SERVICE_ADDR`: any socket that is bound to the service; `domain` is the node to search, 0 for all. */
  | { readonly name: { readonly type: number; readonly instance: number }; readonly domain?: number }
  /** `TIPC_SERVICE_RANGE`, for bind(2) and for multicast; an older name is `TIPC_ADDR_MCAST`. */
  | { readonly nameseq: { readonly type: number; readonly lower: number; readonly upper: number } };

/** C's `struct sockaddr_tipc` of linux/tipc.h. */
export type SockAddrTipc = TipcAddr & {
  /** `TIPC_CLUSTER_SCOPE`, `TIPC_NODE_SCOPE`; a negative scope removes a binding. */
  readonly scope: number;
};

const size = layout('sockaddr_tipc').size;
const place = (name: string) => field_of('sockaddr_tipc', name);
const family = place('family');
const addrtype = place('addrtype');
const scope_field = place('scope');

/** The fields of each member of the union, by their paths in C. */
const id = [place('addr.id.ref'), place('addr.id.node')] as const;
const name = [place('addr.name.name.type'), place('addr.name.name.instance'), place('addr.name.domain')] as const;
const nameseq = [place('addr.nameseq.type'), place('addr.nameseq.lower'), place('addr.nameseq.upper')] as const;

/** The addrtype, the fields and their values for a member of the union. */
function side(addr: TipcAddr) {
  if (has(addr, 'id')) {
    check_object(addr.id, 'sockaddr_tipc: addr.id');
    return { type: TIPC_SOCKET_ADDR, fields: id, values: { ref: addr.id.ref, node: addr.id.node } };
  }
  if (has(addr, 'name')) {
    check_object(addr.name, 'sockaddr_tipc: addr.name');
    const { type, instance } = addr.name;
    return { type: TIPC_SERVICE_ADDR, fields: name, values: { type, instance, domain: field(addr, 'domain', 0) } };
  }
  check_object(addr.nameseq, 'sockaddr_tipc: addr.nameseq');
  const { type, lower, upper } = addr.nameseq;
  return { type: TIPC_SERVICE_RANGE, fields: nameseq, values: { type, lower, upper } };
}

/**
 * An address of a TIPC socket: `struct sockaddr_tipc` of linux/tipc.h, 16 bytes.
 *
 * @param addr one member of C's union: `{ id }`, `{ name, domain }` or `{ nameseq }`; it determines the `addrtype`
 * @param scope for bind(2), `TIPC_CLUSTER_SCOPE` or `TIPC_NODE_SCOPE`; a negative scope removes the binding
 * @throws RangeError if a number does not fit
 *
 * @example
 * ```ts
 * import { as_sockaddr_tipc, sockaddr_tipc } from 'sys-socket';
 *
 * const addr = as_sockaddr_tipc(sockaddr_tipc({ nameseq: { type: 18888, lower: 0, upper: 99 } }));
 * if (addr && 'nameseq' in addr) console.log(addr.nameseq.upper); // 99
 * ```
 */
export function sockaddr_tipc(addr: TipcAddr, scope = 0): SockAddr {
  check_object(addr, 'sockaddr_tipc: addr');
  const bytes = new Uint8Array(size);
  const { type, fields, values } = side(addr);
  write_field(bytes, family, AF_TIPC, 'sockaddr_tipc: family');
  write_field(bytes, addrtype, type, 'sockaddr_tipc: addrtype');
  write_field(bytes, scope_field, scope, 'sockaddr_tipc: scope');
  for (const [i, [key, value]] of Object.entries(values).entries()) {
    const at = fields[i];
    if (at !== undefined) write_field(bytes, at, value, `sockaddr_tipc: ${key}`);
  }
  return sockaddr(bytes);
}

/**
 * An address as C's `struct sockaddr_tipc`; undefined if it is not of `AF_TIPC`, or has an addrtype that linux/tipc.h lacks.
 *
 * @example
 * ```ts
 * import { as_sockaddr_tipc, sockaddr_tipc } from 'sys-socket';
 *
 * const addr = as_sockaddr_tipc(sockaddr_tipc({ id: { ref: 7, node: 0x1001001 } }));
 * if (addr && 'id' in addr) console.log(addr.id.ref); // 7
 * ```
 */
export function as_sockaddr_tipc(addr: SockAddr): SockAddrTipc | undefined {
  const bytes = cast(addr, AF_TIPC, size, 'as_sockaddr_tipc');
  if (bytes === undefined) return undefined;
  const read = (at: (typeof id)[0]) => read_field(bytes, at) ?? 0;
  const scope = read(scope_field);
  switch (read(addrtype)) {
    case TIPC_SOCKET_ADDR:
      return { id: { ref: read(id[0]), node: read(id[1]) }, scope };
    case TIPC_SERVICE_ADDR:
      return { name: { type: read(name[0]), instance: read(name[1]) }, domain: read(name[2]), scope };
    case TIPC_SERVICE_RANGE:
      return { nameseq: { type: read(nameseq[0]), lower: read(nameseq[1]), upper: read(nameseq[2]) }, scope };
    default:
      return undefined;
  }
}

/**
 * True if an address is of `AF_TIPC`, so that {@link as_sockaddr_tipc} can read it.
 *
 * @example
 * ```ts
 * import { is_sockaddr_tipc, sockaddr_in, sockaddr_tipc } from 'sys-socket';
 *
 * console.log(is_sockaddr_tipc(sockaddr_tipc({ id: { ref: 7, node: 1 } })), is_sockaddr_tipc(sockaddr_in('127.0.0.1', 80))); // true false
 * ```
 */
export function is_sockaddr_tipc(addr: SockAddr): boolean {
  return as_sockaddr_tipc(checked(addr, 'is_sockaddr_tipc')) !== undefined;
}
