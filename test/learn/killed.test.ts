import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kill_after, learners_folder } from './killed.js';

describe('the runner, killed by SIGKILL', { timeout: 60_000 }, () => {
  it('leaves neither a process nor a file', async () => {
    const folder = learners_folder();
    for (const looks of [0, 20, 40, 80, 120]) await kill_after(looks, folder);
    expect(
      readdirSync(folder)
        .filter((name) => !name.startsWith('.sys-socket-learn.json'))
        .sort(),
    ).toEqual(['exercises', 'tmp']);
  });
});
