import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Installed, installed as installed_at } from '../../labs/kit/npm.js';

/** Node's headers, for packages that are compiled: those beside the program, if they exist. */
const nodedir = join(process.execPath, '../..');
const headers = existsSync(join(nodedir, 'include/node/node.h')) ? { npm_config_nodedir: nodedir } : {};

/** Installs a package below out/peers/ and runs its scripts. `wanted` is a version or a range, by default the newest version. */
export function installed(name: string, wanted = 'latest'): Installed {
  const place = `peers/${name.replaceAll('/', '+')}`;
  return installed_at({ place, name, spec: `${name}@${wanted}`, scripts: true }, { ...process.env, ...headers });
}
