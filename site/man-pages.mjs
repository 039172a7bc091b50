// The package by man page. A file of src/sys/ or src/interface/ is one, and has its name; docs/api, which typedoc makes of the docstrings, says
// which functions are in it, and which pages name one of section 7.

/** docs/api by place, in `api`: for each man page that is a file, its functions as `[name, link]`. The index has their links. */
export function by_man_page(api) {
  const index = api.get('docs/api/index') ?? '';
  const pages = new Map();
  for (const [place, text] of api) {
    const [, file] = /^docs\/api\/(?:sys|interface)\/([\w-]+)$/.exec(place) ?? [];
    if (file === undefined) continue;
    const name = file.replaceAll('-', '_');
    const section = new RegExp(`\\b${name}\\((\\d)\\)`).exec(plain(text))?.[1];
    if (section === undefined) continue; // it is this package's own
    const links = [...index.matchAll(new RegExp(`\\[\`(\\w+)\`\\]\\((/${place}#[\\w-]+)\\)`, 'g'))];
    const functions = links.filter(([, one]) => plain(text).includes(`\n### ${one}()\n`));
    pages.set(`${name}(${section})`, new Map(functions.map(([, one, link]) => [one, link])));
  }
  return pages;
}

/** The pages of docs/api whose prose names a man page of section 7. */
export function by_overview(api) {
  const pages = new Map();
  for (const [place, text] of api) {
    const prose = plain(text).replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');
    for (const [, page] of prose.matchAll(/\b([a-z][\w-]*\(7\))/g))
      pages.set(page, new Set([...(pages.get(page) ?? []), place]));
  }
  return pages;
}

/** Without the backslashes that Markdown asks for. */
function plain(text) {
  return text.replaceAll('\\_', '_');
}

export function man7(page) {
  const [, name, section] = /^([\w-]+)\((\d)\)$/.exec(page);
  return `https://man7.org/linux/man-pages/man${section}/${name}.${section}.html`;
}

export function man_pages(api) {
  const calls = [...by_man_page(api)].map(([page, functions]) => [
    page,
    [...functions].map(([name, link]) => `[\`${name}\`](${link})`),
  ]);
  const overviews = [...by_overview(api)].map(([page, places]) => [
    page,
    [...places].map((place) => `[${place.replace('docs/api/', '')}](/${place})`),
  ]);
  const section = (title, what, pages) => {
    const sorted = pages.sort(([a], [b]) => a.localeCompare(b));
    const rows = sorted.map(([page, links]) => `| [${page}](${man7(page)}) | ${links.join(', ')} |`);
    return `## ${title}\n\n| man page | ${what} |\n|---|---|\n${rows.join('\n')}`;
  };
  return [
    '# By man page',
    'Functions by the page that describes them; [by subject](/docs/api/) has everything that is exported.',
    section(
      'System calls',
      'functions',
      calls.filter(([page]) => page.endsWith('(2)')),
    ),
    section(
      'Library functions',
      'functions',
      calls.filter(([page]) => page.endsWith('(3)')),
    ),
    section('Families, protocols and concepts', 'where this package speaks of it', overviews),
    '',
  ].join('\n\n');
}
