import { Misuse } from '../command.js';
import type { Format, FormatOptions } from './format.js';
import { html } from './html.js';
import { json } from './json.js';
import { mermaid } from './mermaid.js';
import { perfetto } from './perfetto.js';
import { text } from './text.js';

type Make = (options: FormatOptions) => Format;

/** The output formats of a trace. All except `text` are documents. */
const formats: Readonly<Record<string, Make>> = { text, json, perfetto, mermaid, html };

/** @throws Misuse if `--format` names no known format */
export function format_named(name: string): Make {
  const make = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (make === undefined) throw new Misuse(`--format must be ${Object.keys(formats).join(', ')}, got '${name}'`);
  return make;
}
