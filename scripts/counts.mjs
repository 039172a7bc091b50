// The end of .ci/run: adds up the reports of test/support/report.ts. Prints each test that failed, with its message, and then
// `N passed, N failed, N skipped`.
//
//   node scripts/counts.mjs FOLDER    for each part NAME of CI: FOLDER/NAME.status, FOLDER/NAME.log and, for tests, FOLDER/NAME.json
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const read = (name) => readFileSync(join(folder, name), 'utf8');
const parts = readdirSync(folder).flatMap((file) =>
  file.endsWith('.status') ? [file.slice(0, -'.status'.length)] : [],
);

const total = { passed: 0, failed: 0, skipped: 0 };
const indented = (text) => text.trimEnd().replace(/^/gm, '    ');

for (const part of parts.sort()) {
  const report = existsSync(join(folder, `${part}.json`)) ? JSON.parse(read(`${part}.json`)) : undefined;
  const { passed = 0, skipped = 0, failed = [] } = report ?? {};
  for (const { name, message } of failed) console.log(`failed: ${part}: ${name}\n${indented(message)}`);
  const status = Number(read(`${part}.status`));
  // A failure of a part that is not a test, or that ended before it could report.
  const itself = status !== 0 && failed.length === 0;
  if (itself)
    console.log(
      `failed: ${part}, status ${status}\n${indented(read(`${part}.log`).split('\n').slice(-60).join('\n'))}`,
    );
  total.passed += passed;
  total.skipped += skipped;
  total.failed += failed.length + (itself ? 1 : 0);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
