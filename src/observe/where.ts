import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { package_root } from '../load.js';

const root = `${package_root}`;

/**
 * What of this package is on the stack of every call: as bundled, as compiled, and as the source maps name it. In a clone the judges of exercises lie
 * beside the solutions, which are programs like a learner's; in the package they are in dist/.
 */
const own = /^(dist\/|(out\/)?src\/|(out\/)?exercises\/[^/]+\/(judge|[\w-]+\.kit)\.[jt]s$)/;

/** Frames of the package that may lie above the caller's. */
const depth = 32;

/** Remembers the stack of now; where the package was called is worked out when asked for. */
export function caller(): () => string | undefined {
  const holder: { stack?: unknown } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  Error.captureStackTrace(holder, caller);
  Error.stackTraceLimit = limit;
  return () => (typeof holder.stack === 'string' ? outside(holder.stack) : undefined);
}

const in_function = /^ +at .*? \((.+):(\d+):(\d+)\)$/;
const at_top = /^ +at (?:async )?(.+):(\d+):(\d+)$/;

/** The first frame of a stack that is neither ours nor Node's: `server.ts:41:18`. */
export function outside(stack: string): string | undefined {
  for (const line of stack.split('\n')) {
    const site = in_function.exec(line) ?? at_top.exec(line);
    if (site === null) continue;
    const [, file = '', row, column] = site;
    if (file.startsWith('node:')) continue;
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (path.startsWith(root) && own.test(path.slice(root.length))) continue;
    const near = relative('', path);
    return `${near.startsWith('..') ? path : near}:${row}:${column}`;
  }
  return undefined;
}
