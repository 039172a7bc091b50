// The site of site/: what its pages are made of, and that their links lead somewhere. That it builds is test/site.nightly.test.ts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parted as program_parts, recipes } from '../site/cookbook.mjs';
import { lay_out } from '../site/layout.mjs';
import { anchors_of, links_of, on_the_site, slug } from '../site/links.mjs';
import { by_man_page, man7 } from '../site/man-pages.mjs';
import { parted as exercise_parts, facts_of } from '../site/steps.mjs';
import { examples, is_program } from '../src/cli/example/catalogue.js';
import { root } from './support/strace.js';

describe('a link of a file', () => {
  const places = new Map([
    ['README.md', ''],
    ['docs/trace.md', 'docs/trace'],
    ['docs/bench/calls.svg', 'docs/bench/calls.svg'],
    ['labs/stream', 'labs/stream/'],
  ]);
  const linked = (text: string, file = 'docs/check.md') => on_the_site(text, file, (path) => places.get(path));

  it('is one of the site, wherever the file is', () => {
    expect(linked('[trace](trace.md)')).toBe('[trace](/docs/trace)');
    expect(linked('[home](../README.md)')).toBe('[home](/)');
    expect(linked('[trace](docs/trace.md#the-lines)', 'README.md')).toBe('[trace](/docs/trace#the-lines)');
    expect(linked('[lab](../labs/stream/)')).toBe('[lab](/labs/stream/)');
    expect(linked('![calls](bench/calls.svg)')).toBe('![calls](/docs/bench/calls.svg)');
  });

  it('is words where it names what is no page', () => {
    expect(linked('see [the `test`](../test/site.test.ts), too')).toBe('see the `test`, too');
  });

  it('has the title of its page for words, where those are the name of the file', () => {
    const titled = on_the_site(
      '[docs/trace.md](trace.md), [trace](trace.md)',
      'docs/check.md',
      () => 'docs/trace',
      () => 'The trace',
    );
    expect(titled).toBe('[The trace](/docs/trace), [trace](/docs/trace)');
  });

  it('of another host, or of its own page, stays', () => {
    for (const text of ['[ss](https://man7.org/ss)', '[above](#see-it)', '[mail](mailto:a@b.c)'])
      expect(linked(text)).toBe(text);
  });

  it('has words with code, brackets, an image', () => {
    expect(linked('[`a` and `b`](trace.md)')).toBe('[`a` and `b`](/docs/trace)');
    expect(linked('[`Fd[]`](trace.md)')).toBe('[`Fd[]`](/docs/trace)');
    expect(linked('[a [b] c](trace.md)')).toBe('[a [b] c](/docs/trace)');
  });

  it('in code is code', () => {
    for (const text of ['`[trace](trace.md)`', '```ts\n[trace](trace.md)\n```', '``a ` [trace](trace.md)``'])
      expect(linked(text)).toBe(text);
    expect(linked('```\n`\n```\n[trace](trace.md)')).toBe('```\n`\n```\n[trace](/docs/trace)');
  });

  it('is looked for in no time, however many brackets stand open', () => {
    const open = '[a(b)'.repeat(2000);
    expect(linked(open)).toBe(open);
  });
});

describe('a heading', () => {
  it.each([
    ['### send\\_all()', 'send_all'],
    ['## Streams end in more ways than one', 'streams-end-in-more-ways-than-one'],
    ['## `sys-socket trace`', 'sys-socket-trace'],
    ['## A [link](x.md) to *it*', 'a-link-to-it'],
    ['## 소켓을 호출 하나씩', '소켓을-호출-하나씩'],
  ])('%s is linked to as #%s', (heading, name) => {
    expect([...anchors_of(heading)]).toEqual([name]);
  });

  it('that stands twice has a number', () => {
    expect([...anchors_of('# close\n## close\n```sh\n# no heading\n```\n## close')]).toEqual([
      'close',
      'close-1',
      'close-2',
    ]);
  });

  it('has the name that GitHub gives it', () => {
    expect(slug('What it promises: “C”, & 2/3')).toBe('what-it-promises-c--23');
  });
});

