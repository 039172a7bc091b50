// The pages of the repository as the site has them: English at the root, Korean below ko/.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contents, recipe, recipes } from './cookbook.mjs';
import { on_the_site } from './links.mjs';
import { man_pages } from './man-pages.mjs';
import { sidebars } from './sidebar.mjs';
import { step } from './steps.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

const read = (file) => readFileSync(join(root, file), 'utf8');
const below = (folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`)
    : [];

/** A wrong solution of each exercise, as it was judged: verdicts.mjs writes them. */
const verdicts = JSON.parse(read('site/verdicts.json'));

/** The guides, in the order in which they stand at the left. */
const guides = [
  'event-loop',
  'workers',
  'net-and-tls',
  'testing',
  'check-mode',
  'from-c',
  'from-python',
  'from-net',
].map((name) => `guides/${name}`);

/** Where the page of a file is, without `.md`; `index` is that of a folder. */
export function place_of(file) {
  if (file === 'LEARN.ko.md') return 'ko/index'; // where Korean begins
  const name = file
    .replace(/^site\/guides\//, 'guides/')
    .replace(/(\.ko|\.en)?\.md$/, '')
    .replace(/(^|\/)(README|text)$/, '$1index');
  return file.endsWith('.ko.md') ? `ko/${name}` : name;
}

/** `{ pages, sidebar, figures }`: texts by place, what stands at the left, and the files that pages show. */
export function lay_out() {
  const found = ['docs', 'labs', 'exercises', 'site/guides']
    .flatMap(below)
    .filter((file) => !file.startsWith('labs/runs/'));
  const files = ['README.md', 'LEARN.md', 'LEARN.ko.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...found];
  const figures = files.filter((file) => file.endsWith('.svg'));
  const places = new Map(files.filter((file) => file.endsWith('.md')).map((file) => [file, place_of(file)]));
  const example = (file) => recipes.find(([, ...names]) => names.some((name) => file === `examples/${name}.ts`));
  const aim = (file) => {
    if (figures.includes(file)) return file;
    if (file === 'examples') return 'cookbook/';
    if (file === 'docs/api/man-pages.md') return 'docs/api/man-pages'; // which is made below
    const [, name] = example(file) ?? [];
    const place = places.get(file) ?? places.get(`${file}/README.md`) ?? (name && `cookbook/${name}`);
    return place?.replace(/(^|\/)index$/, '$1');
  };

  const title = (file) => (places.has(file) ? title_of(read(file)) : undefined);

  const pages = new Map();
  for (const [file, place] of places) {
    const name = /^exercises\/([\w-]+)\/text/.exec(file)?.[1];
    pages.set(place, on_the_site(name === undefined ? read(file) : exercise(name, file), file, aim, title));
  }
  const source_of = (file) => read(`examples/${file}`);
  pages.set('cookbook/index', contents(source_of));
  for (const [title, ...names] of recipes) pages.set(`cookbook/${names[0]}`, recipe(title, names, source_of));
  pages.set('docs/api/man-pages', man_pages(new Map([...pages].filter(([place]) => place.startsWith('docs/api/')))));

  const course = JSON.parse(read('exercises/course.json'));
  const labs = [...pages.keys()].filter((place) => /^labs\/.*\/index$/.test(place));
  const sidebar = sidebars({
    places: [...pages.keys()],
    titles: new Map([...pages].map(([place, text]) => [place, title_of(text)])),
    chapters: course.chapters,
    guides,
    recipes: recipes.map(([, name]) => `cookbook/${name}`),
    labs,
  });
  return { pages: with_twins(pages), sidebar, figures };
}

function exercise(name, file) {
  const folder = `exercises/${name}`;
  const language = file.endsWith('.ko.md') ? 'ko' : 'en';
  const files = {
    name,
    text: read(file),
    judge: read(`${folder}/judge.ts`),
    starter: read(`${folder}/starter.ts`),
    verdict: verdicts[name]?.[language],
  };
  const lab = `README${language === 'ko' ? '.ko' : ''}.md`;
  return step(files, language, (to) => `[${to}](../../labs/${to}/${lab})`);
}

function title_of(text) {
  return /^# (.*)$/m.exec(text)?.[1].replaceAll('`', '');
}

/** A page that is there in both languages says so below its title, unless its text does. */
function with_twins(pages) {
  const linked = (place, text) => {
    const korean = place.startsWith('ko/');
    const twin =
      place === 'ko/index' ? 'LEARN' : place === 'LEARN' ? 'ko/index' : korean ? place.slice(3) : `ko/${place}`;
    const link = `/${twin.replace(/(^|\/)index$/, '$1')}`;
    if (!pages.has(twin) || text.includes(`](${link})`)) return text;
    return text.replace(/^(# .*)\n/m, `$1\n\n[${korean ? 'English' : '한국어'}](${link})\n`);
  };
  return new Map([...pages].map(([place, text]) => [place, linked(place, text)]));
}
