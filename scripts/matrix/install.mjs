import { fileURLToPath } from 'node:url';
import { installed } from '../../out/labs/kit/npm.js'; // npm run matrix compiles it

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Where all of it happens: git ignores it. */
export const place = `${root}out/matrix/`;

/**
 * Installs a package of npm below out/matrix/, once, in a folder of its own. Its scripts do not run.
 *
 * @param {string} name
 * @param {string} range
 * @returns {{ folder: string, version: string } | { absent: string }} node_modules, or why it is not there
 */
export function install(name, range) {
  const spec = `${name}@${range}`;
  const there = installed({ place: `matrix/${name.replaceAll('/', '+')}@${range}`, name, spec });
  return 'absent' in there
    ? { absent: `${spec}: ${there.absent}` }
    : { ...there, folder: `${there.folder}node_modules/` };
}
