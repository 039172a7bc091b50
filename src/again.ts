import {
  answer,
  type Call,
  given,
  is_int,
  keeps_pieces,
  known_pieces,
  nulls,
  pieces,
  putter,
  type Wrapped,
  wants_answer,
} from './registers.js';
import { getter, typed_array } from './uncurried.js';

const { isArray } = Array;
const none: readonly unknown[] = [];

/** Takes the place of a view while none is kept. */
const nothing = new Uint8Array(0);

const length_of = getter<unknown, number>(typed_array, 'length');
const kind_of = getter<unknown, string | undefined>(typed_array, Symbol.toStringTag);

/** The view that the last two calls of a function had as one of their arguments. The binding remembers the address of its memory. */
interface Last {
  /**
   * True for the same object with the same length. Its memory is then at the same address: memory does not move beneath a view, and the
   * length of a view that was detached, or whose buffer has shrunk beneath it, is 0.
   */
  is(view: unknown): boolean;
  /** Called before a call for which the binding looks up its views. */
  look(view: unknown): void;
  /** Called after such a call, unless it threw. The length is compared, because another thread may have grown shared memory. */
  keep(view: unknown): void;
}

function last(kind: 'Uint8Array' | 'Int32Array' = 'Uint8Array'): Last {
  let kept: unknown = nothing;
  let seen: unknown = nothing;
  let length = 0;
  return {
    is: (view) => view === kept && length_of(view) === length,
    look(view) {
      kept = nothing;
      // A view is kept at its second use, because keeping every new view would slow down a program that never passes one twice.
      length = view === seen && kind_of(view) === kind ? length_of(view) : 0;
      seen = view;
    },
    keep(view) {
      if (length !== 0 && length_of(view) === length) kept = view;
    },
  };
}

const number = (index: number) => 1 << index;
const view = (index: number) => (1 << index) | (1 << (nulls + index));

/** Makes the fast path of a function: a call with int32 numbers and remembered views needs only the registers. Other calls go the long way. */
type Quick = (call: Wrapped, long_way: Wrapped, registers: Int32Array) => Wrapped;

/** The bits of all arguments beside the pieces: each is a number, a remembered view or null. */
const beside = number(0) | number(2) | number(3) | number(4) | number(5);

/** The fast path of a function with pieces, for one or two of them. The array is read once, because a getter of it may make another call. */
function with_pieces(call: Wrapped, long_way: Wrapped, registers: Int32Array): Wrapped {
  const first = last();
  const second = last();
  const fifth = last('Int32Array');
  const put = putter(registers);
  return (a, list, c, d, e, f) => {
    const all: readonly unknown[] = isArray(list) ? list : none;
    const count = all.length;
    if (count !== 1 && count !== 2) return long_way(a, list, c, d, e, f);
    const one = all[0];
    const two = count === 2 ? all[1] : undefined;
    const knows_first = first.is(one);
    const knows_second = count === 1 || second.is(two);
    const knows_fifth = fifth.is(e); // never true for flags, which are not a view
    const fits = put(0, a) | put(2, c) | put(3, d) | (knows_fifth ? view(4) : put(4, e)) | put(5, f);
    const known = (knows_first ? known_pieces : 0) | (knows_second ? known_pieces << 1 : 0);
    registers[given] = wants_answer | keeps_pieces | (count << pieces) | known | fits;
    if (knows_first && knows_second && ((fits | (fits >> nulls)) & beside) === beside) {
      return call(a, list) ?? registers[answer]; // list is passed because Node-API, unlike isArray, refuses a Proxy of an array
    }
    if (!knows_first) first.look(one);
    if (!knows_second) second.look(two);
    if (!knows_fifth) fifth.look(e);
    const result = call(a, list, c, d, e, f, one, two) ?? registers[answer];
    if (!knows_first) first.keep(one);
    if (!knows_second) second.keep(two);
    if (!knows_fifth) fifth.keep(e);
    return result;
  };
}

/** The fast paths, by the letters of binding/table.h for the parameters: `n` a number, `v` a view. */
const quick: Readonly<Record<string, Quick>> = {
  nv(call, long_way, registers) {
    const second = last();
    const all = wants_answer | number(0) | view(1);
    return (a, b) => {
      if (second.is(b) && is_int(a)) {
        registers[0] = a;
        registers[given] = all;
        return call() ?? registers[answer];
      }
      second.look(b);
      const result = long_way(a, b);
      second.keep(b);
      return result;
    };
  },
  nvn(call, long_way, registers) {
    const second = last();
    const all = wants_answer | number(0) | view(1) | number(2);
    return (a, b, c) => {
      if (second.is(b) && is_int(a) && is_int(c)) {
        registers[0] = a;
        registers[2] = c;
        registers[given] = all;
        return call() ?? registers[answer];
      }
      second.look(b);
      const result = long_way(a, b, c);
      second.keep(b);
      return result;
    };
  },
  nvnv(call, long_way, registers) {
    const second = last();
    const fourth = last();
    const all = wants_answer | number(0) | view(1) | number(2) | view(3);
    return (a, b, c, d) => {
      if (second.is(b) && fourth.is(d) && is_int(a) && is_int(c)) {
        registers[0] = a;
        registers[2] = c;
        registers[given] = all;
        return call() ?? registers[answer];
      }
      second.look(b);
      fourth.look(d);
      const result = long_way(a, b, c, d);
      second.keep(b);
      fourth.keep(d);
      return result;
    };
  },
  nnnv(call, long_way, registers) {
    const fourth = last();
    const all = wants_answer | number(0) | number(1) | number(2) | view(3);
    return (a, b, c, d) => {
      if (fourth.is(d) && is_int(a) && is_int(b) && is_int(c)) {
        registers[0] = a;
        registers[1] = b;
        registers[2] = c;
        registers[given] = all;
        return call() ?? registers[answer];
      }
      fourth.look(d);
      const result = long_way(a, b, c, d);
      fourth.keep(d);
      return result;
    };
  },
  vn(call, long_way, registers) {
    const first = last();
    const all = wants_answer | view(0) | number(1);
    return (a, b) => {
      if (first.is(a) && is_int(b)) {
        registers[1] = b;
        registers[given] = all;
        return call() ?? registers[answer];
      }
      first.look(a);
      const result = long_way(a, b);
      first.keep(a);
      return result;
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
    if (make !== undefined) Reflect.set(table, name, make(call, way, registers));
    else if (call.pieces !== undefined) Reflect.set(table, name, with_pieces(call, way, registers));
  }
  return table;
}
