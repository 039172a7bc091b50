// What the pages at the root and in docs/ name is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './support/strace.js';

const pages = ['.', 'docs', 'labs'].flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.md') ? [join(folder, name)] : [])),
);

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');

  it('links to files that are there', () => {
    const links = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
  });

  it('names files of the project that are there', () => {
    const named = [...text.matchAll(/`((?:\.ci|binding|docs|examples|labs|scripts|src|test)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    // NAME, LEVEL: what the reader puts in.
    const files = named.filter((path) => !/[A-Z]{2}(?!\w*\.md)/.test(path) && !path.includes('labs/runs'));
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('each place of an example that a page quotes beside a call', () => {
  /** What the call is made by, if not by its own name. */
  const makers: Readonly<Record<string, RegExp>> = {
    sendto: /^send(_all|_frame)?\(/,
    recvfrom: /^recv(_exact|_frame)?\(/,
    poll: /^recv_frame\(/, // with a deadline
  };

  const place = /^.*? (?:\/\* )?(examples\/[\w-]+\.ts):(\d+):(\d+)/gm;
  const quoting = pages.filter((page) => readFileSync(join(root, page), 'utf8').match(place) !== null);

  it.each(quoting)('makes that call: %s', (page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const quoted = [...text.matchAll(/^.*?\b([a-z]\w+)\(.* (?:\/\* )?(examples\/[\w-]+\.ts):(\d+):(\d+)/gm)];
    expect(quoted).toHaveLength(text.match(place)?.length ?? 0);
    const elsewhere = quoted.flatMap(([, call = '', file = '', line, column]) => {
      const source = readFileSync(join(root, file), 'utf8').split('\n');
      const code = source[Number(line) - 1]?.slice(Number(column) - 1) ?? '';
      return (makers[call] ?? new RegExp(`^${call}\\(`)).test(code) ? [] : [`${call} at ${file}:${line}:${column}`];
    });
    expect(elsewhere).toEqual([]);
  });
});
