// Packages that the work tree does not depend on: here from a folder, so that no registry is asked.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installation, installed } from '../../labs/kit/npm.js';
import { output } from '../package/kit.js';
import { root } from '../support/strace.js';

const source = mkdtempSync(join(tmpdir(), 'sys-socket-npm-'));
const place = `npm-${process.pid}`;
const spec = `file:${source}`;
const name = 'sys-socket-test-of-npm';

beforeAll(() => {
  writeFileSync(join(source, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
});
afterAll(() => {
  for (const folder of [source, join(root, 'out', place)]) rmSync(folder, { recursive: true, force: true });
});

describe('a package of npm', () => {
  it('is installed once, by whoever is the first of those that want it at the same time', async () => {
    const { folder, command, args } = installation({ place: `${place}/one`, name, spec });
    await Promise.all([output(command, args), output(command, args)]);
    writeFileSync(join(folder, 'mine'), ''); // it would go with another installation
    expect(installed({ place: `${place}/one`, name, spec })).toEqual({ folder, version: '1.2.3' });
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('');
  });

  it('that is not to be had is absent, with npm’s word for it, and is asked for again', () => {
    const wanted = { place: `${place}/none`, name, spec: `file:${source}/nowhere` };
    expect(installed(wanted)).toEqual({ absent: 'npm could not install it: ENOENT' });
    mkdirSync(join(source, 'nowhere'));
    writeFileSync(join(source, 'nowhere/package.json'), JSON.stringify({ name, version: '2.0.0' }));
    expect(installed(wanted)).toMatchObject({ version: '2.0.0' });
  });
});
