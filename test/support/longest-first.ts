import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longer than the others of their group, with the longest first. */
const long = [
  'test/fuzz/fuzz.test.ts',
  'test/labs/checklist.test.ts',
  'test/cli/learn.test.ts',
  'test/observe/fault/strace.test.ts',
  'test/cli/main.test.ts',
  'test/cli/trace.test.ts',
  'test/garbage/garbage.test.ts',
  'test/interop/hostile.test.ts',
  'test/strace/parse.test.ts',
  'test/cli/strace.test.ts',
  'test/cli/compare.test.ts',
  'test/misuse/misuse.test.ts',
  'test/observe-page.test.ts',
  'test/sys/signalfd.test.ts',
  'test/options.test.ts',
];

/** Starts the files of the list first, in its order, and then the others in vitest's order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId, project }: TestSpecification): number => {
      const at = long.indexOf(relative(this.ctx.config.root, moduleId));
      return project.config.sequence.groupOrder * (long.length + 1) + (at < 0 ? long.length : at);
    };
    return sorted.sort((a, b) => place(a) - place(b));
  }
}
