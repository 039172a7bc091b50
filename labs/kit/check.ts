import type { Check } from './lab.js';

/** A check that must hold for each element. It reports the first element that fails, or else the last one. */
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
