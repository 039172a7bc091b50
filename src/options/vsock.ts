// vsock(7), whose level is the family itself
import { uint64 } from '../codec/integer.js';
import { flag, int } from '../codec/struct.js';
import { AF_VSOCK } from '../level.js';
import { option } from './describe.js';
import { timeval } from './structs.js';

/** The most that {@link SO_VM_SOCKETS_BUFFER_SIZE} can be, bytes. Linux 3.9 */
export const SO_VM_SOCKETS_BUFFER_MAX_SIZE = option(AF_VSOCK, 'SO_VM_SOCKETS_BUFFER_MAX_SIZE', uint64, 'rw');
/** The least that {@link SO_VM_SOCKETS_BUFFER_SIZE} can be, bytes. Linux 3.9 */
export const SO_VM_SOCKETS_BUFFER_MIN_SIZE = option(AF_VSOCK, 'SO_VM_SOCKETS_BUFFER_MIN_SIZE', uint64, 'rw');
/** How many bytes the peer may send ahead. Linux 3.9 */
export const SO_VM_SOCKETS_BUFFER_SIZE = option(AF_VSOCK, 'SO_VM_SOCKETS_BUFFER_SIZE', uint64, 'rw');
/** How long connect(2) waits; all zero for the two seconds that it was. Linux 3.9 */
export const SO_VM_SOCKETS_CONNECT_TIMEOUT = option(AF_VSOCK, 'SO_VM_SOCKETS_CONNECT_TIMEOUT', timeval, 'rw');
/** Of the transport of VMware, within the kernel: no socket of a program takes it. Linux 3.9 */
export const SO_VM_SOCKETS_NONBLOCK_TXRX = option(AF_VSOCK, 'SO_VM_SOCKETS_NONBLOCK_TXRX', flag, 'rw');
/** The identity of the peer on its host, where the transport of VMware tells it. Linux 3.9 */
export const SO_VM_SOCKETS_PEER_HOST_VM_ID = option(AF_VSOCK, 'SO_VM_SOCKETS_PEER_HOST_VM_ID', int, 'r');
/** 1 when the peer is trusted, where the transport of VMware tells it. Linux 3.9 */
export const SO_VM_SOCKETS_TRUSTED = option(AF_VSOCK, 'SO_VM_SOCKETS_TRUSTED', int, 'r');
