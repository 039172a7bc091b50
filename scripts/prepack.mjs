// npm runs this before it packs: everything that ships is built, and then checked.
import { run, script } from './run.mjs';

run(script('build.mjs'), ['ts']);
run(script('prebuilds.mjs'));
run(script('check-pack.mjs'));
