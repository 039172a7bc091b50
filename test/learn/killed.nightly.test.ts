import { expect, it } from 'vitest';
import { kill_after, learners_folder } from './killed.js';

it('the runner, killed by SIGKILL 200 times, leaves neither a process nor a file', { timeout: 1_800_000 }, async () => {
  const folder = learners_folder();
  for (let time = 0; time < 200; time++) await kill_after((time * 37) % 200, folder);
  expect.assertions(200);
});
