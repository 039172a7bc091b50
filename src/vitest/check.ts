/**
 * `setupFiles: ['sys-socket/vitest/check']` runs a suite in check mode: a test during which something is found fails, with the lines; what only the
 * end of a file can show, a descriptor that is open or a refusal that nobody read, fails the file.
 *
 * @module
 */
import { afterAll, afterEach } from 'vitest';
import { check } from '../observe/index.js';
import { told } from './findings.js';

const checking = check(() => {});
let judged = 0;

function fail_for_new(): void {
  const found = checking.findings.slice(judged);
  judged = checking.findings.length;
  if (found.length > 0) throw new Error(`check mode found:\n\n${told(found)}`);
}

afterEach(fail_for_new);
afterAll(() => {
  checking.end();
  fail_for_new();
});
