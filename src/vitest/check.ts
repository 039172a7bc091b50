/**
 * `setupFiles: ['sys-socket/vitest/check']` runs a suite in check mode. A finding during a test fails the test, and the failure names the
 * source lines. A finding that only the end of a file can show, such as an open descriptor or an error that was never read, fails the file.
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
