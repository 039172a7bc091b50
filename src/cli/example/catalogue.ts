import { readdirSync, readFileSync } from 'node:fs';
import { package_root } from '../../load.js';

const folder = `${package_root}examples/`;

/** A file of examples/. */
export interface Example {
  readonly name: string;
  readonly source: string;
}

/** All examples, sorted by name. */
export function examples(): Example[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  return files.sort().map((file) => ({ name: file.slice(0, -3), source: readFileSync(folder + file, 'utf8') }));
}

/** True for a program; false for a module that programs import. */
export function is_program({ source }: Example): boolean {
  return !/^export /m.test(source);
}

/** The first sentence of the first comment of an example. */
export function summary_of({ source }: Example): string {
  const comment = /^(\/\/.*\n)+/.exec(source)?.[0] ?? '';
  const [paragraph = ''] = comment.replaceAll(/^\/\/ ?/gm, '').split('\n\n', 1);
  return /^.*?\.(?=\s|$)/s.exec(paragraph)?.[0].replaceAll('\n', ' ') ?? paragraph.trim();
}

/** An example and the others that it imports or starts, recognized by the names in its source. */
export function with_its_parts(example: Example, all: readonly Example[]): Example[] {
  const named = new Set([...example.source.matchAll(/'(?:\.\/)?([\w-]+)(?:\.ts)?'/g)].map(([, name]) => name));
  return [example, ...all.filter((other) => other !== example && named.has(other.name))];
}