describe('the site', () => {
  const { pages, sidebar, figures } = lay_out();
  const anchors = new Map([...pages].map(([place, text]) => [place, anchors_of(text)]));

  it('has no link that leads nowhere, and no anchor that is not there', () => {
    const dead = [...pages].flatMap(([place, text]) =>
      links_of(text)
        .filter((target) => {
          if (/^\w+:/.test(target)) return false;
          const [path = '', anchor] = target.split('#');
          const at = path === '' ? place : path.slice(1).replace(/(^|\/)$/, '$1index');
          if (figures.includes(at)) return false;
          return !pages.has(at) || (anchor !== undefined && !anchors.get(at)?.has(anchor));
        })
        .map((target) => `${place}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('has every page at its left', () => {
    const shown = JSON.stringify(sidebar);
    expect(pages.size).toBeGreaterThan(200);
    for (const place of pages.keys()) expect(shown).toContain(`"/${place.replace(/(^|\/)index$/, '$1')}"`);
  });

  it('has each program of examples/ in its cookbook, and each once', () => {
    const programs = examples()
      .filter(is_program)
      .map(({ name }) => name);
    expect(recipes.flatMap(([, ...names]) => names).sort()).toEqual(programs.sort());
  });

  it('has each step of the tutorial in both languages, with its lab and its man pages', () => {
    const steps = [...pages.keys()].filter((place) => /^exercises\/.*\/index$/.test(place));
    expect(steps.length).toBeGreaterThan(20);
    for (const place of steps) {
      for (const text of [pages.get(place), pages.get(`ko/${place}`)]) {
        expect(text).toMatch(/\]\((\/ko)?\/labs\/[\w-]+\/\)/);
        expect(text).toContain('https://man7.org/linux/man-pages/');
      }
    }
  });

  it('has on a step a wrong answer, judged as the text of the exercise says', () => {
    const steps = [...pages].filter(([place, text]) => /^(ko\/)?exercises\//.test(place) && text.includes('\n✗ '));
    expect(steps.length).toBeGreaterThan(40);
    for (const [place, text] of steps) {
      const folder = join(root, place.replace(/^ko\//, '').replace(/\/index$/, ''));
      const file = place.startsWith('ko/') ? 'text.ko.md' : 'text.en.md';
      const { verdicts } = exercise_parts(readFileSync(join(folder, file), 'utf8'));
      const [verdict = '', diagnosis = ''] = /^✗ [\w-]+ {2}([\w-]+)$[\s\S]*?^```$/m.exec(text) ?? [];
      const [, did = ''] = verdicts.find(([name]) => name === diagnosis) ?? [];
      // A verdict breaks its lines by itself.
      const words = (said: string) => said.replaceAll(/\s+/g, ' ').replaceAll('`', '');
      expect(did, place).not.toBe('');
      expect(words(verdict), place).toContain(words(did));
      expect(existsSync(join(folder, `wrong-${diagnosis}.ts`)), place).toBe(true);
    }
  });

  it('shows the figure of each lab on its pages', () => {
    const labs = figures.filter((file) => file.startsWith('labs/'));
    expect(labs.length).toBeGreaterThan(10);
    for (const file of labs) {
      const place = file.replace(/[^/]*$/, 'index');
      for (const text of [pages.get(place), pages.get(`ko/${place}`)]) expect(text).toContain(`](/${file})`);
    }
  });

  it('has figures that can be read where the page is dark', () => {
    const transparent = figures.filter(
      (file) => !/^<svg[^>]*background: ?white/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(transparent).toEqual([]);
  });

  it('has each guide in both languages, with the same code', () => {
    const code = (text = '') => text.match(/^```[\s\S]*?^```/gm);
    const guides = [...pages.keys()].filter((place) => place.startsWith('guides/'));
    expect(guides).toHaveLength(8);
    for (const place of guides) expect(code(pages.get(`ko/${place}`)), place).toEqual(code(pages.get(place)));
  });

  it('has each function of src/sys in its list by man page', () => {
    const api = new Map([...pages].filter(([place]) => place.startsWith('docs/api/')));
    const by_page = by_man_page(api);
    expect([...(by_page.get('epoll_wait(2)')?.keys() ?? [])]).toContain('epoll_pwait2');
    expect(by_page.get('close(2)')?.get('close')).toBe('/docs/api/sys/close#close-1');
    expect(by_page.size).toBeGreaterThan(40);
    for (const [page, functions] of by_page) expect(functions.size, page).toBeGreaterThan(0);
  });

  it('names a man page as man7.org does', () => {
    expect(man7('recv(2)')).toBe('https://man7.org/linux/man-pages/man2/recv.2.html');
  });
});

describe('a page that is made of a file', () => {
  it('has the comment of a program as text, and its commands as they are', () => {
    const source = '// Does <this>.\n//\n//   node a.ts [PORT]   so\n//\n// - one\n//   and on\nimport x;\n\nrun();\n';
    expect(program_parts(source)).toEqual({
      about: 'Does &lt;this>.\n\n```text\nnode a.ts [PORT]   so\n```\n\n- one\n  and on',
      program: 'import x;\n\nrun();',
    });
  });

  it('has the parts of an exercise', () => {
    const text = '# The title\n\nThe task.\n\n## 1\nHint.\n\n## other-bytes\nYou did.\n→ recv(2)\n';
    expect(exercise_parts(text)).toEqual({
      title: 'The title',
      task: 'The task.',
      hints: ['Hint.'],
      verdicts: [['other-bytes', 'You did.', 'recv(2)']],
    });
    expect(facts_of("  section: '0.5.1',\n  pages: ['recv(2)', 'signal(7)'],\n  lab: 'stream',\n")).toEqual({
      section: '0.5.1',
      pages: ['recv(2)', 'signal(7)'],
      lab: 'stream',
    });
  });
});
