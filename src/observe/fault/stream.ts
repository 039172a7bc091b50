import { fstat } from '../../builtin.js';
import { little_endian, view_of } from '../../codec/struct.js';
import { constant } from '../../headers.js';
import { kernel } from '../../native.js';

const SOL_SOCKET = constant('SOL_SOCKET');
const SO_TYPE = constant('SO_TYPE');
const SOCK_STREAM = constant('SOCK_STREAM');
const F_GETFL = constant('F_GETFL');
const O_DIRECT = constant('O_DIRECT');

/**
 * True if the descriptor carries a byte stream, so that a partial transfer is valid. False if it carries units that cannot be split:
 * datagrams, the counters of eventfd(2) and timerfd_create(2), and blocks and packets of O_DIRECT. (O_DIRECT is not visible at the read end
 * of a pipe in packet mode.)
 */
export function carries_a_stream(fd: number): boolean {
  const type = socket_type(fd);
  if (type !== undefined) return type === SOCK_STREAM;
  if ((kernel.fcntl(fd, F_GETFL, 0) & O_DIRECT) !== 0) return false; // -EBADF too
  const file = fstat(fd);
  return file.isFIFO() || file.isFile() || file.isCharacterDevice();
}

const cell = new Uint8Array(8);

function socket_type(fd: number): number | undefined {
  const view = view_of(cell);
  view.setUint32(0, 4, little_endian);
  return kernel.getsockopt(fd, SOL_SOCKET, SO_TYPE, cell) < 0 ? undefined : view.getInt32(4, little_endian);
}
