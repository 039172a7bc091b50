import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Installed, installed as installed_at } from '../../labs/kit/npm.js';

/** Node's own headers, for what is compiled: those that stand beside the program, where there are some. */
const nodedir = join(process.execPath, '../..');
const headers = existsSync(join(nodedir, 'include/node/node.h')) ? { npm_config_nodedir: nodedir } : {};

/** Installs a package below out/peers/, whose own scripts may run. `wanted` is a version or a range, where not the newest is meant. */
export function installed(name: string, wanted = 'latest'): Installed {
  const place = `peers/${name.replaceAll('/', '+')}`;
  return installed_at({ place, name, spec: `${name}@${wanted}`, scripts: true }, { ...process.env, ...headers });
}
