// `npm run site` in a clone that has nothing but the committed files: its own dependencies, its pages, and check.mjs over what was built.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { root } from './support/strace.js';

const minutes = 60_000;

describe('npm run site', { timeout: 10 * minutes }, () => {
  let clone = '';
  let said = '';

  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), 'sys-socket-site-'));
    execFileSync('git', ['clone', '-q', root, clone]);
    const built = spawnSync('npm', ['run', 'site'], { cwd: clone, encoding: 'utf8', timeout: 9 * minutes });
    said = built.stdout + built.stderr;
    expect(built.status, said).toBe(0);
    return () => rmSync(clone, { recursive: true });
  }, 10 * minutes);

  it('builds a site without a fault', () => {
    expect(said).toMatch(/\d+ pages, 0 faults/);
    expect(readFileSync(join(clone, 'out/site/index.html'), 'utf8')).toContain('sys-socket');
    expect(readFileSync(join(clone, 'out/site/ko/index.html'), 'utf8')).toContain('lang="ko"');
  });

  it('shows a wrong answer on each step of the tutorial: node site/verdicts.mjs NAME writes one that is missing', () => {
    const { chapters } = JSON.parse(readFileSync(join(clone, 'exercises/course.json'), 'utf8'));
    const names = chapters.flatMap(({ exercises }: { exercises: string[] }) => exercises);
    expect(Object.keys(JSON.parse(readFileSync(join(clone, 'site/verdicts.json'), 'utf8')))).toEqual(names);
  });

  it('leaves nothing behind that git sees', () => {
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: clone, encoding: 'utf8' })).toBe('');
  });

  it.each([
    ['a link that leads nowhere', '<a href="/nowhere.html">', 'nothing at /nowhere.html'],
    ['an anchor that is not there', '<a href="/LEARN.html#nowhere">', 'no such anchor: /LEARN.html#nowhere'],
    ['a font of another host', '<link rel="stylesheet" href="https://fonts.example/a.css">', 'asks another host'],
    ['a script of another host', '<script src="//cdn.example/a.js"></script>', 'asks another host'],
  ])('fails for %s', (_, html, message) => {
    const page = join(clone, 'out/site/index.html');
    const before = readFileSync(page);
    onTestFinished(() => writeFileSync(page, before));
    writeFileSync(page, `${before}${html}`);
    const checked = spawnSync(process.execPath, ['site/check.mjs'], { cwd: clone, encoding: 'utf8' });
    expect(checked).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });
});
