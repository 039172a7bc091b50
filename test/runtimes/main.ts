// Runs the cases of smoke.ts where there is no test runner: a line for each, `ok NAME` or `failed NAME: WHY`, and the exit status.
import { cases } from './smoke.ts';

let failed = 0;
for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`failed ${name}: ${error instanceof Error ? error.message : error}`);
  }
}
process.exitCode = failed > 0 ? 1 : 0;
