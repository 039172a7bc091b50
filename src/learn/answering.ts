import type { Native } from '../native.js';
import { errno_of } from './errno-of.js';

/** The answer to another call: a number, the name of an errno, or `'kernel'`, which makes the real call. */
export type Answer = number | string;

/** Functions whose next calls have scripted answers. */
export function answering(
  answers: { readonly [F in keyof Native]?: readonly Answer[] },
  below: Native,
  turn: () => void,
): Partial<Native> {
  const over = Object.entries(answers).map(([name, list = []]) => {
    const rest = [...list];
    return [
      name,
      (...args: unknown[]) => {
        turn();
        const answer = rest.shift() ?? 'kernel';
        if (typeof answer === 'number') return answer;
        const refused = errno_of(answer);
        return refused === undefined ? Reflect.apply(Reflect.get(below, name), undefined, args) : -refused;
      },
    ] as const;
  });
  return Object.fromEntries(over) as Partial<Native>; // each has the name of the function that it replaces
}
