import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Where all of it happens: git ignores it. */
export const place = `${root}out/matrix/`;

const patience = 300_000; // ms

/**
 * Installs a package of npm below out/matrix/, once, in a folder of its own. Its scripts do not run.
 *
 * @param {string} name
 * @param {string} range
 * @returns {{ folder: string, version: string } | { absent: string }} node_modules, or why it is not there
 */
export function install(name, range) {
  const folder = `${place}${name.replaceAll('/', '+')}@${range}/`;
  if (!existsSync(`${folder}installed`)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}package.json`, '{ "private": true }\n');
    try {
      const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      execFileSync('npm', ['install', ...flags, `${name}@${range}`], { cwd: folder, stdio: 'pipe', timeout: patience });
      writeFileSync(`${folder}installed`, '');
    } catch (error) {
      const [, code = 'see npm'] = /npm error code (\w+)/.exec(String(error.stderr)) ?? [];
      return { absent: `npm could not install ${name}@${range}: ${code}` };
    }
  }
  const { version } = JSON.parse(readFileSync(`${folder}node_modules/${name}/package.json`, 'utf8'));
  return { folder: `${folder}node_modules/`, version };
}
