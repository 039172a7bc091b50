import { constants_like } from '../headers.js';
import { append } from './intrinsics.js';
import { check_integer } from './struct.js';

/** The common prefix of the names of a set of flags. */
export type FlagPrefix =
  | 'AI_'
  | 'EPOLL'
  | 'IFF_'
  | 'MSG_'
  | 'NI_'
  | 'O_'
  | 'POLL'
  | 'SOCK_'
  | 'SOF_TIMESTAMPING_'
  | 'SPLICE_F_'
  | 'TCPI_OPT_';

/** A word of flags. Some low bits may be a number instead: the type of socket(2), the access mode of open(2). */
interface Word {
  readonly names: RegExp;
  readonly number?: number;
}

const words: Readonly<Record<FlagPrefix, Word>> = {
  AI_: { names: /^AI_/ },
  EPOLL: { names: /^EPOLL[A-Z]/ },
  IFF_: { names: /^IFF_/ },
  MSG_: { names: /^MSG_/ },
  NI_: { names: /^NI_(?!MAX)/ },
  O_: { names: /^O_(?!ACCMODE$)/, number: 0b11 },
  POLL: { names: /^POLL[A-Z]/ },
  SOCK_: { names: /^SOCK_(?:STREAM|DGRAM|RAW|RDM|SEQPACKET|DCCP|PACKET|CLOEXEC|NONBLOCK)$/, number: 0b1111 },
  SOF_TIMESTAMPING_: { names: /^SOF_TIMESTAMPING_/ },
  SPLICE_F_: { names: /^SPLICE_F_/ },
  TCPI_OPT_: { names: /^TCPI_OPT_/ },
};

/** Sorted by bits. An alias comes after the name with the same bits, so its bits are already cleared when the loop reaches it. */
const tables = new Map<FlagPrefix, ReadonlyArray<readonly [name: string, bits: number]>>();

function table_of(prefix: FlagPrefix, { names }: Word): ReadonlyArray<readonly [name: string, bits: number]> {
  const known = tables.get(prefix);
  if (known !== undefined) return known;
  const made = constants_like(names).sort(([, a], [, b]) => a - b);
  tables.set(prefix, made);
  return made;
}

/**
 * The names of the bits that are set in a word of flags, the lowest first; bits without a name come last, as one number in hex. For the
 * type of socket(2), the first name is the type itself; for the flags of open(2), the access mode.
 *
 * @param prefix `'MSG_'` for the flags of send(2), recv(2) and `msg_flags`; `'POLL'` and `'EPOLL'` for events; `'SOCK_'` for the type of
 *   socket(2); `'O_'` for the result of `fcntl(fd, F_GETFL)`; `'IFF_'` for interfaces; ...
 * @param bits the word, 32 bits
 * @throws TypeError, RangeError if the prefix is unknown, or the word is not a 32-bit integer
 *
 * @example
 * ```ts
 * import { EPOLLET, EPOLLIN, flag_names, MSG_CTRUNC, MSG_TRUNC, SOCK_CLOEXEC, SOCK_STREAM } from 'sys-socket';
 *
 * console.log(flag_names('MSG_', MSG_CTRUNC | MSG_TRUNC)); // [ 'MSG_CTRUNC', 'MSG_TRUNC' ]
 * console.log(flag_names('EPOLL', EPOLLIN | EPOLLET).join('|')); // EPOLLIN|EPOLLET
 * console.log(flag_names('SOCK_', SOCK_STREAM | SOCK_CLOEXEC).join('|')); // SOCK_STREAM|SOCK_CLOEXEC
 * ```
 */
export function flag_names<const P extends FlagPrefix>(prefix: P, bits: number): (`${P}${string}` | `0x${string}`)[] {
  if (typeof prefix !== 'string' || !Object.hasOwn(words, prefix))
    throw new TypeError(`flag_names: prefix must be one of ${Object.keys(words).join(', ')}`);
  check_integer(bits, -0x8000_0000, 0xffff_ffff, 'flag_names: bits');
  const word: Word = words[prefix];
  const low = word.number ?? 0;
  const found: string[] = [];
  let left = bits >>> 0;
  for (const [name, flag] of table_of(prefix, word)) {
    const is_number = low !== 0 && (flag & ~low) === 0;
    const set = is_number ? (left & low) === flag : flag !== 0 && (left & flag) >>> 0 === flag;
    if (!set) continue;
    append(found, name);
    left = (left & ~flag) >>> 0;
  }
  if (left !== 0) append(found, `0x${left.toString(16)}`);
  // The names of the table begin with the prefix.
  return found as (`${P}${string}` | `0x${string}`)[];
}
