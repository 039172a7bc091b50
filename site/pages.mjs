// Lays the pages of the repository out for VitePress, in site/pages/: English at the root, Korean below ko/. Links between pages stay links;
// what names a file that is no page, as a source, stays as text.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'site/pages');

const found = ['docs', 'labs', 'exercises'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)),
);
const files = ['README.md', 'LEARN.md', 'LEARN.ko.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...found];

/** Each page, by its file, and where it is on the site: without `.md`. */
const pages = new Map(
  files.filter((file) => file.endsWith('.md') && !file.startsWith('labs/runs/')).map((file) => [file, place_of(file)]),
);

rmSync(out, { recursive: true, force: true });
for (const [file, place] of pages) {
  const text = readFileSync(join(root, file), 'utf8');
  write(`${place}.md`, with_links(text, file));
}
for (const file of files.filter((file) => file.endsWith('.svg'))) {
  mkdirSync(dirname(join(out, 'public', file)), { recursive: true });
  copyFileSync(join(root, file), join(out, 'public', file));
}
write('sidebar.json', JSON.stringify({ en: sidebar(''), ko: sidebar('ko/') }));

function place_of(file) {
  if (file === 'LEARN.ko.md') return 'ko/index'; // the first page of Korean
  const korean = file.includes('.ko.');
  const name = file.replace(/(\.ko|\.en)?\.md$/, '').replace(/(^|\/)(README|text)$/, '$1index');
  return korean ? `ko/${name}` : name;
}

function write(file, text) {
  mkdirSync(dirname(join(out, file)), { recursive: true });
  writeFileSync(join(out, file), text);
}

/** The text with its links as they are on the site. Code is left alone. */
function with_links(text, file) {
  const parts = text.split(/(^ {0,3}```[\s\S]*?^ {0,3}```|`[^`\n]*`(?!\]))/m);
  return parts
    .map((part, i) => (i % 2 === 0 ? part.replaceAll(/(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g, link) : part))
    .join('');

  function link(whole, image, words, target) {
    if (/^(\w+:|#)/.test(target)) return whole;
    const [path, hash] = target.split('#');
    const aim = join(dirname(file), path).replace(/\/$/, '');
    if (aim.endsWith('.svg')) return `${image}[${words}](/${aim})`;
    const place = pages.get(aim) ?? pages.get(join(aim, 'README.md'));
    if (place === undefined) return words;
    return `[${words}](/${place}.md${hash === undefined ? '' : `#${hash}`})`;
  }
}

/** What stands at the left: the pages of a language, by folder, under the names that they have in their first line. */
function sidebar(language) {
  const own = [...pages].filter(([, place]) => place.startsWith('ko/') === (language === 'ko/'));
  const groups = new Map();
  for (const [file, place] of own) {
    const folder = relative(language, dirname(place))
      .split('/')
      .slice(0, place.includes('docs/api/') ? 3 : 1)
      .join('/');
    const text = readFileSync(join(root, file), 'utf8');
    const title = /^# (.*)$/m.exec(text)?.[1].replaceAll('`', '') ?? dirname(file).split('/').at(-1);
    groups.set(folder, [
      ...(groups.get(folder) ?? []),
      { text: title, link: `/${place.replace(/(^|\/)index$/, '$1')}` },
    ]);
  }
  return [...groups].map(([folder, items]) => ({
    text: folder === '' ? 'sys-socket' : folder,
    collapsed: folder !== '' && folder !== 'docs',
    items: items.sort((a, b) => a.link.localeCompare(b.link)),
  }));
}
