import { inspect } from 'node:util';
import { Misuse } from './command.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'magenta' | 'blue';

/** Makes text coloured, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

const plain: Paint = (_style, text) => text;

const coloured: Paint = (style, text) => {
  const [on = 0, off = 0] = inspect.colors[style] ?? [];
  return `\x1b[${on}m${text}\x1b[${off}m`;
};

/**
 * `--color=auto|always|never`. With `auto`, FORCE_COLOR decides, then NO_COLOR (no-color.org), then whether the output is a terminal.
 *
 * @throws Misuse if it is any other word
 */
export function paint_for(color: string, terminal: boolean, env: NodeJS.ProcessEnv = process.env): Paint {
  if (!['auto', 'always', 'never'].includes(color)) {
    throw new Misuse(`--color must be auto, always or never, got '${color}'`);
  }
  if (color !== 'auto') return color === 'always' ? coloured : plain;
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? plain : coloured;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return plain;
  return terminal && TERM !== 'dumb' ? coloured : plain;
}
