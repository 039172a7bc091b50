import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../cases.js';

/** A package of npm in a folder of its own, or why it is not there. */
export type Installed = { readonly folder: string; readonly version: string } | { readonly absent: string };

const patience = 300_000; // ms

/** Node's own headers, for what is compiled: those that stand beside the program, where there are some. */
const nodedir = join(process.execPath, '../..');
const headers = existsSync(join(nodedir, 'include/node/node.h')) ? { npm_config_nodedir: nodedir } : {};

/**
 * Installs a package below out/peers/, which git ignores, once: nothing of the work tree depends on it. Its own scripts may run there, since some
 * compile themselves.
 *
 * @param wanted a version or a range, where not the newest is meant
 */
export function installed(name: string, wanted = 'latest'): Installed {
  const folder = `${root}out/peers/${name.replaceAll('/', '+')}/`;
  const manifest = `${folder}node_modules/${name}/package.json`;
  if (!existsSync(`${folder}installed`)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}package.json`, JSON.stringify({ private: true, allowScripts: { [name]: true } }));
    try {
      const arguments_ = ['install', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${wanted}`];
      const env = { ...process.env, ...headers };
      execFileSync('npm', arguments_, { cwd: folder, stdio: 'pipe', timeout: patience, env });
      writeFileSync(`${folder}installed`, '');
    } catch (error) {
      return { absent: reason(error) };
    }
  }
  return { folder, version: JSON.parse(readFileSync(manifest, 'utf8')).version };
}

/** What npm said first, without the address of the registry. */
function reason(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
  const code = /npm error code (\w+)/.exec(said)?.[1];
  return code === undefined ? 'npm could not install it' : `npm could not install it: ${code}`;
}
