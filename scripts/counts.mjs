// Adds up vitest's JSON reports and prints `N passed, N failed, N skipped`. A step that failed outside a test counts as one.
import { readFileSync } from 'node:fs';

const [failed_step, ...reports] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const path of reports) {
  const report = JSON.parse(readFileSync(path, 'utf8'));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests;
}
if (failed_step !== '0' && total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
