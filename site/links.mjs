// Markdown as the site has it: the names of headings, and links between files that become links between pages.
import { posix } from 'node:path';

const fence = /^( {0,3}(`{3,})[^`\n]*\n[\s\S]*?^ {0,3}\2`*[ \t]*$)/m;
/** Inline code, which has no links, or a link, whose words may hold code and one pair of brackets. Neither goes past an empty line. */
const code_or_link =
  /(`+)(?:(?!\1|\n\n)[\s\S])*\1|(!?)\[((?:`[^`]*`|\\.|[^[\]`\\\n]|\n(?!\n)|\[(?:`[^`]*`|[^[\]`\n])*\])*)\]\(([^)\s]+)\)/g;

/** The name of a heading, as GitHub and typedoc make it. */
export function slug(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** The parts of a text that are no code block stand at even places. */
function parts_of(text) {
  const parts = [];
  let rest = text;
  for (let found = fence.exec(rest); found !== null; found = fence.exec(rest)) {
    parts.push(rest.slice(0, found.index), found[0]);
    rest = rest.slice(found.index + found[0].length);
  }
  return [...parts, rest];
}

/** The text with each link made anew: `remade` gets `{ image, words, target }`, and answers what stands there. Code is left alone. */
export function with_links(text, remade) {
  const in_prose = (prose) =>
    prose.replaceAll(code_or_link, (whole, code, image, words, target) =>
      code === undefined ? remade({ image: image === '!', words: in_prose(words), target }) : whole,
    );
  return parts_of(text)
    .map((part, i) => (i % 2 === 0 ? in_prose(part) : part))
    .join('');
}

/**
 * Where the links of a file lead on the site. `place_of` says where a file is, or undefined for one that is no page, as a source: what
 * names that stays as words. Words that are the name of a page's file become its title, by `title_of`.
 */
export function on_the_site(text, file, place_of, title_of = () => undefined) {
  return with_links(text, ({ image, words, target }) => {
    const mark = image ? '!' : '';
    if (/^(\w+:|#)/.test(target)) return `${mark}[${words}](${target})`;
    const [path, hash] = target.split('#');
    const aim = posix.join(posix.dirname(file), path).replace(/\/$/, '');
    const place = place_of(aim);
    if (place === undefined) return words;
    const shown = words.endsWith('.md') ? (title_of(aim) ?? words) : words;
    return `${mark}[${shown}](/${place}${hash === undefined ? '' : `#${hash}`})`;
  });
}

/** The targets of a text's links and images. */
export function links_of(text) {
  const targets = [];
  with_links(text, ({ target }) => {
    targets.push(target);
    return '';
  });
  return targets;
}

/** What a text can be linked to at: the names of its headings, which a number tells apart, and the ids that it gives itself. */
export function anchors_of(text) {
  const prose = parts_of(text)
    .filter((_, i) => i % 2 === 0)
    .join('\n');
  const seen = new Map();
  const headings = [...prose.matchAll(/^#{1,6} +(.*?)(?: +\{#([^}]*)\})?$/gm)].map(([, heading, given]) => {
    const name = given ?? slug(plain(heading));
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before}`;
  });
  return new Set([...headings, ...[...prose.matchAll(/<\w+ id="([^"]*)"/g)].map(([, id]) => id)]);
}

/** A heading without its markup. */
function plain(heading) {
  return heading
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<[^>]*>|`|\*/g, '')
    .replaceAll(/\\(.)/g, '$1');
}
