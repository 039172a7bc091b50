// `build.mjs native` builds the addon in build/, `build.mjs ts` the programs in out/ and then dist/. Without arguments it builds both. npm runs
// it by itself when the node_modules of a clone have changed (dependencies).
import { installed, run, script } from './run.mjs';

const parts = {
  native() {
    run(installed('cmake-js/bin/cmake-js'), ['compile']);
  },
  ts() {
    run(installed('typescript/bin/tsc'), ['-b', '.', 'examples', 'labs', 'exercises']);
    run(script('bundle.mjs'));
  },
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
for (const name of names) {
  if (!Object.hasOwn(parts, name)) throw new Error(`build: ${name} is neither native nor ts`);
  parts[name]();
}
