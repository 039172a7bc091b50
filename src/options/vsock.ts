// vsock(7), whose level is the family itself
import { uint64 } from '../codec/integer.js';
import { flag, int } from '../codec/struct.js';
import { AF_VSOCK } from '../level.js';
import { option } from './describe.js';
import { timeval } from './structs.js';

/** The maximum of {@link SO_VM_SOCKETS_BUFFER_SIZE}, in bytes. Linux 3.9 */
export const SO_VM_SOCKETS_BUFFER_MAX_SIZE = option(AF_VSOCK, 'SO_VM_SOCKETS_BUFFER_MAX_SIZE', uint64, 'rw');
/** The minimum of {@link SO_VM_SOCKETS_BUFFER_SIZE}, in bytes. Linux 3.9 */
export const SO_VM_SOCKETS_BUFFER_MIN_SIZE = option(AF_VSOCK, 'SO_VM_SOCKETS_BUFFER_MIN_SIZE', uint64, 'rw');
/** The size of the receive buffer: how many bytes the peer can send ahead. Linux 3.9 */
export const SO_VM_SOCKETS_BUFFER_SIZE = option(AF_VSOCK, 'SO_VM_SOCKETS_BUFFER_SIZE', uint64, 'rw');
/** The timeout of connect(2). Zero restores the default of two seconds. Linux 3.9 */
export const SO_VM_SOCKETS_CONNECT_TIMEOUT = option(AF_VSOCK, 'SO_VM_SOCKETS_CONNECT_TIMEOUT', timeval, 'rw');
/** For VMware's transport inside the kernel; sockets of user programs do not accept it. Linux 3.9 */
export const SO_VM_SOCKETS_NONBLOCK_TXRX = option(AF_VSOCK, 'SO_VM_SOCKETS_NONBLOCK_TXRX', flag, 'rw');
/** The ID of the peer's virtual machine on its host, if VMware's transport reports it. Linux 3.9 */
export const SO_VM_SOCKETS_PEER_HOST_VM_ID = option(AF_VSOCK, 'SO_VM_SOCKETS_PEER_HOST_VM_ID', int, 'r');
/** 1 if the peer is trusted, if VMware's transport reports it. Linux 3.9 */
export const SO_VM_SOCKETS_TRUSTED = option(AF_VSOCK, 'SO_VM_SOCKETS_TRUSTED', int, 'r');
