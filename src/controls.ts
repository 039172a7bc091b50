import { type ControlType, define_cmsg } from './control.js';
import type { Fd } from './fd.js';
import { SOL_SOCKET } from './level.js';
import { constant } from './native.js';
import { type Ucred, ucred } from './options.js';
import { type Codec, int } from './struct.js';

/** Descriptors, one `int` after the other. */
const fds: Codec<readonly Fd[]> = {
  size: int.size,
  encode(value, where) {
    if (!Array.isArray(value)) throw new TypeError(`${where} must be an array of descriptors`);
    return Buffer.concat(value.map((fd, i) => int.encode(fd, `${where}[${i}]`)));
  },
  decode(bytes) {
    const count = Math.floor(bytes.length / int.size);
    return Array.from({ length: count }, (_, i) => int.decode(bytes.subarray(i * int.size)) as Fd);
  },
};

/** Descriptors that go with the bytes to another process: unix(7). At most 253 in one message. They arrive as new numbers. */
export const SCM_RIGHTS: ControlType<'SOL_SOCKET', readonly Fd[]> = define_cmsg(
  SOL_SOCKET,
  constant('SCM_RIGHTS'),
  fds,
);
/** Who sent this, checked by the kernel: unix(7). Arrives when the receiver has set `SO_PASSCRED`. */
export const SCM_CREDENTIALS: ControlType<'SOL_SOCKET', Ucred> = define_cmsg(
  SOL_SOCKET,
  constant('SCM_CREDENTIALS'),
  ucred,
);
