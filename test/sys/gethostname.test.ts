import { hostname } from 'node:os';
import { gethostname } from 'sys-socket';
import { expect, it } from 'vitest';
import { interpose } from '../../src/native.js';
import { it_in_namespace } from '../support/namespace.js';
import { child } from './child.js';
import { ok, refused } from './kit.js';

it('gethostname is what the system says', () => {
  expect(gethostname()).toEqual(ok(hostname()));
});

it_in_namespace('gethostname has room for the longest name, and for none', () => {
  const program = `
    import { execFileSync } from 'node:child_process';
    const here = (name) => execFileSync('unshare', ['-u', 'sh', '-c', 'hostname "$0" && exec "$@"', name,
      process.execPath, '--input-type=module', '-e', "import { gethostname } from '" + new URL(INDEX) + "'; console.log(JSON.stringify(gethostname()))",
    ], { encoding: 'utf8' });
    report(['x'.repeat(64), 'h'].map((name) => JSON.parse(here(name))));
  `.replace('INDEX', JSON.stringify(new URL('../../dist/index.js', import.meta.url).href));
  expect(child(program, { namespace: 'true' })).toEqual([ok('x'.repeat(64)), ok('h')]);
});

// ENAMETOOLONG is of a buffer that is too short, EFAULT of an address that is none: here the package has made both.
it('gethostname, refused, is a value as any other', () => {
  const restore = interpose(() => ({ uname: () => -14 }));
  try {
    expect(gethostname()).toEqual(refused('gethostname', 'EFAULT'));
  } finally {
    restore();
  }
});
