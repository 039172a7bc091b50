// What a reader sees is in English and in Korean: the pages with the same headings, the labs by LANG.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { language_of } from '../../src/learn/language.js';
import { root } from '../support/strace.js';
import { run_lab } from './kit.js';

const hangul = /\p{Script=Hangul}/u;
const folder = join(root, 'labs');
const labs = readdirSync(folder).filter((name) => name !== 'kit' && existsSync(join(folder, name, 'lab.ts')));

describe('the language', () => {
  it.each([
    [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LANG: 'ko' }, 'ko'],
    [{ LANG: 'kok_IN' }, 'en'], // Konkani
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko_KR.UTF-8' }, 'ko'],
    [{ LANG: 'ko_KR.UTF-8', LC_MESSAGES: 'ko_KR.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'ko_KR.UTF-8', LC_ALL: '' }, 'ko'], // setlocale(3): empty is unset
    [{}, 'en'],
  ])('of %j is %s', (env, language) => expect(language_of(env)).toBe(language));
});

/** Each page's lead-ins stand for headings. What they are in Korean, everywhere. */
const korean: Readonly<Record<string, string>> = {
  'The question': '질문',
  'What you will see.': '무엇을 보게 되는가.',
  'How it is measured.': '어떻게 측정하는가.',
  'The wrong twin.': '틀린 쌍둥이.',
  'Man pages.': '매뉴얼 페이지.',
  'What to try next.': '더 해 볼 것.',
  'The wrong ones.': '틀린 것들.',
  'What it does not see.': '보지 못하는 것.',
  'The dissector.': '디섹터.',
  'Your own server.': '나의 서버.',
  Labs: '실험실',
  'How to add one': '새로 만드는 법',
};

interface Page {
  readonly headings: readonly string[];
  readonly items: number;
  readonly rows: number;
  readonly code: readonly string[];
}

/** What both languages must have alike: headings, list items, table rows, and code to type. */
function page(path: string): Page {
  const text = readFileSync(join(folder, path), 'utf8');
  const headings = [...text.matchAll(/(?:^|\n\n)(?:#+ ([^:\n]+)|\*\*([^*\n]+)\*\*)/g)].map(
    ([, hash, bold]) => hash ?? bold ?? '',
  );
  const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
  const code = [...text.matchAll(/^ {4}((?:npm|npx|node|tshark) .*?)(?: {2,}#.*)?$/gm)].map(([, line = '']) => line);
  return { headings, items: count(/^- /gm), rows: count(/^\|/gm), code };
}

describe('the pages', () => {
  it.each(['', ...labs.map((name) => `${name}/`)])('of labs/%s are alike in both languages', (name) => {
    const english = page(`${name}README.md`);
    const own = page(`${name}README.ko.md`);
    expect(own.headings).toEqual(english.headings.map((heading) => korean[heading] ?? heading));
    expect([own.items, own.rows]).toEqual([english.items, english.rows]);
    expect(own.code).toEqual(english.code);
  });

  it.each(labs.map((name) => `${name}/README.ko.md`))('%s spells as the chapter does', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text.match(/에지|윈도(?!우)|씨앗|\d장[,)]/g)).toBeNull();
  });
});

/** Properties of a lab, a check or a figure that a reader reads. */
const read = new Set(['asks', 'mistake', 'law', 'measured', 'title', 'label', 'text', 'conclusion']);

describe('the texts', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    // checklist and compare have reports of their own
    (file) => file.endsWith('.ts') && !/^(checklist|compare)\//.test(file),
  );
  const sources = files.map((file) =>
    ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.ES2022, true),
  );
  const nodes = (source: ts.Node): ts.Node[] => {
    const found: ts.Node[] = [];
    const walk = (node: ts.Node): void => {
      found.push(node);
      ts.forEachChild(node, walk);
    };
    walk(source);
    return found;
  };
  const words = /\p{Script=Latin}{3,} \p{Script=Latin}{2,}/u; // two words are a sentence
  /** The letters of a string, without what a template puts in. */
  const own = (node: ts.Node): string => {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (!ts.isTemplateExpression(node)) return node.getText();
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('0');
  };
  const is_say = (node: ts.Node): node is ts.CallExpression =>
    ts.isCallExpression(node) && node.expression.getText() === 'say';
  const place = (node: ts.Node) =>
    `${node.getSourceFile().fileName}: ${node.getText().replaceAll(/\s+/g, ' ').slice(0, 90)}`;

  it('that are said in two languages are in the first and in the second', () => {
    const calls = sources.flatMap((source) => nodes(source).filter(is_say));
    expect(calls.length).toBeGreaterThan(200);
    const wrong = calls.filter(({ arguments: [english, other] }) => {
      if (english === undefined || other === undefined) return true;
      return hangul.test(own(english)) || (words.test(own(english)) && !hangul.test(own(other)));
    });
    expect(wrong.map(place)).toEqual([]);
  });

  it('that a reader reads are said in two languages, unless they are numbers and names', () => {
    const bare = sources.flatMap((source) =>
      nodes(source).filter((node) => {
        if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
        for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
          if (is_say(at)) return false;
          if (ts.isPropertyAssignment(at.parent) && at.parent.initializer === at) {
            return read.has(at.parent.name.getText()) && words.test(own(node));
          }
        }
        return false;
      }),
    );
    expect(bare.map(place)).toEqual([]);
  });
});

describe('a run in Korean', () => {
  it('speaks Korean in the terminal, in the report and in the figure', async () => {
    const { status, stdout, file, verdict } = await run_lab(['stream', '--quick'], { LC_ALL: 'ko_KR.UTF-8' });
    expect(status).toBe(0);
    const told = [...verdict.checks.map(({ law }) => law), ...verdict.conclusion];
    expect(told.filter((text) => !hangul.test(text))).toEqual([]);
    for (const line of verdict.conclusion) expect(stdout).toContain(line);
    expect(stdout).toContain('법칙');
    const report = file('report.html');
    expect(report).toContain('<html lang="ko">');
    expect(report).toContain('<th>법칙</th><th>측정</th>');
    expect(file('figure.svg')).toContain('프로그램이 복원한 것');
    expect(verdict.verdict).toBe('pass'); // words of the machine stay
  });

  it('has its list and its help in Korean', async () => {
    const env = { LC_ALL: 'ko_KR.UTF-8' };
    expect((await run_lab([], env)).stdout).toMatch(/^절 +실험 +tier +지난 결과 +질문$/m);
    expect((await run_lab(['--help'], env)).stdout).toContain('사용법: npm run lab');
  });
});
