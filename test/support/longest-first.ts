import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Starts the files that are known to be long first, in their order; the others as vitest does. */
export const longest_first = (long: readonly string[]) =>
  class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files);
      const place = ({ moduleId }: TestSpecification): number => {
        const at = long.indexOf(relative(this.ctx.config.root, moduleId));
        return at < 0 ? long.length : at;
      };
      return sorted.sort((a, b) => place(a) - place(b));
    }
  };
