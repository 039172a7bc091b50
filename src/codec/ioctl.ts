import { constant } from '../native.js';

declare const request_brand: unique symbol;

/**
 * The number of a request, branded with the type of its argument (`void` for one without) and of its answer: a wrong argument does
 * not compile. The list is closed: what a request reads and writes is for the binding to know, since it may be an address.
 */
export type IoctlRequest<A, V> = number & {
  readonly [request_brand]: { readonly argument: (argument: A) => A; readonly answer: V };
};

/** How the argument of a request becomes bytes, and the bytes that come back an answer. */
export interface IoctlCodec<A, V> {
  /** Null for a request without bytes; the answer then comes from none. */
  encode(argument: A, where: string): Uint8Array | null;
  decode(bytes: Uint8Array): V;
}

const catalogue = new Map<number, IoctlCodec<unknown, unknown>>();

/**
 * A request of the headers.
 *
 * @internal
 */
export function request<A, V>(name: string, codec: IoctlCodec<A, V>): IoctlRequest<A, V> {
  const op = constant(name);
  // The map forgets A and V; the brand on the number that leads to this codec remembers them.
  catalogue.set(op, codec as IoctlCodec<unknown, unknown>);
  return op as IoctlRequest<A, V>;
}

/**
 * The codec of a request, where the catalogue has one.
 *
 * @internal
 */
export function request_codec(op: number): IoctlCodec<unknown, unknown> | undefined {
  return catalogue.get(op);
}
