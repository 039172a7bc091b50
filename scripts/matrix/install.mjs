import { fileURLToPath } from 'node:url';
import { installed } from '../../out/labs/kit/npm.js'; // npm run matrix compiles it

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** The working folder, which git ignores. */
export const place = `${root}out/matrix/`;

/**
 * Installs a package from npm below out/matrix/, once, in a separate folder. Its scripts do not run.
 *
 * @param {string} name
 * @param {string} range
 * @returns {{ folder: string, version: string } | { absent: string }} its node_modules, or the reason why it is absent
 */
export function install(name, range) {
  const spec = `${name}@${range}`;
  const there = installed({ place: `matrix/${name.replaceAll('/', '+')}@${range}`, name, spec });
  return 'absent' in there
    ? { absent: `${spec}: ${there.absent}` }
    : { ...there, folder: `${there.folder}node_modules/` };
}
