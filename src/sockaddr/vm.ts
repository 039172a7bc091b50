import { struct } from '../codec/struct.js';
import { AF_VSOCK } from '../level.js';
import { checked, type SockAddr } from './address.js';
import { sockaddr } from './sockaddr.js';
import { cast } from './struct.js';

/** C's `struct sockaddr_vm` of vsock(7): a virtual machine or its host, and a port. */
export interface SockAddrVm {
  /** The context id: `VMADDR_CID_HOST`, `VMADDR_CID_LOCAL`, `VMADDR_CID_ANY`, or that of a guest. */
  readonly svm_cid: number;
  /** The port, 32 bits in host byte order; `VMADDR_PORT_ANY` lets the kernel choose. */
  readonly svm_port: number;
  /** `VMADDR_FLAG_TO_HOST`, or 0. */
  readonly svm_flags: number;
}

const codec = struct<SockAddrVm & { readonly svm_family: number }>('sockaddr_vm');

/**
 * An address of a vsock: `struct sockaddr_vm` of vsock(7), 16 bytes.
 *
 * @param svm_cid the context id, 32 bits
 * @param svm_port the port, 32 bits in host byte order
 * @param svm_flags `VMADDR_FLAG_TO_HOST`, or 0
 * @throws RangeError if one of them does not fit
 *
 * @example
 * ```ts
 * import { as_sockaddr_vm, sockaddr_vm, VMADDR_CID_HOST } from 'sys-socket';
 *
 * console.log(as_sockaddr_vm(sockaddr_vm(VMADDR_CID_HOST, 1024))?.svm_port); // 1024
 * ```
 */
export function sockaddr_vm(svm_cid: number, svm_port: number, svm_flags = 0): SockAddr {
  return sockaddr(codec.encode({ svm_family: AF_VSOCK, svm_cid, svm_port, svm_flags }, 'sockaddr_vm'));
}

/**
 * An address as C's `struct sockaddr_vm`; undefined if it is not of `AF_VSOCK`.
 *
 * @example
 * ```ts
 * import { as_sockaddr_vm, sockaddr_vm, VMADDR_CID_ANY } from 'sys-socket';
 *
 * console.log(as_sockaddr_vm(sockaddr_vm(VMADDR_CID_ANY, 1))?.svm_cid); // 4294967295
 * ```
 */
export function as_sockaddr_vm(addr: SockAddr): SockAddrVm | undefined {
  const bytes = cast(addr, AF_VSOCK, codec.size, 'as_sockaddr_vm');
  if (bytes === undefined) return undefined;
  const { svm_cid, svm_port, svm_flags } = codec.decode(bytes);
  return { svm_cid, svm_port, svm_flags };
}

/**
 * True if an address is of `AF_VSOCK`, so that {@link as_sockaddr_vm} can read it.
 *
 * @example
 * ```ts
 * import { is_sockaddr_vm, sockaddr_in, sockaddr_vm, VMADDR_CID_HOST } from 'sys-socket';
 *
 * console.log(is_sockaddr_vm(sockaddr_vm(VMADDR_CID_HOST, 1024)), is_sockaddr_vm(sockaddr_in('127.0.0.1', 80))); // true false
 * ```
 */
export function is_sockaddr_vm(addr: SockAddr): boolean {
  return as_sockaddr_vm(checked(addr, 'is_sockaddr_vm')) !== undefined;
}
