/** The part of a source map that is used here. */
export interface SourceMap {
  readonly sources: readonly string[];
  /** Lines of the compiled text, separated by `;`. Each consists of segments, separated by `,`, relative to the previous segment. */
  readonly mappings: string;
}

const first_helper = /^var __\w+ = \(this && this\.__\w+\) \|\| /;

/** Segments: the next source; the place of the previous segment; and, one character further, the previous source. */
const next_source = 'ACAA';
const same_place = 'AAAA';
const source_before = 'CDAA';

/**
 * The output of TypeScript with its source map inline. The helpers that TypeScript puts before a program for syntax that the runtime
 * lacks, such as `__disposeResources`, have no line in the source. They are mapped to this package, whose frames are not taken for the
 * program's. Otherwise a stack would name their lines as lines of the source.
 */
export function mapped(text: string, map: SourceMap): string {
  const lines = map.mappings.split(';');
  const from = text.split('\n').findIndex((line) => first_helper.test(line));
  let end = from;
  while (from >= 0 && lines[end] === '') end += 1;
  for (let at = from; at < end; at++) lines[at] = at === from ? next_source : same_place;
  if (end > from) lines[end - 1] += `,${source_before}`;
  const whole = { ...map, sources: [...map.sources, import.meta.url], mappings: lines.join(';') };
  const inline = Buffer.from(JSON.stringify(whole)).toString('base64');
  const code = text.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  return `${code}//# sourceMappingURL=data:application/json;base64,${inline}\n`;
}
