import { type Codec, list, struct } from '../codec/struct.js';

/** C's `struct sock_filter` of linux/filter.h: one instruction of a classic BPF program. */
export interface SockFilter {
  /** The operation: `BPF_LD | BPF_H | BPF_ABS`, ... */
  code: number;
  /** The number of instructions to skip if the condition is true, 0 to 255. */
  jt: number;
  /** The number of instructions to skip if the condition is false, 0 to 255. */
  jf: number;
  /** The operand, 32 bits. */
  k: number;
}

const instruction = struct<SockFilter>('sock_filter');
/** BPF_MAXINSNS of linux/bpf_common.h: a longer program is EINVAL. */
const longest = 4096;

/** The codec of a classic BPF program, C's `struct sock_fprog`, as a list of instructions. Its bytes are the instructions, without C's count and pointer. */
export const sock_fprog: Codec<readonly SockFilter[]> = list(instruction, longest, ' of struct sock_filter');

/**
 * Parses a BPF program in the format of `tcpdump -ddd`: the number of instructions, and a line of four numbers for each.
 *
 * @param text the output of tcpdump. Its `-i any` or `-y RAW` must match the kind of interface that the filter is for
 * @throws RangeError if the text is malformed or a number is out of range; it names the line
 *
 * @example
 * ```ts
 * import { AF_UNIX, parse_bpf, SO_ATTACH_FILTER, SOCK_DGRAM, SOL_SOCKET, setsockopt, socket, unwrap } from 'sys-socket';
 *
 * const none = parse_bpf('1\n6 0 0 0\n'); // ret #0: let nothing through
 * const fd = unwrap(socket(AF_UNIX, SOCK_DGRAM, 0));
 * console.log(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, none).ok); // true
 * ```
 */
export function parse_bpf(text: string): SockFilter[] {
  if (typeof text !== 'string') throw new TypeError(`parse_bpf: text must be a string, got ${typeof text}`);
  const [first = '', ...lines] = text.trimEnd().split('\n');
  if (!/^\d+$/.test(first.trim()))
    throw new RangeError(`parse_bpf: line 1 must be a count, got ${JSON.stringify(first)}`);
  if (lines.length !== Number(first)) {
    throw new RangeError(`parse_bpf: line 1 announces ${Number(first)} instructions, got ${lines.length}`);
  }
  return lines.map((line, i) => {
    const [, code, jt, jf, k] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*$/.exec(line) ?? [];
    if (k === undefined)
      throw new RangeError(`parse_bpf: line ${i + 2} must be four numbers, got ${JSON.stringify(line)}`);
    const one = { code: Number(code), jt: Number(jt), jf: Number(jf), k: Number(k) };
    instruction.encode(one, `parse_bpf: line ${i + 2}`);
    return one;
  });
}
