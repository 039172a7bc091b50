import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { package_root } from '../load.js';

const root = `${package_root}`;

/**
 * The files of this package that can be on the stack of a call: bundled, compiled, and as source maps name them. In a clone, the judges of
 * exercises lie beside the solutions, which count as callers; in the installed package, the judges are in dist/.
 */
const own = /^(dist\/|(out\/)?src\/|(out\/)?exercises\/[^/]+\/(judge|[\w-]+\.kit)\.[jt]s$)/;

/** The number of frames to capture: frames of the package lie above the caller's. */
const depth = 32;

/** Captures the current stack. The returned function computes the source line that called the package. */
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

/** The first frame of a stack that is neither in this package nor in Node: `server.ts:41:18`. */
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
