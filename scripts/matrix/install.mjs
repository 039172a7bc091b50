import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installed } from '../../out/labs/kit/npm.js'; // npm run matrix compiles it

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** The working folder, which git ignores. */
export const place = `${root}out/matrix/`;

/** The version of a package that this project has installed for itself. */
export function installed_here(name) {
  return JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')).version;
}

/** Installs a build of Vitest's bundler for another platform. Rolldown loads the file that NAPI_RS_NATIVE_LIBRARY_PATH names. */
export function bundler(platform) {
  const name = `@rolldown/binding-${platform}`;
  const found = install(name, installed_here('rolldown'));
  return 'absent' in found ? found : { file: `${found.folder}${name}/rolldown-binding.${platform}.node` };
}

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
