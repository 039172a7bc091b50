import { constant } from './headers.js';

declare const domain_brand: unique symbol;

/** The domain of socket(2), C's `AF_`: branded, so that `socket(SOCK_STREAM, AF_INET, 0)` does not compile. */
export type Domain = number & { readonly [domain_brand]: 'domain' };

/**
 * A domain from the headers, by its name.
 *
 * @internal
 */
export function domain(name: string): Domain {
  return constant(name) as Domain;
}

/**
 * Accepts a number as a domain of {@link socket}: for a family without a constant in this package, or one that was read as a number.
 *
 * @throws TypeError if it is not a number, RangeError if it is not an int32
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
