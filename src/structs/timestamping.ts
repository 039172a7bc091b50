import { field, isArray } from '../codec/intrinsics.js';
import { type Codec, check_bytes, check_object, int, padded, struct } from '../codec/struct.js';
import { type Timespec, timespec } from '../codec/time.js';
import { layout } from '../headers.js';

/** When a packet was sent or received: `SCM_TIMESTAMPING`. A zero time was not taken. */
export interface ScmTimestamping {
  /** The kernel's timestamp, one that is no longer used, and the network card's timestamp. */
  ts: readonly [software: Timespec, deprecated: Timespec, hardware: Timespec];
}

/** The timestamps to take, and the clock of the network card: `SO_TIMESTAMPING`. */
export interface SoTimestamping {
  /** `SOF_TIMESTAMPING_RX_SOFTWARE`, ..., or-ed. */
  flags: number;
  /** With `SOF_TIMESTAMPING_BIND_PHC`: the index of the clock, /dev/ptpN or a virtual one. */
  bind_phc: number;
}

/** How transmit times of packets are used: `SO_TXTIME`. */
export interface SockTxtime {
  /** The clock of `SCM_TXTIME`: `CLOCK_TAI`, `CLOCK_MONOTONIC`. */
  clockid: number;
  /** `SOF_TXTIME_DEADLINE_MODE`, `SOF_TXTIME_REPORT_ERRORS`, or-ed. */
  flags: number;
}

const { size } = layout('scm_timestamping');

/** The codec of {@link ScmTimestamping}. */
export const scm_timestamping: Codec<ScmTimestamping> = {
  size,
  encode(value, where) {
    check_object(value, where);
    const ts = field(value, 'ts');
    if (!isArray(ts)) throw new TypeError(`${where}.ts must be an array of three struct timespec, got ${typeof ts}`);
    const [software, deprecated, hardware] = ts;
    const times = { software, deprecated, hardware };
    return Buffer.concat(Object.entries(times).map(([name, time]) => timespec.encode(time, `${where}.ts: ${name}`)));
  },
  decode(bytes) {
    check_bytes(bytes, 'scm_timestamping: bytes');
    const all = padded(bytes, size);
    const at = (i: number) => timespec.decode(all.subarray(i * timespec.size));
    return { ts: [at(0), at(1), at(2)] };
  },
};

const with_clock = struct<SoTimestamping>('so_timestamping');

/** The codec of `SO_TIMESTAMPING`, which is read as flags, and set as flags or the struct. */
export const so_timestamping: Codec<number, number | SoTimestamping> = {
  ...int,
  encode: (value, where) => (typeof value === 'object' ? with_clock.encode(value, where) : int.encode(value, where)),
};

/** The codec of {@link SockTxtime}. */
export const sock_txtime: Codec<SockTxtime> = struct('sock_txtime');
