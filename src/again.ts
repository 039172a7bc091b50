import { answer, given, is_int, nulls, type Wrapped, wants_answer } from './registers.js';
import { getter, typed_array } from './uncurried.js';

/** Stands for a view while there is none. */
const nothing = new Uint8Array(0);

const length_of = getter<unknown, number>(typed_array, 'length');
const kind_of = getter<unknown, string | undefined>(typed_array, Symbol.toStringTag);

/** The view that a function was given at one place in the last call, and in the one before: the binding has kept where its memory is. */
interface Last {
  /**
   * The same object of the same length: its memory is where it was, since memory does not move under a view, and a view that was detached,
   * or whose buffer has shrunk beneath it, has the length 0.
   */
  is(view: unknown): boolean;
  /** Before a call for which the binding looks at its views. */
  look(view: unknown): void;
  /** After it, unless it threw. Another thread may have let shared memory grow meanwhile. */
  keep(view: unknown): void;
}

function last(): Last {
  let kept: unknown = nothing;
  let seen: unknown = nothing;
  let length = 0;
  return {
    is: (view) => view === kept && length_of(view) === length,
    look(view) {
      kept = nothing;
      // To keep each new view would cost a program that never hands over the same one.
      length = view === seen && kind_of(view) === 'Uint8Array' ? length_of(view) : 0;
      seen = view;
    },
    keep(view) {
      if (length !== 0 && length_of(view) === length) kept = view;
    },
  };
}

const number = (index: number) => 1 << index;
const view = (index: number) => (1 << index) | (1 << (nulls + index));

/** A call of numbers and of the views of the call before it, which needs no argument beside the registers. Any other goes the long way. */
type Quick = (call: Wrapped, long_way: Wrapped, registers: Int32Array) => Wrapped;

/** By the letters that binding/table.h has for the parameters: a number, a view. */
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

/** The functions of the binary, of which those that are called with the same memory again and again do not ask Node-API for it each time. */
export function remembering<Table extends object>(functions: Table, long_way: Table, registers: Int32Array): Table {
  const table = { ...long_way };
  const ways: object = long_way;
  for (const [name, call] of Object.entries(functions)) {
    const make = quick[call.shape];
    if (make !== undefined) Reflect.set(table, name, make(call, Reflect.get(ways, name), registers));
  }
  return table;
}
