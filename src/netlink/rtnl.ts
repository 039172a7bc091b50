// The common part of the requests of rtnetlink(7).

import { type Codec, check_integer } from '../codec/struct.js';
import { AF_INET, AF_INET6, NETLINK_ROUTE, NLM_F_DUMP } from '../constants.js';
import type { ErrnoName, SysError } from '../errno.js';
import type { Fd } from '../fd.js';
import type { Err, Result } from '../result.js';
import { inet_ntop } from '../sys/inet-ntop.js';
import { type AskCode, ask } from './ask.js';
import { type Rows, read_attributes, rest } from './attributes.js';
import { nlattrs } from './nlmsghdr.js';

type Answered = 'EAFNOSUPPORT' | 'EBUSY' | 'EINTR' | 'EINVAL' | 'EOPNOTSUPP' | 'EPERM';

/** The errors of a request of rtnetlink(7): those in the kernel's answer, and those of the syscalls. */
export type RtnlCode = Answered | AskCode;

/** The rest of an answer of rtnetlink(7). */
export interface RtnlRest {
  /** The bytes of the attributes that have no field here, by number: `IFLA_AF_SPEC`, `RTA_CACHEINFO`. */
  readonly attributes: ReadonlyMap<number, Uint8Array>;
}

/** A kind of object of rtnetlink(7): its message types, and how they are decoded. */
export interface Subject<T> {
  /** `RTM_GETLINK`, `RTM_GETADDR`, ... */
  readonly get: number;
  /** `RTM_NEWLINK`, ... */
  readonly made: number;
  /** `RTM_DELLINK`, ... */
  readonly gone: number;
  /** The size of the fixed part, in bytes. */
  readonly size: number;
  readonly decode: (payload: Uint8Array) => T | undefined;
}

/** Decodes the struct and then its attributes. `rows` can depend on the struct, since the format of an address depends on its family. */
export function decoder<Header extends object, Attributes>(
  header: Codec<Header>,
  rows: (fixed: Header) => Rows<Attributes>,
): (payload: Uint8Array) => (Header & Partial<Attributes> & RtnlRest) | undefined {
  return (payload) => {
    if (payload.length < header.size) return undefined;
    const fixed = header.decode(payload.subarray(0, header.size));
    const found = nlattrs(payload, header.size);
    return { ...fixed, ...read_attributes(rows(fixed), found), attributes: rest(found) };
  };
}

/** Requests all objects of a kind. */
export function dump<T, Code extends ErrnoName>(
  { get, made, size, decode }: Subject<T>,
  refused: (negative: number) => Err<SysError<Code>>,
  family: number,
  fd: Fd | undefined,
  where: string,
): Result<T[], SysError<Code | AskCode>> {
  check_integer(family, 0, 0xff, `${where}: family`);
  const payload = new Uint8Array(size);
  payload[0] = family; // the first byte of struct rtgenmsg and of every other header
  return ask(
    {
      protocol: NETLINK_ROUTE,
      type: get,
      flags: NLM_F_DUMP,
      payload,
      refused,
      decode: (message) => (message.nlmsg_type === made ? decode(message.payload) : undefined),
    },
    fd,
  );
}

/** An address as inet_ntop(3) writes it; for other families, in hex. */
export function address(family: number): (bytes: Uint8Array) => string {
  const length = family === AF_INET ? 4 : family === AF_INET6 ? 16 : undefined;
  return (bytes) => {
    const written = bytes.length === length ? inet_ntop(family, bytes) : undefined;
    return written?.ok ? written.value : Buffer.from(bytes).toString('hex');
  };
}

export const bytes = (value: Uint8Array): Uint8Array => new Uint8Array(value);
export const uint8 = (value: Uint8Array): number => value[0] ?? 0;
