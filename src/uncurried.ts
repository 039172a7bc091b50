const { call } = Function.prototype;
const { getOwnPropertyDescriptor } = Reflect;

/** A method as a function of what it is called on, whatever a script makes of it, or of `call`, later. */
export function uncurried<T, A extends unknown[], R>(method: (this: T, ...args: A) => R): (self: T, ...args: A) => R {
  // The bind of TypeScript's own types gives up on an overloaded or generic `call`.
  return call.bind(method as (...args: unknown[]) => unknown) as (self: T, ...args: A) => R;
}

/** A getter as such a function. */
export function getter<T, R>(prototype: object, name: string | symbol): (self: T) => R {
  const get = getOwnPropertyDescriptor(prototype, name)?.get;
  if (get === undefined) throw new Error(`no getter of ${String(name)}`);
  return uncurried(get as (this: T) => R);
}

/** `%TypedArray%.prototype`: its getters are asked of views, whatever a subclass says. */
export const typed_array: object = Object.getPrototypeOf(Uint8Array.prototype);
