// Modules of Node, for what an import of the package evaluates. An ES module that imports one makes all that it exports, such as the
// streams of node:fs, which takes a tenth of the time of an import.
import { createRequire } from 'node:module';

// A built-in module is found from anywhere, and a bundle of CommonJS has no import.meta.url.
const require = createRequire('/');

/** Loads the streams too, where no worker has loaded them already. */
export const worker_threads = (): typeof import('node:worker_threads') => require('node:worker_threads');
export const fs: typeof import('node:fs') = require('node:fs');
export const os: typeof import('node:os') = require('node:os');
export const url: typeof import('node:url') = require('node:url');
export const util: typeof import('node:util') = require('node:util');

/**
 * fstat(2). With bigint, since the other form leaves its numbers in an array that Node's realpathSync looks at later: after one of a socket or
 * pipe, the next require() of a linked package would get the path of the link.
 */
export const fstat = (fd: number): import('node:fs').BigIntStats => fs.fstatSync(fd, { bigint: true });
