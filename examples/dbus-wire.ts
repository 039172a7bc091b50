// D-Bus messages as bytes, in the byte order of this machine and with the basic types only. D-Bus specification, "Message Protocol".
import { endianness } from 'node:os';
import type { Fd } from 'sys-socket';

export const METHOD_CALL = 1;
export const METHOD_RETURN = 2;
export const ERROR = 3;

/** A value of type `y`, `u` or `h` is a number (an `h` a descriptor), of `b` a boolean, of `s`, `o` or `g` a string. */
export type Value = string | number | boolean;

export interface Message {
  readonly type: number;
  readonly serial: number;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly error_name?: string;
  readonly reply_serial?: number;
  readonly destination?: string;
  readonly sender?: string;
  /** The types of the body, one letter each. */
  readonly signature?: string;
  readonly body?: readonly Value[];
}

/** The fields of a header, with their codes and types. */
const fields = [
  [1, 'path', 'o'],
  [2, 'interface', 's'],
  [3, 'member', 's'],
  [4, 'error_name', 's'],
  [5, 'reply_serial', 'u'],
  [6, 'destination', 's'],
  [7, 'sender', 's'],
  [8, 'signature', 'g'],
  [9, 'unix_fds', 'u'],
] as const;

type Fields = Partial<Record<(typeof fields)[number][1], Value>>;

/** Bytes of byte order, type, flags, version, lengths and serial, before the fields. */
export const FIXED = 16;
/** The maximum length of a message: 128 MiB. */
const most = 1 << 27;
const order = endianness() === 'LE' ? 'l' : 'B';
const little = order === 'l';

const aligned = (at: number, to: number) => Math.ceil(at / to) * to;
const size_of = (type: string) => (type === 'y' || type === 'g' ? 1 : 4);

function writer() {
  const bytes: number[] = [];
  const u32 = (value: number) => bytes.push(...new Uint8Array(Uint32Array.of(value).buffer));
  const align = (to: number) => {
    while (bytes.length % to !== 0) bytes.push(0);
  };
  return {
    bytes,
    align,
    put(type: string, value: Value): void {
      align(size_of(type));
      if (type === 'y') bytes.push(Number(value));
      else if ('ubh'.includes(type)) u32(Number(value));
      else if ('sog'.includes(type)) {
        const text = Buffer.from(String(value));
        if (type === 'g') bytes.push(text.length);
        else u32(text.length);
        bytes.push(...text, 0);
      } else throw new TypeError(`the type ${type} is not spoken here`);
    },
  };
}

function reader(from: Uint8Array, start: number) {
  const view = new DataView(from.buffer, from.byteOffset, from.byteLength);
  let at = start;
  const get = (type: string): Value => {
    at = aligned(at, size_of(type));
    const number = size_of(type) === 1 ? view.getUint8(at) : view.getUint32(at, little);
    at += size_of(type);
    if ('yuh'.includes(type)) return number;
    if (type === 'b') return number === 1;
    if (!'sog'.includes(type)) throw new TypeError(`the type ${type} is not spoken here`);
    if (at + number >= from.length) throw new RangeError('a string reaches beyond its message');
    const text = Buffer.from(from.subarray(at, at + number)).toString();
    at += number + 1;
    return text;
  };
  return {
    get,
    /** True if there is another field before `end`. Each field is a struct, which begins at a multiple of 8. */
    another(end: number): boolean {
      at = aligned(at, 8);
      return at < end;
    },
  };
}

/** A message as bytes, and the descriptors to send with them. In the bytes an `h` is an index in the list of descriptors. */
export function encode({ type, serial, body = [], ...named }: Message): { bytes: Buffer; fds: Fd[] } {
  const { signature = '' } = named;
  if (signature.length !== body.length) throw new TypeError(`a body of ${signature} has ${signature.length} values`);
  const values = writer();
  const fds: Fd[] = [];
  for (const [i, value] of body.entries()) {
    const letter = signature.charAt(i);
    values.put(letter, letter === 'h' ? fds.push(value as Fd) - 1 : value);
  }
  const header = writer();
  const all: Fields = { ...named, ...(fds.length > 0 && { unix_fds: fds.length }) };
  for (const [code, name, letter] of fields) {
    const value = all[name];
    if (value === undefined || value === '') continue;
    header.align(8);
    header.put('y', code);
    header.put('g', letter);
    header.put(letter, value);
  }
  const fixed = writer();
  for (const byte of [order.charCodeAt(0), type, 0, 1]) fixed.put('y', byte);
  for (const word of [values.bytes.length, serial, header.bytes.length]) fixed.put('u', word);
  header.align(8);
  return { bytes: Buffer.from([...fixed.bytes, ...header.bytes, ...values.bytes]), fds };
}

/** The number of bytes after the first {@link FIXED}. */
export function rest_of(head: Uint8Array): number {
  if (head[0] !== order.charCodeAt(0)) throw new TypeError('a message of the other byte order');
  const { get } = reader(head, 4);
  const [body = 0, , header = 0] = [get('u'), get('u'), get('u')].map(Number);
  const rest = aligned(header, 8) + body;
  if (rest > most) throw new RangeError(`a message of ${rest} bytes`);
  return rest;
}

/** A message from its bytes and the descriptors that came with them. */
export function decode(bytes: Uint8Array, fds: readonly Fd[]): Message {
  const fixed = reader(bytes, 8);
  const [serial, header] = [Number(fixed.get('u')), Number(fixed.get('u'))];
  const named: Fields = {};
  const in_header = reader(bytes, FIXED);
  while (in_header.another(FIXED + header)) {
    const code = in_header.get('y');
    const value = in_header.get(String(in_header.get('g')));
    const name = fields.find(([known]) => known === code)?.[1];
    if (name !== undefined) named[name] = value;
  }
  const { unix_fds = 0, signature = '', ...others } = named;
  if (unix_fds !== fds.length) throw new RangeError(`${unix_fds} descriptors were announced, and ${fds.length} came`);
  const values = reader(bytes, FIXED + aligned(header, 8));
  const body = Array.from(String(signature), (letter) => {
    const value = values.get(letter);
    if (letter !== 'h') return value;
    const fd = fds[Number(value)];
    if (fd === undefined) throw new RangeError(`descriptor ${value} of ${fds.length}`);
    return fd;
  });
  return { ...(others as Partial<Message>), type: bytes[1] ?? 0, serial, signature: String(signature), body };
}
