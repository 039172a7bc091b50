import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './strace.js';

/** The types that a file declares, and those of them that it exports. */
interface Source {
  readonly text: string;
  readonly types: ReadonlyMap<string, string>;
  readonly exported: readonly string[];
}

/**
 * The codes that the type of each call documents, as the sources say: every `errors_of<Codes>('call')` of a folder. Throws for a type that is not a
 * code, the name of a type, or a union of those, so that none is passed over.
 */
export function codes_of_calls(folder = 'src'): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts')).map((file) => source(join(root, folder, file)));
  const codes_of = (type: string, from: Source): string[] =>
    type.split('|').flatMap((part) => {
      const [, code, name] = /^\s*(?:'(E[A-Z0-9]+)'|(\w+)|)\s*$/.exec(part) ?? [];
      if (code !== undefined) return [code];
      if (name === undefined && part.trim() === '') return []; // before the first
      const there = [from, ...sources.filter(({ exported }) => exported.includes(name ?? ''))];
      const declaring = there.find(({ types }) => types.has(name ?? ''));
      if (declaring === undefined) throw new Error(`${folder}/ has no type ${part.trim()}`);
      return codes_of(declaring.types.get(name ?? '') ?? '', declaring);
    });
  return new Map(
    sources.flatMap((from) => {
      const calls = [...from.text.matchAll(/errors_of<([^>]+)>\('(\w+)'\)/g)];
      const all = from.text.match(/(?<!function )errors_of</g)?.length ?? 0;
      if (all !== calls.length) throw new Error(`${folder}/ has an errors_of<...>(...) that cannot be read`);
      return calls.map(([, type = '', call = '']) => [call, [...new Set(codes_of(type, from))]] as const);
    }),
  );
}

function source(file: string): Source {
  const text = readFileSync(file, 'utf8');
  const declared = [...text.matchAll(/^(export )?type (\w+) =([^;]+);/gm)];
  return {
    text,
    types: new Map(declared.map(([, , name = '', type = '']) => [name, type])),
    exported: declared.flatMap(([, exported, name = '']) => (exported === undefined ? [] : [name])),
  };
}
