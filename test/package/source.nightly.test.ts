// Where no prebuild fits, the package is built from its tarball, by the command that its error names.
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { install, lacking, output, pack, root, slow } from './kit.js';

const no_cmake = lacking('cmake');

it.skipIf(no_cmake)(`the tarball can be built, and then works${no_cmake}`, slow, async () => {
  const project = await install(await pack());
  rmSync(join(project, 'node_modules/sys-socket/prebuilds'), { recursive: true });
  copyFileSync(join(root, 'test/package/user.mjs'), join(project, 'user.mjs'));
  const tell = "import('sys-socket').catch((error) => process.stdout.write(error.message))";
  const [build = ''] = /npm i .*/.exec(await output('node', ['-e', tell], { cwd: project })) ?? [];
  expect(build).toContain('cmake');
  await output('sh', ['-c', build], { cwd: project, seconds: 500 });
  expect(await output('node', ['user.mjs'], { cwd: project })).toBe('send 5\nrecv 5 hello\n');
});
