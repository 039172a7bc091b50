import { createRequire } from 'node:module';
import { fs } from '../builtin.js';
import { package_root } from '../load.js';
import { common } from '../native.js';

// `SYS_SOCKET_TRACE=1 node server.js` traces from the first call on, SYS_SOCKET_FAULT injects faults from the first call on, SYS_SOCKET_CHECK
// looks for mistakes. The code for each is loaded only if its variable is set, and by `require`, because `import()` is asynchronous. If a
// loader creates a second copy of these modules, the copy interposes on the same native table, so the first copy starts the features for all.
const require = createRequire(import.meta.url);
/** The variables whose features a copy has started in this thread. */
const started = common('started', () => new Set<string>());

as_said_by('SYS_SOCKET_FAULT', () => {
  const { fault_as }: typeof import('./fault/environment.js') = require(
    `${package_root}dist/observe/fault/environment.js`,
  );
  return fault_as;
});
as_said_by('SYS_SOCKET_CHECK', () => {
  const { check_as }: typeof import('./check/environment.js') = require(
    `${package_root}dist/observe/check/environment.js`,
  );
  return check_as;
});
as_said_by('SYS_SOCKET_TRACE', () => {
  const { trace_as }: typeof import('./environment.js') = require(`${package_root}dist/observe/environment.js`);
  return trace_as;
});

/** Starts the feature that an environment variable requests. If the value is invalid, it prints why, and ends the process. */
function as_said_by(variable: string, load: () => (text: string) => void): void {
  const text = process.env[variable];
  if (text === undefined || text === '' || text === '0' || started.has(variable)) return;
  started.add(variable);
  const start = loaded(variable, load);
  try {
    start?.(text);
  } catch (error) {
    if (!is_a_wrong_word(error)) throw error;
    fs.writeSync(2, `${variable}: ${error.message.replace(`${variable}: `, '')}\n`);
    process.exit(1);
  }
}

/** Some loaders, such as the one of Vitest's vmThreads, cannot require an ES module. */
function loaded<T>(variable: string, load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    fs.writeSync(2, `${variable} is ignored: the loader of this program cannot require an ES module (${error})\n`);
    return undefined;
  }
}

/** True for an error in the value of the variable: an invalid word, or a file that cannot be written. */
function is_a_wrong_word(error: unknown): error is Error {
  return error instanceof RangeError || error instanceof SyntaxError || (error instanceof Error && 'syscall' in error);
}
