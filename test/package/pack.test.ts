import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { output, root, run, temporary } from './kit.js';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** As much of an ELF file as says which machine it is for: elf(5). */
function elf(machine: number): Uint8Array {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 'latin1');
  header.writeUInt16LE(machine, 18);
  return header;
}

const [x64, arm64] = [62, 183];

/** A folder that could be packed: all that package.json names, and two prebuilds. */
function whole(): string {
  const folder = temporary();
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  put(folder, 'prebuilds/linux-x64/sys-socket.node', elf(x64));
  put(folder, 'prebuilds/linux-arm64/sys-socket.node', elf(arm64));
  return folder;
}

function put(folder: string, file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

/** Names that npm calls by itself, on whatever occasion: npm's scripts(7). */
const by_itself =
  /^(?:pre|post)?(?:install|prepare|publish|pack|version|start|stop|restart|uninstall|shrinkwrap)$|^(?:(?:pre|post)test|prepublishOnly|dependencies)$/;

const check = async (folder: string) => await run('node', ['scripts/check-pack.mjs', folder]);

describe('npm pack', () => {
  it('ends with the check, and so does what is done before npm publishes', () => {
    const steps = readFileSync(join(root, 'scripts/prepack.mjs'), 'utf8').match(/^run\(.*$/gm);
    expect(steps?.at(-1)).toBe("run(script('check-pack.mjs'));");
    expect(manifest.scripts.prepublishOnly).toBe('node scripts/check-pack.mjs');
  });

  it('and all that npm calls by itself is written here: each is a program of Node, in no tarball', () => {
    const called = Object.entries(manifest.scripts).filter(([name]) => by_itself.test(name));
    expect(Object.fromEntries(called)).toEqual({
      dependencies: 'node scripts/build.mjs', // in a clone, when its own node_modules have changed
      prepack: 'node scripts/prepack.mjs',
      prepublishOnly: 'node scripts/check-pack.mjs',
    });
    expect(manifest.files.filter((file: string) => file.startsWith('scripts'))).toEqual([]);
  });

  it('is let through where all is there', async () => {
    expect(await check(whole())).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('refuses a package without prebuilds, with a dist that lacks an entry, or with a script that runs at the user', async () => {
    const folder = temporary();
    put(folder, 'package.json', JSON.stringify({ ...manifest, scripts: { prepare: 'node x', prepublish: 'node x' } }));
    const { status, stderr } = await check(folder);
    expect(status).toBe(1);
    expect(stderr).toContain('has no prebuilds/linux-x64/sys-socket.node: npm run prebuilds\n');
    expect(stderr).toContain('has no prebuilds/linux-arm64/sys-socket.node: npm run prebuilds\n');
    expect(stderr).toContain('has no ./dist/promises/index.js: npm run build:ts\n');
    for (const name of ['prepare', 'prepublish']) {
      expect(stderr).toContain(`has the script ${name}, which npm runs when it is installed\n`);
    }
  });

  it('refuses a prebuild that stands in the place of another', async () => {
    const folder = whole();
    put(folder, 'prebuilds/linux-arm64/sys-socket.node', elf(x64));
    expect(await check(folder)).toMatchObject({
      status: 1,
      stderr:
        'sys-socket cannot be packed: it has a prebuilds/linux-arm64/sys-socket.node that is for another machine\n',
    });
  });
});

it('npm run sbom prints a bill of materials: this package, and nothing beside it', async () => {
  const bill = JSON.parse(await output('npm', ['run', '--silent', 'sbom']));
  expect(bill).toMatchObject({
    bomFormat: 'CycloneDX',
    metadata: { component: { name: 'sys-socket', purl: `pkg:npm/sys-socket@${manifest.version}` } },
    components: [],
  });
});
