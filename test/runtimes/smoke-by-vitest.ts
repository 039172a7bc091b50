// The cases as Vitest runs them in a project of a user's: scripts/matrix/smoke.mjs puts it there as smoke.test.ts.
import { expect, it } from 'vitest';
import { cases } from './smoke.ts';

it.each(Object.entries(cases))('%s', async (_, run) => {
  await expect(run()).resolves.toBeUndefined();
});
