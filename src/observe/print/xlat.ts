import { append } from '../../codec/intrinsics.js';
/** Numbers and strace's names for them. */
export type Names = ReadonlyMap<number, string>;

/** Bits and their names, in the order in which strace prints them. */
export type Flags = ReadonlyArray<readonly [bits: number, name: string]>;

/** Reads a table: a number, followed by the names of that number and the next ones. The numbers are those of Linux's uapi headers. */
export function values(table: string): Names {
  const names = new Map<number, string>();
  let next = 0;
  for (const word of table.trim().split(/\s+/)) {
    if (/^\d/.test(word)) next = Number(word);
    else names.set(next++, word);
  }
  return names;
}

/** Reads a table of flags: a number before each name. */
export function flags(table: string): Flags {
  return [...table.matchAll(/(\d\S*)\s+(\S+)/g)].map(([, bits, name]) => [Number(bits), name ?? '']);
}

/** C's `%#x` of 32 bits. */
export function hex(number: number): string {
  return number === 0 ? '0' : `0x${(number >>> 0).toString(16)}`;
}

/** An int printed as an unsigned long: C's `%lu`. */
export function unsigned_long(number: number): string {
  return number < 0 ? String(BigInt.asUintN(64, BigInt(number))) : String(number);
}

/** An int printed as an unsigned long: C's `%#lx`. */
export function hex_long(number: number): string {
  return number < 0 ? `0x${BigInt.asUintN(64, BigInt(number)).toString(16)}` : hex(number);
}

/** The name of a number, or `0x2a /* MSG_??? *\/`. */
export function name_of(names: Names, number: number, unknown: string): string {
  return names.get(number >>> 0) ?? `${hex(number)} /* ${unknown} */`;
}

/** The name of a number, or the number in hex. */
export function name_or_hex(names: Names, number: number): string {
  return names.get(number >>> 0) ?? hex(number);
}

/**
 * The names of the set bits of 32, and the remaining bits in hex.
 *
 * @param wide the int was extended to a long: the remaining bits keep its sign
 */
export function bits_of(table: Flags, bits: number, unknown: string, wide = false): string {
  const [found, left] = known(table, bits);
  const rest = wide && bits < 0 ? hex_long(left - 2 ** 32) : hex(left);
  if (found.length === 0) return left === 0 ? '0' : `${rest} /* ${unknown} */`;
  if (left !== 0 || (wide && bits < 0)) append(found, rest);
  return found.join('|');
}

/** The names of the set bits, and the bits without a name. */
export function known(table: Flags, bits: number): [found: string[], left: number] {
  const found: string[] = [];
  let left = bits >>> 0;
  for (const [flag, name] of table) {
    if (left === 0 || (left & flag) >>> 0 !== flag) continue;
    append(found, name);
    left = (left & ~flag) >>> 0;
  }
  return [found, left];
}

/** Which of the 32 bits are set, counted from 0. */
export function bits_set(bits: number): number[] {
  return Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => ((bits >>> bit) & 1) === 1);
}
