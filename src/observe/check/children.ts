import child_process, { ChildProcess } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { caller } from '../where.js';

/** Called before each child is started, with the source line and the descriptors that the child is given. */
type Started = (site: () => string | undefined, given: ReadonlySet<unknown>) => void;

/** Node's functions that start a child and block until it ends. All others use ChildProcess. */
const waiting = ['spawnSync', 'execSync', 'execFileSync'] as const;

interface Spawning {
  spawn(options: { readonly stdio?: unknown }): unknown;
}

/** Watches for children. @returns a function that stops watching */
export function watch_children(started: Started): () => void {
  const prototype = ChildProcess.prototype as unknown as Spawning; // Node documents the class but not its method spawn
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    started(caller(), given_by(options));
    return spawn.call(this, options);
  };
  const originals = waiting.map((name) => [name, child_process[name]] as const);
  for (const [name, original] of originals) {
    Reflect.set(child_process, name, (...args: unknown[]) => {
      started(caller(), given_by(args.at(-1)));
      return Reflect.apply(original, child_process, args);
    });
  }
  syncBuiltinESMExports();
  return () => {
    prototype.spawn = spawn;
    for (const [name, original] of originals) Reflect.set(child_process, name, original);
    syncBuiltinESMExports();
  };
}

/** The descriptors in the option `stdio`. */
function given_by(options: unknown): ReadonlySet<unknown> {
  const stdio: unknown = typeof options === 'object' && options !== null ? Reflect.get(options, 'stdio') : undefined;
  if (!Array.isArray(stdio)) return new Set();
  return new Set(stdio.map((item) => (typeof item === 'object' && item !== null ? Reflect.get(item, 'fd') : item)));
}
