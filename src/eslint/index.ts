/**
 * `import sys_socket from 'sys-socket/eslint'` in an eslint.config.js: a rule that reports a Result that the program ignores, which the
 * compiler does not. docs/eslint.md shows the setup. It needs typescript-eslint with type information.
 *
 * @module
 */
import type { ESLint, Linter } from 'eslint';
import { must_use } from './must-use.js';

const rules = { 'must-use': must_use };

/** The plugin without its configs; the configs refer to it. */
const bare: ESLint.Plugin = { meta: { name: 'sys-socket' }, rules };

/** A flat config that makes the rule an error. */
const recommended: Linter.Config = {
  name: 'sys-socket/recommended',
  plugins: { 'sys-socket': bare },
  rules: { 'sys-socket/must-use': 'error' },
};

/** The plugin: its rule `must-use`, and `configs.recommended`, which turns it on. */
const plugin = { ...bare, rules, configs: { recommended } };

export default plugin;
