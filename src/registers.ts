/** A function of the native table. */
export type Wrapped = (...args: readonly unknown[]) => unknown;

/**
 * A function of the binary. Its `length` is the number of its parameters, and `shape` has a letter for the type of each (binding/table.h).
 * If the second parameter is an array of pieces, `pieces` is the maximum number of them that can be passed as separate arguments.
 */
export type Call = Wrapped & { readonly pieces?: number; readonly shape: string };

/** Indices of the registers: `struct Registers` of binding/environment.h. The first ten are the arguments. */
export const given = 10;
export const answer = 11;
const interrupted = 12;

/** A bit of `given`. */
export const wants_answer = 1 << given;

/** The first of the bits of `given` that say which arguments are null or omitted. */
export const nulls = given + 1;

/** The maximum number of pieces that are passed as the last arguments. From bit `pieces` on, `given` has their number. */
const most_pieces = 4;
export const pieces = nulls + given;

/** A bit of `given` for the first piece, set if the binding remembers it from an earlier call; the next bit is for the second piece. */
export const known_pieces = 1 << (pieces + 3);

/** A bit of `given`: the binding remembers the memory of the views and pieces that it looks up for this call. It never does so unasked. */
export const keeps = 1 << 28;

/** A bit of `given`: the binding remembers two views of a function, and this call is about the second. */
export const second_row = 1 << 26;

const { isArray } = Array;
const none: readonly unknown[] = [];

/** True for an int32, which fits into a register. */
export function is_int(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

/**
 * The functions of the binary, called through its registers: arguments that are int32s, and the result, are passed in memory that the
 * binary shares, because reading a number through Node-API takes longer than some calls. Any other argument is passed only as an argument,
 * and the binding checks it.
 *
 * @param registers null if the runtime allows no external memory in an ArrayBuffer (Electron)
 */
export function through_registers<Table extends object>(functions: Table, registers: Int32Array | null): Table {
  const table = { ...functions };
  if (registers === null) return table;
  for (const [name, call] of Object.entries(functions)) Reflect.set(table, name, through(call, registers));
  return table;
}

/** Returns a function that writes an argument to its register, if it fits, and returns its bit of `given`. For null it only returns the bit. */
export function putter(registers: Int32Array): (index: number, argument: unknown) => number {
  return (index, argument) => {
    if (!is_int(argument)) return argument === null || argument === undefined ? 1 << (nulls + index) : 0;
    registers[index] = argument;
    return 1 << index;
  };
}

/** The number of calls of this thread that returned EINTR on request, from its register or by calling `ask`. */
export function interruptions(registers: Int32Array | null, ask: () => number): () => number {
  return registers === null ? ask : () => registers[interrupted] ?? 0;
}

/** After the first register is written, nothing here runs code of the caller, such as a valueOf or a getter. */
function through(call: Call, registers: Int32Array): Wrapped {
  const put = putter(registers);
  if (call.pieces === most_pieces) {
    // All pieces are read first, because a getter of the array may make another call. Reading them through Node-API takes as long as the syscall.
    return (a, list, c, d, e, f) => {
      const all: readonly unknown[] = isArray(list) && list.length <= most_pieces ? list : none;
      const count = all.length;
      const first = count > 0 ? all[0] : undefined;
      const second = count > 1 ? all[1] : undefined;
      const third = count > 2 ? all[2] : undefined;
      const fourth = count > 3 ? all[3] : undefined;
      const late = put(3, d) | put(4, e) | put(5, f);
      registers[given] = wants_answer | (count << pieces) | put(0, a) | put(2, c) | late;
      return call(a, list, c, d, e, f, first, second, third, fourth) ?? registers[answer];
    };
  }
  switch (call.length) {
    case 0:
      return () => {
        registers[given] = wants_answer;
        return call() ?? registers[answer];
      };
    case 1:
      return (a) => {
        registers[given] = wants_answer | put(0, a);
        return call(a) ?? registers[answer];
      };
    case 2:
      return (a, b) => {
        registers[given] = wants_answer | put(0, a) | put(1, b);
        return call(a, b) ?? registers[answer];
      };
    case 3:
      return (a, b, c) => {
        registers[given] = wants_answer | put(0, a) | put(1, b) | put(2, c);
        return call(a, b, c) ?? registers[answer];
      };
    case 4:
      return (a, b, c, d) => {
        registers[given] = wants_answer | put(0, a) | put(1, b) | put(2, c) | put(3, d);
        return call(a, b, c, d) ?? registers[answer];
      };
    case 5:
      return (a, b, c, d, e) => {
        registers[given] = wants_answer | put(0, a) | put(1, b) | put(2, c) | put(3, d) | put(4, e);
        return call(a, b, c, d, e) ?? registers[answer];
      };
    case 6:
      return (a, b, c, d, e, f) => {
        registers[given] = wants_answer | put(0, a) | put(1, b) | put(2, c) | put(3, d) | put(4, e) | put(5, f);
        return call(a, b, c, d, e, f) ?? registers[answer];
      };
    default:
      return (a, b, c, d, e, f, g, h, i, j) => {
        const late = put(6, g) | put(7, h) | put(8, i) | put(9, j);
        registers[given] = wants_answer | put(0, a) | put(1, b) | put(2, c) | put(3, d) | put(4, e) | put(5, f) | late;
        return call(a, b, c, d, e, f, g, h, i, j) ?? registers[answer];
      };
  }
}
