import { little_endian } from '../codec/field.js';
import { SOL_SOCKET } from '../level.js';
import type { Native } from '../native.js';
import { timeval } from '../options/structs.js';
import { SO_ERROR, SO_RCVTIMEO } from '../options.js';
import { errno_of } from './errno-of.js';
import type { PlayClock, Time } from './time.js';

/** The state of a played descriptor besides its stream: the progress of connect(2), and how long receives may sleep. */
export interface Connection {
  readonly layer: (below: Native) => Partial<Native>;
  /** The time at which the descriptor is writable: once the connection is established or refused. */
  writable(): number;
  /** True if the connection was refused, and SO_ERROR has not reported it yet. */
  broken(): boolean;
  /** SO_RCVTIMEO, in ms. */
  receive_timeout(): number;
}

/** The calls of a play that move no bytes. Each of them takes a turn. */
export function connection(
  fd: number,
  clock: PlayClock | undefined,
  connects: Time['connects'],
  turn: () => void,
): Connection {
  const refused = -(errno_of(connects?.refused) ?? 0);
  let begun: number | undefined;
  let connected = connects === undefined;
  let told = refused === 0;
  let receive_timeout = Number.POSITIVE_INFINITY;

  const now = () => clock?.now ?? 0;
  /** The time at which connect(2) is answered. A socket that is not connecting is ready at once: POLLOUT, with POLLHUP. */
  const answer_at = () => (begun === undefined ? 0 : begun + (connects?.after ?? 0));
  /** The pending error as an errno, reported once. */
  const error = (): number => {
    if (begun === undefined || now() < answer_at() || told) return 0;
    told = true;
    begun = undefined; // from here on the socket counts as never connected
    return refused;
  };
  const connect = (): number => {
    turn();
    if (connected) return -(errno_of('EISCONN') ?? 0);
    if (begun === undefined) {
      begun = now();
      told = refused === 0;
      if (answer_at() > now()) return -(errno_of('EINPROGRESS') ?? 0);
    } else if (now() < answer_at()) return -(errno_of('EALREADY') ?? 0);
    const found = error();
    connected = found === 0;
    return found;
  };

  return {
    writable: () => (connected ? 0 : answer_at()),
    broken: () => begun !== undefined && !told,
    receive_timeout: () => receive_timeout,
    layer: (below) => ({
      ...(connects === undefined ? {} : { connect: (of, addr) => (of === fd ? connect() : below.connect(of, addr)) }),
      getsockopt(of, level, optname, cell) {
        if (of !== fd || connects === undefined || level !== SOL_SOCKET || optname !== SO_ERROR)
          return below.getsockopt(of, level, optname, cell);
        turn();
        new DataView(cell.buffer, cell.byteOffset).setInt32(Uint32Array.BYTES_PER_ELEMENT, -error(), little_endian); // after the length
        return 0;
      },
      setsockopt(of, level, optname, optval) {
        if (of === fd && level === SOL_SOCKET && optname === SO_RCVTIMEO) {
          const { tv_sec, tv_usec } = timeval.decode(optval);
          const ms = 1000 * Number(tv_sec) + Number(tv_usec) / 1000;
          receive_timeout = ms === 0 ? Number.POSITIVE_INFINITY : ms;
        }
        return below.setsockopt(of, level, optname, optval);
      },
    }),
  };
}
