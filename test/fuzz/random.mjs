/** Numbers that a seed decides: mulberry32. */
export class Random {
  #state;

  /** @param {string} seed */
  constructor(seed) {
    this.#state = 2166136261;
    for (const letter of seed) this.#state = Math.imul(this.#state ^ (letter.codePointAt(0) ?? 0), 16777619);
  }

  /**
   * A whole number from 0 to `end - 1`.
   *
   * @param {number} end
   */
  below(end) {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  }

  /** @param {number} n @returns true once in n times */
  once_in(n) {
    return this.below(n) === 0;
  }

  /**
   * @template T
   * @param {readonly T[]} values
   * @returns {T}
   */
  pick(values) {
    return /** @type {T} */ (values[this.below(values.length)]);
  }
}
