import type { Check } from './lab.js';

/** A check that must hold of each; what is told is the first that does not obey, or the last. */
export function check_each<T>(
  all: readonly T[],
  law: string,
  otherwise: string,
  judge: (one: T) => { readonly holds: boolean; readonly measured: string },
): Check {
  const judged = all.map(judge);
  const told = judged.find(({ holds }) => !holds) ?? judged.at(-1);
  return { law, holds: told?.holds ?? false, measured: told?.measured ?? 'nothing', otherwise };
}
