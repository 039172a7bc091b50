const { call } = Function.prototype;
const { getOwnPropertyDescriptor } = Reflect;

/** A method as a function that takes `this` as its first argument. Later changes of the method or of `call` by a script do not affect it. */
export function uncurried<T, A extends unknown[], R>(method: (this: T, ...args: A) => R): (self: T, ...args: A) => R {
  // The bind of TypeScript's own types gives up on an overloaded or generic `call`.
  return call.bind(method as (...args: unknown[]) => unknown) as (self: T, ...args: A) => R;
}

/** A getter as a function that takes the object. */
export function getter<T, R>(prototype: object, name: string | symbol): (self: T) => R {
  const get = getOwnPropertyDescriptor(prototype, name)?.get;
  if (get === undefined) throw new Error(`no getter of ${String(name)}`);
  return uncurried(get as (this: T) => R);
}

/** `%TypedArray%.prototype`. Its getters return the true values of a view, even if a subclass overrides them. */
export const typed_array: object = Object.getPrototypeOf(Uint8Array.prototype);
