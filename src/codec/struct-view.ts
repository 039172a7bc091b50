import { part } from './intrinsics.js';
import { type Cell, cell_of } from './reuse.js';
import { type Codec, type Member, members_of, read_field } from './struct.js';

const { defineProperties } = Object;

/** The memory of a struct. Its fields are own properties, so that it prints, spreads and compares as the struct's value does. */
class Filled {
  readonly #cell: Cell;

  constructor(size: number, fields: PropertyDescriptorMap) {
    this.#cell = cell_of(size);
    defineProperties(this, fields);
  }

  static is(value: unknown): value is Filled {
    return typeof value === 'object' && value !== null && #cell in value;
  }

  static cell(view: Filled): Cell {
    return view.#cell;
  }

  /** Undefined if no call has filled the struct, or if the bytes that a call wrote end before the field does. */
  static read(view: Filled, { place, codec, first, end }: Member): unknown {
    const { content, length } = view.#cell;
    const filled = length[0] ?? 0;
    if (codec === undefined) return read_field(content, place, 0, filled);
    return filled < end ? undefined : codec.decode(part(content, first, end));
  }

  /** Node's console shows the fields. */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return { ...this };
  }
}

/**
 * A struct that is made once and filled by many calls: {@link struct_view}. It has the fields of the struct's value, each decoded when it
 * is read. A field is undefined before the first call, after a call that failed, and if the kernel is too old to have it.
 */
export type StructView<V> = Readonly<V> & Filled;

/** The fields of the views, by codec: all views of a struct share their getters. */
const getters = new WeakMap<object, PropertyDescriptorMap>();

function getters_of(members: readonly Member[]): PropertyDescriptorMap {
  return Object.fromEntries(
    members.map((member) => {
      const get = function (this: Filled) {
        return Filled.read(this, member);
      };
      return [member.name, { __proto__: null, get, enumerable: true }];
    }),
  );
}

/**
 * Memory for a struct that calls fill, as C has `struct tcp_info info;` before a loop. A call writes the bytes, and only the fields that
 * you read are decoded; `{ ...view }` is a plain copy of the current values.
 *
 * @param codec the codec of a C struct: `tcp_info`, `linger`, {@link struct}
 * @returns a struct without a value, for {@link getsockopt}
 * @throws TypeError if the codec is not that of a struct
 *
 * @example
 * ```ts
 * import { AF_INET, getsockopt, IPPROTO_TCP, SOCK_STREAM, socket, struct_view, TCP_CLOSE, TCP_INFO, tcp_info, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * const info = struct_view(tcp_info);
 * unwrap(getsockopt(fd, IPPROTO_TCP, TCP_INFO, info));
 * console.log(info.tcpi_state === TCP_CLOSE); // true
 * ```
 */
export function struct_view<V extends object>(codec: Codec<V>): StructView<V> {
  const members = members_of(codec);
  if (members === undefined) throw new TypeError('struct_view: codec must be the codec of a C struct');
  const fields = getters.get(codec) ?? getters_of(members);
  getters.set(codec, fields);
  // The getters are those of the fields of V, because `codec` is the codec of V.
  return new Filled(codec.size, fields) as StructView<V>;
}

/**
 * The memory of a view; undefined for any other value.
 *
 * @internal
 */
export function viewed(value: unknown): Cell | undefined {
  return Filled.is(value) ? Filled.cell(value) : undefined;
}
