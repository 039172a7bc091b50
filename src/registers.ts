/** A function of the native table. */
export type Wrapped = (...args: readonly unknown[]) => unknown;

/**
 * A function of the binary. Its `length` is the number of its parameters, and `shape` says what they are, a letter each (binding/table.h);
 * `pieces` is there when the second of them is an array of pieces, and says how many of those may come as arguments of their own.
 */
export type Call = Wrapped & { readonly pieces?: number; readonly shape: string };

/** Where what is in the registers: `struct Registers` of binding/environment.h. The first ten are those of the arguments. */
export const given = 10;
export const answer = 11;
const interrupted = 12;

/** A bit of `given`. */
export const wants_answer = 1 << given;

/** From here on the bits of `given` of the arguments that are null or left out. */
export const nulls = given + 1;

/** So many pieces at most are arguments of their own, the last ones; the bits of `given` from there on say how many. */
const most_pieces = 4;
export const pieces = nulls + given;

/** A bit of the first piece, if it is the one of the call before, and then one of the second; and one that has the binary remember them. */
export const known_pieces = 1 << (pieces + 3);
export const keeps_pieces = 1 << 28;

const { isArray } = Array;
const none: readonly unknown[] = [];

/** An int32, which fits a register. */
export function is_int(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

/**
 * The functions of the binary, called through its registers: the integers among the arguments are handed over in memory that the
 * binary sees too, and so is the answer, since asking Node-API for a number takes longer than some calls do. What is no
 * int32 is handed over as an argument alone, and checked there.
 *
 * @param registers null where the runtime allows no memory of the binary's in an ArrayBuffer (Electron)
 */
export function through_registers<Table extends object>(functions: Table, registers: Int32Array | null): Table {
  const table = { ...functions };
  if (registers === null) return table;
  for (const [name, call] of Object.entries(functions)) Reflect.set(table, name, through(call, registers));
  return table;
}

/** Puts an argument into its register, if it fits, and gives back its bit of `given`; of null it is the bit alone. */
export function putter(registers: Int32Array): (index: number, argument: unknown) => number {
  return (index, argument) => {
    if (!is_int(argument)) return argument === null || argument === undefined ? 1 << (nulls + index) : 0;
    registers[index] = argument;
    return 1 << index;
  };
}

/** How many calls of this thread returned EINTR because somebody asked for it: of this memory, or by asking the binary. */
export function interruptions(registers: Int32Array | null, ask: () => number): () => number {
  return registers === null ? ask : () => registers[interrupted] ?? 0;
}

/** Nothing here runs code of the caller, no valueOf and no getter, once the first register is written. */
function through(call: Call, registers: Int32Array): Wrapped {
  const put = putter(registers);
  if (call.pieces === most_pieces) {
    // A getter of the array may call again, so all pieces are fetched first. To fetch them by Node-API takes as long as the syscall does.
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
