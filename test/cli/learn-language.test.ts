// What `sys-socket learn` says of itself and of a wrong command line, in both languages.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sys_socket } from './kit.js';

const folder = mkdtempSync(join(tmpdir(), 'sys-socket-learn-'));
afterAll(() => rmSync(folder, { recursive: true }));
const state = join(folder, '.sys-socket-learn.json');
beforeEach(() => rmSync(state, { force: true }));

const said = (args: readonly string[], LC_ALL = 'C.UTF-8') => sys_socket(args, { cwd: folder, env: { LC_ALL } });
const learn = (...args: string[]) => said(['learn', ...args]);

describe('sys-socket learn --help', { timeout: 60_000 }, () => {
  it.each([
    [['learn', '--help', '--lang', 'ko'], 'C.UTF-8'],
    [['learn', '--lang=ko', 'list', '-h'], 'C.UTF-8'],
    [['help', 'learn', '--lang', 'ko'], 'C.UTF-8'],
    [['learn', 'help', '--lang', 'ko'], 'C.UTF-8'],
    [['learn', '--help'], 'ko_KR.UTF-8'],
  ])('is Korean: %j, LC_ALL=%s', async (args, locale) => {
    const { status, stdout, stderr } = await said(args, locale);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^사용법: sys-socket learn \[명령\]/);
  });

  it('is in the language of the folder, unless it is asked for another', async () => {
    writeFileSync(state, '{ "version": 1, "language": "ko", "exercises": {} }');
    expect((await learn('--help')).stdout).toMatch(/^사용법: /);
    expect((await learn('--help', '--lang', 'en')).stdout).toMatch(/^usage: /);
  });

  it('has the same commands, options and keys in both languages', async () => {
    const [en, ko] = await Promise.all(
      ['en', 'ko'].map(async (lang) => (await learn('--help', '--lang', lang)).stdout),
    );
    const names = (text = '') => text.match(/^ {2}(learn|--)[^\n]*?(?= {2,}\S)/gm);
    const keys = (text = '') => /^.*\bh .*q .*$/m.exec(text)?.[0].match(/\b[a-z](?= )/g);
    expect(names(ko)).toEqual(names(en));
    expect(names(en)?.length).toBeGreaterThan(12);
    expect(keys(ko)).toEqual(keys(en));
    expect(keys(en)).toEqual(['h', 'r', 't', 'l', 'n', 'd', 'x', 'q']);
  });
});

describe('a wrong command line of sys-socket learn', { timeout: 60_000 }, () => {
  const wrong: ReadonlyArray<readonly [args: string[], en: string, ko: string]> = [
    [
      ['dance'],
      "unknown command 'dance', and no exercise has that name",
      "'dance': 그런 명령도, 그런 이름의 과제도 없다",
    ],
    [['--dance'], "unknown option '--dance'", "'--dance': 그런 옵션이 없다"],
    [['list', '--course'], "option '--course' needs a value", "'--course' 옵션에는 값이 필요하다"],
    [['verify', '--all=1'], "option '--all' takes no value", "'--all' 옵션에는 값이 없다"],
    [['hint', 'nothing'], 'nothing: no such exercise; ', 'nothing: 그런 과제가 없다. '],
    [['hint'], 'the name of an exercise is missing', '과제의 이름이 필요하다'],
    [
      ['new', 'Three'],
      "new needs a name like 07-three-ends, got 'Three'",
      'new에는 07-three-ends 같은 이름이 필요하다',
    ],
    [['check', '--times', '0'], '--times needs a whole number of at least 1', '--times에는 1 이상의 정수가 필요하다'],
    [['check', '--only', 'nothing'], 'nothing: no such exercise', 'nothing: 그런 과제가 없다'],
  ];

  it.each(wrong)('%j', async (args, english, korean) => {
    const [en, ko] = await Promise.all([learn(...args), learn(...args, '--lang', 'ko')]);
    expect(en).toMatchObject({ status: 2, stdout: '' });
    expect(en.stderr).toContain(`sys-socket learn: ${english}`);
    expect(en.stderr).toMatch(/ \(see sys-socket learn --help\)\n$/);
    expect(ko).toMatchObject({ status: 2, stdout: '' });
    expect(ko.stderr).toContain(`sys-socket learn: ${korean}`);
    expect(ko.stderr).toMatch(/ \(더 보려면: sys-socket learn --help\)\n$/);
  });

  it('names a language that it does not speak in the one of the locale', async () => {
    expect((await learn('--lang', 'fr')).stderr).toContain("--lang must be en or ko, got 'fr'");
    expect((await said(['learn', '--lang', 'fr'], 'ko_KR.UTF-8')).stderr).toContain('--lang은 en이나 ko여야 한다');
  });

  it.each([
    [['list', '--course', '/nowhere'], 'no folder with a course.json', '그곳에 course.json이 없고'],
    [['verify'], 'this folder has no exercise', '여기에는 과제가 없다'],
  ])('what cannot be had: %j', async (args, english, korean) => {
    expect(await learn(...args)).toMatchObject({ status: 1, stderr: expect.stringContaining(english) });
    expect(await learn(...args, '--lang', 'ko')).toMatchObject({ status: 1, stderr: expect.stringContaining(korean) });
  });

  it('a state that nobody can read', async () => {
    writeFileSync(state, '{');
    expect(await learn('list')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('is not valid JSON. Fix it'),
    });
    expect((await learn('list', '--lang', 'ko')).stderr).toContain('JSON이 아니다');
  });

  it('a judge that does not run, which is no fault of the file: status 4', async () => {
    await learn('new', '01-one-byte');
    await learn('1', '--course', '.');
    writeFileSync(join(folder, '01-one-byte/judge.ts'), 'export default {');
    const ran = await learn('verify', '1', '--course', '.');
    expect(ran).toMatchObject({
      status: 4,
      stderr: expect.stringMatching(/^sys-socket learn: the judge does not run/),
    });
  });
});
