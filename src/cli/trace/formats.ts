import { Misuse } from '../command.js';
import type { Format, FormatOptions } from './format.js';
import { html } from './html.js';
import { json } from './json.js';
import { mermaid } from './mermaid.js';
import { perfetto } from './perfetto.js';
import { text } from './text.js';

type Make = (options: FormatOptions) => Format;

/** What a trace may be written as. All but text are documents. */
const formats: Readonly<Record<string, Make>> = { text, json, perfetto, mermaid, html };

/** @throws Misuse when `--format` names none */
export function format_named(name: string): Make {
  const make = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (make === undefined) throw new Misuse(`--format must be ${Object.keys(formats).join(', ')}, got '${name}'`);
  return make;
}
