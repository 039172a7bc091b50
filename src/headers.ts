import { headers } from './native.js';

/** The layout of a field of a C struct: its first bit, its number of bits, and whether it is signed. */
export type FieldLayout = readonly [first_bit: number, bits: number, signed: boolean];

/** A C struct as the compiler laid it out. */
export interface StructLayout {
  readonly size: number;
  readonly fields: Readonly<Record<string, FieldLayout>>;
}

/** What the C compiler knew from the headers. */
interface Headers {
  readonly constants: Readonly<Record<string, number>>;
  readonly errno: Readonly<Record<string, number>>;
  readonly strerror: Readonly<Record<string, string>>;
  readonly layout: Readonly<Record<string, StructLayout>>;
}

const { constants, errno, strerror, layout: layouts }: Headers = JSON.parse(headers);

/** The number of a C constant. It throws if the name is in no list of binding/. */
export function constant(name: string): number {
  const number = constants[name] ?? errno[name];
  if (number !== undefined) return number;
  throw new Error(
    `the binary has no number for ${name}: \`npm run constants\` adds the name to binding/typed.txt, \`npm run build:native\` compiles it`,
  );
}

/** The constants whose names match, and their numbers. */
export function constants_like(name: RegExp): (readonly [name: string, number: number])[] {
  return Object.entries(constants).filter(([one]) => name.test(one));
}

/** The layout of a C struct. */
export function layout(name: string): StructLayout {
  const found = Object.hasOwn(layouts, name) ? layouts[name] : undefined;
  if (found === undefined) throw new RangeError(`the binary has no layout for struct ${name}`);
  return found;
}

/** The layout of a field of a C struct. */
export function field_of(struct: string, field: string): FieldLayout {
  const found = layout(struct).fields[field];
  if (found === undefined) throw new Error(`the binary has no field ${field} of struct ${struct}`);
  return found;
}

/** The offset of a field of a C struct, in bytes. */
export function offset_of(struct: string, field: string): number {
  return field_of(struct, field)[0] / 8;
}

/** The names of errno with their numbers and texts. An alias comes after the name with the same number. */
export const errno_table: ReadonlyArray<{ readonly name: string; readonly errno: number; readonly message: string }> =
  Object.entries(errno).map(([name, number]) => ({ name, errno: number, message: strerror[name] ?? name }));
