import { second_row } from './registers.js';
import { getter, typed_array } from './uncurried.js';

/** Takes the place of a view while none is kept. */
const nothing = new Uint8Array(0);

const length_of = getter<unknown, number>(typed_array, 'length');
const kind_of = getter<unknown, string | undefined>(typed_array, Symbol.toStringTag);

/** A view that two calls of a function had as one of their arguments. The binding remembers the address of its memory. */
export interface Last {
  /**
   * True for the same object with the same length. Its memory is then at the same address: memory does not move beneath a view, and the
   * length of a view that was detached, or whose buffer has shrunk beneath it, is 0.
   */
  is(view: unknown): boolean;
  /** True for the view that was looked up last. */
  saw(view: unknown): boolean;
  /** Called before a call for which the binding looks up its views. A view that is known already is known again after {@link keep}. */
  look(view: unknown): void;
  /** Called after such a call, unless it threw. The length is compared, because another thread may have grown shared memory. */
  keep(view: unknown): void;
}

export function last(kind: 'Uint8Array' | 'Int32Array' = 'Uint8Array'): Last {
  let kept: unknown = nothing;
  let seen: unknown = nothing;
  let length = 0;
  return {
    is: (view) => view === kept && length_of(view) === length,
    saw: (view) => view === seen,
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

/** A row of {@link Lasts} that does not exist. */
export const none_known = -1;

/** Two views that a function has in turn as one of its arguments, as recv(2) has for the header and the payload of a frame. */
export interface Lasts {
  /** The row of the view, as a bit of `given`, or {@link none_known}. */
  row(view: unknown): number;
  /** As {@link Last.look}. Returns the row that the binding is to use. */
  look(view: unknown): number;
  /** As {@link Last.keep}, for the view of that row. */
  keep(view: unknown, row: number): void;
}

export function lasts(): Lasts {
  const first = last();
  const second = last();
  let recent = 0;
  const of = (row: number) => (row === 0 ? first : second);
  return {
    row(view) {
      const row = first.is(view) ? 0 : second.is(view) ? second_row : none_known;
      if (row !== none_known) recent = row;
      return row;
    },
    look(view) {
      const older = recent === 0 ? second_row : 0;
      recent = first.saw(view) ? 0 : second.saw(view) ? second_row : older;
      of(recent).look(view);
      return recent;
    },
    keep: (view, row) => of(row).keep(view),
  };
}
