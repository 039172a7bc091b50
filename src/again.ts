import { last, lasts, none_known } from './last.js';
import {
  answer,
  type Call,
  given,
  is_int,
  keeps,
  known_pieces,
  nulls,
  pieces,
  putter,
  type Wrapped,
  wants_answer,
} from './registers.js';

const { isArray } = Array;
const none: readonly unknown[] = [];

const number = (index: number) => 1 << index;
const nothing_at = (index: number) => 1 << (nulls + index);
const view = (index: number) => number(index) | nothing_at(index);

/**
 * Makes the fast path of a function: a call with int32 numbers and remembered views needs only the registers. For every other call the views
 * are looked up, by a function of its own: V8 inlines a path only into programs that have room for all of its bytecode.
 */
type Quick = (call: Wrapped, registers: Int32Array) => Wrapped;

/** The bits of all arguments beside the pieces: each is a number, a remembered view or null. */
const beside = number(0) | number(2) | number(3) | number(4) | number(5);

/** Neither an address nor control messages. */
const plain = nothing_at(2) | nothing_at(3);

/** The fast path of a function with pieces, for one or two of them. The array is read once, because a getter of it may make another call. */
function with_pieces(call: Wrapped, long_way: Wrapped, registers: Int32Array): Wrapped {
  const first = last();
  const second = last();
  const third = last();
  const fourth = last();
  const fifth = last('Int32Array');
  const put = putter(registers);
  // biome-ignore format: the arguments of one call
  const look_up = (
    fits: number, one: unknown, two: unknown,
    a: unknown, list: unknown, c: unknown, d: unknown, e: unknown, f: unknown,
  ): unknown => {
    const has_second = ((fits >> pieces) & 2) !== 0;
    registers[given] = fits | (first.is(one) ? known_pieces : 0) | (second.is(two) ? known_pieces << 1 : 0);
    first.look(one);
    if (has_second) second.look(two);
    third.look(c);
    fourth.look(d);
    fifth.look(e);
    const result = call(a, list, c, d, e, f, one, two) ?? registers[answer];
    first.keep(one);
    if (has_second) second.keep(two);
    third.keep(c);
    fourth.keep(d);
    fifth.keep(e);
    return result;
  };
  const address_and_control = (c: unknown, d: unknown) =>
    (third.is(c) ? view(2) : put(2, c)) | (fourth.is(d) ? view(3) : put(3, d));
  return (a, list, c, d, e, f) => {
    const all: readonly unknown[] = isArray(list) ? list : none;
    const count = all.length;
    if (count !== 1 && count !== 2) return long_way(a, list, c, d, e, f);
    const one = all[0];
    const two = count === 2 ? all[1] : undefined;
    const middle = c === null && d === null ? plain : address_and_control(c, d);
    const late = (fifth.is(e) ? view(4) : put(4, e)) | put(5, f); // flags are never a view
    const fits = wants_answer | keeps | (count << pieces) | put(0, a) | middle | late;
    const knows_pieces = first.is(one) && (count === 1 || second.is(two));
    if (!knows_pieces || ((fits | (fits >> nulls)) & beside) !== beside)
      return look_up(fits, one, two, a, list, c, d, e, f);
    registers[given] = fits | (3 * known_pieces);
    return call(a, list) ?? registers[answer]; // list is passed because Node-API, unlike isArray, refuses a Proxy of an array
  };
}

/** The fast paths, by the letters of binding/table.h for the parameters: `n` a number, `v` a view. */
const quick: Readonly<Record<string, Quick>> = {
  nv(call, registers) {
    const second = lasts();
    const put = putter(registers);
    const all = wants_answer | number(0) | view(1);
    const look_up: Wrapped = (a, b) => {
      const row = second.look(b);
      registers[given] = wants_answer | keeps | row | put(0, a) | put(1, b);
      const result = call(a, b) ?? registers[answer];
      second.keep(b, row);
      return result;
    };
    return (a, b) => {
      const row = second.row(b);
      if (row === none_known || !is_int(a)) return look_up(a, b);
      registers[0] = a;
      registers[given] = all | row;
      return call() ?? registers[answer];
    };
  },
  nvn(call, registers) {
    const second = lasts();
    const put = putter(registers);
    const all = wants_answer | number(0) | view(1) | number(2);
    const look_up: Wrapped = (a, b, c) => {
      const row = second.look(b);
      registers[given] = wants_answer | keeps | row | put(0, a) | put(1, b) | put(2, c);
      const result = call(a, b, c) ?? registers[answer];
      second.keep(b, row);
      return result;
    };
    return (a, b, c) => {
      const row = second.row(b);
      if (row === none_known || !is_int(a) || !is_int(c)) return look_up(a, b, c);
      registers[0] = a;
      registers[2] = c;
      registers[given] = all | row;
      return call() ?? registers[answer];
    };
  },
  nvnv(call, registers) {
    const second = last();
    const fourth = last();
    const put = putter(registers);
    const all = wants_answer | number(0) | view(1) | number(2) | view(3);
    const look_up: Wrapped = (a, b, c, d) => {
      second.look(b);
      fourth.look(d);
      registers[given] = wants_answer | keeps | put(0, a) | put(1, b) | put(2, c) | put(3, d);
      const result = call(a, b, c, d) ?? registers[answer];
      second.keep(b);
      fourth.keep(d);
      return result;
    };
    return (a, b, c, d) => {
      if (!second.is(b) || !fourth.is(d) || !is_int(a) || !is_int(c)) return look_up(a, b, c, d);
      registers[0] = a;
      registers[2] = c;
      registers[given] = all;
      return call() ?? registers[answer];
    };
  },
  nnnv(call, registers) {
    const fourth = last();
    const put = putter(registers);
    const all = wants_answer | number(0) | number(1) | number(2) | view(3);
    const look_up: Wrapped = (a, b, c, d) => {
      fourth.look(d);
      registers[given] = wants_answer | keeps | put(0, a) | put(1, b) | put(2, c) | put(3, d);
      const result = call(a, b, c, d) ?? registers[answer];
      fourth.keep(d);
      return result;
    };
    return (a, b, c, d) => {
      if (!fourth.is(d) || !is_int(a) || !is_int(b) || !is_int(c)) return look_up(a, b, c, d);
      registers[0] = a;
      registers[1] = b;
      registers[2] = c;
      registers[given] = all;
      return call() ?? registers[answer];
    };
  },
  vn(call, registers) {
    const first = last();
    const put = putter(registers);
    const all = wants_answer | view(0) | number(1);
    const look_up: Wrapped = (a, b) => {
      first.look(a);
      registers[given] = wants_answer | keeps | put(0, a) | put(1, b);
      const result = call(a, b) ?? registers[answer];
      first.keep(a);
      return result;
    };
    return (a, b) => {
      if (!first.is(a) || !is_int(b)) return look_up(a, b);
      registers[1] = b;
      registers[given] = all;
      return call() ?? registers[answer];
    };
  },
};

/** The functions of the binary. Those that are often called with the same views ask Node-API for their memory only once. */
export function remembering<Table extends object>(functions: Table, long_way: Table, registers: Int32Array): Table {
  const table = { ...long_way };
  const ways: object = long_way;
  const all: readonly (readonly [string, Call])[] = Object.entries(functions);
  for (const [name, call] of all) {
    const make = quick[call.shape];
    const way: Wrapped = Reflect.get(ways, name);
    if (make !== undefined) Reflect.set(table, name, make(call, registers));
    else if (call.pieces !== undefined) Reflect.set(table, name, with_pieces(call, way, registers));
  }
  return table;
}
