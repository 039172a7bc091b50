/** What of a source map is looked at here. */
export interface SourceMap {
  readonly sources: readonly string[];
  /** Lines of the compiled text, between `;`; each is segments, between `,`, whose numbers count from the segment before. */
  readonly mappings: string;
}

const first_helper = /^var __\w+ = \(this && this\.__\w+\) \|\| /;

/** Segments of one place: the source behind this one; where the last segment was; and one letter further, the source before this one. */
const next_source = 'ACAA';
const same_place = 'AAAA';
const source_before = 'CDAA';

/**
 * The text that TypeScript has made, with its source map in it. What TypeScript puts in front of a program for syntax that the runtime
 * lacks, functions such as `__disposeResources`, has no line in the source: it is said to come from this package, whose frames nobody takes for the
 * program's. Without that a stack names its lines as if they were of the source.
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
