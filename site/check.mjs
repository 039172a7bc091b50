// Whether the built site is whole: every link and anchor leads somewhere, both languages can be searched, and no page asks another host.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const out = fileURLToPath(new URL('../out/site', import.meta.url));
const files = readdirSync(out, { recursive: true });
const pages = new Map(
  files.filter((file) => file.endsWith('.html')).map((file) => [`/${file}`, readFileSync(join(out, file), 'utf8')]),
);
const ids = new Map([...pages].map(([page, html]) => [page, new Set(all(html, / id="([^"]*)"/g))]));
const wrong = [];

for (const [page, html] of pages) {
  for (const link of all(html, /<a [^>]*?href="([^"]*)"/g)) {
    const { origin, pathname, hash } = new URL(unescaped(link), `http://site${page}`);
    if (origin !== 'http://site') continue; // somebody else's, and only by a click
    const path = decodeURIComponent(pathname).replace(/\/$/, '/index.html');
    const anchor = decodeURIComponent(hash.slice(1));
    if (!pages.has(path) && !existsSync(join(out, path))) wrong.push(`${page}: nothing at ${link}`);
    else if (anchor !== '' && !ids.get(path)?.has(anchor)) wrong.push(`${page}: no such anchor: ${link}`);
  }
  for (const source of all(html, /<(?:link|script|img|source|iframe)\b[^>]*? (?:href|src)="([^"]*)"/g)) {
    if (/^(\w+:)?\/\//.test(source)) wrong.push(`${page}: asks another host: ${source}`);
    else if (
      !source.startsWith('data:') &&
      !existsSync(join(out, dirname(source.startsWith('/') ? '/' : page), unescaped(source)))
    )
      wrong.push(`${page}: nothing at ${source}`);
  }
  if (!html.includes('http-equiv="Content-Security-Policy"')) wrong.push(`${page}: may ask another host`);
}
for (const file of files.filter((file) => file.endsWith('.css')))
  for (const source of all(readFileSync(join(out, file), 'utf8'), /url\(["']?([^)"']*)|@import "([^"]*)/g))
    if (/^(https?:)?\/\//.test(source)) wrong.push(`${file}: asks another host: ${source}`);
for (const language of ['root', 'ko'])
  if (!files.some((file) => file.includes(`@localSearchIndex${language}.`)))
    wrong.push(`no index to search: ${language}`);
for (const page of ['/index.html', '/ko/index.html']) if (!pages.has(page)) wrong.push(`no ${page}`);

console.log(`${pages.size} pages, ${wrong.length} faults`);
for (const one of wrong) console.error(one);
process.exitCode = wrong.length === 0 ? 0 : 1;

function all(text, pattern) {
  return [...text.matchAll(pattern)].map(([, one, other]) => one ?? other);
}

function unescaped(attribute) {
  return attribute.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}
