import { constant } from './native.js';

declare const domain_brand: unique symbol;

/** The domain of socket(2), C's `AF_`: branded, so that `socket(SOCK_STREAM, AF_INET, 0)` does not compile. */
export type Domain = number & { readonly [domain_brand]: 'domain' };

/**
 * A domain of the headers.
 *
 * @internal
 */
export function domain(name: string): Domain {
  return constant(name) as Domain;
}

/**
 * Takes a number for a domain of {@link socket}: of a family that has no constant here, or one that was read as a number.
 *
 * @throws TypeError unless it is a number, RangeError unless it is an int32
 *
 * @example
 * ```ts
 * import { as_domain, SOCK_DGRAM, socket } from 'sys-socket';
 *
 * const AF_ISDN = as_domain(34);
 * console.log(socket(AF_ISDN, SOCK_DGRAM, 0).ok); // (false, unless the kernel has ISDN)
 * ```
 */
export function as_domain(domain: number): Domain {
  if (typeof domain !== 'number') throw new TypeError(`as_domain: domain must be a number, got ${typeof domain}`);
  if (domain !== (domain | 0)) throw new RangeError(`as_domain: domain must be an int32, got ${domain}`);
  return domain as Domain;
}
