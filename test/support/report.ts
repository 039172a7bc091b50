import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

/** The report that scripts/counts.mjs adds up. */
export interface Report {
  passed: number;
  skipped: number;
  /** Each test, hook or file that failed, with its messages. */
  readonly failed: { readonly name: string; readonly message: string }[];
}

type Errors = readonly { readonly message: string; readonly diff?: string }[];

/** Writes a Report to the file that REPORT names. */
export const reporter: Reporter = {
  onTestRunEnd(modules, unhandled) {
    const { REPORT } = process.env;
    if (REPORT === undefined) return;
    mkdirSync(dirname(REPORT), { recursive: true });
    writeFileSync(REPORT, JSON.stringify(report_of(modules, unhandled)));
  },
};

function report_of(modules: readonly TestModule[], unhandled: Errors): Report {
  const report: Report = { passed: 0, skipped: 0, failed: [] };
  for (const error of unhandled) report.failed.push({ name: 'outside of all tests', message: message_of([error]) });
  for (const module of modules) {
    for (const part of [module, ...module.children.allSuites()]) {
      if (part.errors().length > 0) report.failed.push({ name: name_of(part), message: message_of(part.errors()) });
    }
    for (const test of module.children.allTests()) add(report, test);
  }
  return report;
}

function add(report: Report, test: TestCase): void {
  const { state, errors = [] } = test.result();
  if (state === 'failed') report.failed.push({ name: name_of(test), message: message_of(errors) });
  else if (state === 'passed') report.passed += 1;
  else report.skipped += 1;
}

function name_of(task: TestModule | TestSuite | TestCase): string {
  return task.type === 'module' ? task.relativeModuleId : `${task.module.relativeModuleId} > ${task.fullName}`;
}

function message_of(errors: Errors): string {
  return errors.map(({ message, diff }) => [message, ...(diff === undefined ? [] : [diff])].join('\n')).join('\n');
}
