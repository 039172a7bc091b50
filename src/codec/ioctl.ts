import { constant } from '../headers.js';

declare const request_brand: unique symbol;

/**
 * The number of a request, branded with the type of its argument (`void` if it has none) and of its answer: a wrong argument does
 * not compile. The list is closed, because the binding must know what a request reads and writes: it may be an address.
 */
export type IoctlRequest<A, V> = number & {
  readonly [request_brand]: { readonly argument: (argument: A) => A; readonly answer: V };
};

/** Converts the argument of a request to bytes, and the bytes that the kernel wrote to an answer. */
export interface IoctlCodec<A, V> {
  /** Null for a request without bytes; `decode` then receives an empty array. */
  encode(argument: A, where: string): Uint8Array | null;
  decode(bytes: Uint8Array): V;
}

const catalogue = new Map<number, IoctlCodec<unknown, unknown>>();

/**
 * Adds a request of the headers to the catalogue.
 *
 * @internal
 */
export function request<A, V>(name: string, codec: IoctlCodec<A, V>): IoctlRequest<A, V> {
  const op = constant(name);
  // The map does not keep A and V. The brand on the number under which the codec is stored does.
  catalogue.set(op, codec as IoctlCodec<unknown, unknown>);
  return op as IoctlRequest<A, V>;
}

/**
 * The codec of a request; undefined if the catalogue has none.
 *
 * @internal
 */
export function request_codec(op: number): IoctlCodec<unknown, unknown> | undefined {
  return catalogue.get(op);
}
