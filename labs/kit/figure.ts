import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Figure } from './lab.js';

/** Colours that colour-blind readers can tell apart: Okabe and Ito's. */
export const colour = {
  blue: '#0072b2',
  orange: '#e69f00',
  green: '#009e73',
  red: '#d55e00',
  purple: '#cc79a7',
  sky: '#56b4e9',
  grey: '#767676',
} as const;

/** The law is drawn beside the measurement in this style, dashed. */
export const law_style = { stroke: colour.red, strokeWidth: 1.5, strokeDasharray: '5,4' } as const;

/** A common but wrong belief is drawn in this style, dotted. */
export const belief_style = { stroke: colour.grey, strokeWidth: 1.5, strokeDasharray: '1,3' } as const;

/** Names in their colours, one below another in a corner: a legend inside the picture. */
export function key(
  names: readonly { readonly text: string; readonly fill: string }[],
  frameAnchor: 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right',
): Plot.Markish[] {
  const [vertical, horizontal] = frameAnchor.split('-');
  const from = vertical === 'top' ? 10 : -8 - 17 * (names.length - 1);
  return names.map(({ text, fill }, i) =>
    Plot.text([text], { fill, frameAnchor, dx: horizontal === 'left' ? 12 : -8, dy: from + 17 * i }),
  );
}

const heading = 34; // px

/** The figure that a lab's pages show: that of a whole run, in the lab's folder. `--docs` writes it. */
export const page_figure = 'figure.svg';

/** Draws figures as one SVG file on white, one below another, each with its title above. */
export function draw(figures: Figure | readonly Figure[]): string {
  if (!is_list(figures)) return `${text_of(drawn(figures))}\n`;
  let height = 0;
  const parts = figures.map((figure) => {
    const svg = drawn(figure);
    svg.setAttribute('y', String(height));
    height += Number(svg.getAttribute('height'));
    return text_of(svg);
  });
  const width = Math.max(...figures.map((figure) => figure.width ?? usual_width));
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" style="background: white">`;
  return `${head}\n${parts.join('\n')}\n</svg>\n`;
}

/** The file's text, with coordinates to the hundredth of a pixel: Plot gives them fifteen digits. */
function text_of({ outerHTML }: { readonly outerHTML: string }): string {
  return outerHTML.replaceAll(/<[^>]*>/g, (tag) => tag.replaceAll(/(\.\d\d)\d+/g, '$1'));
}

/** Array.isArray does not narrow readonly arrays. */
function is_list(figures: Figure | readonly Figure[]): figures is readonly Figure[] {
  return Array.isArray(figures);
}

const usual_width = 760;

function drawn({ title, ...options }: Figure): ReturnType<typeof Plot.plot> {
  const { document } = parseHTML('<html><body></body></html>');
  const { width = usual_width, height = 400 } = options;
  const style = { fontSize: '12px', background: 'white', color: '#1b1b1b' };
  const svg = Plot.plot({
    marginTop: 30,
    marginLeft: 60,
    marginRight: 24,
    marginBottom: 44,
    ...options,
    document,
    width,
    height,
    style,
  });
  if (svg.tagName.toLowerCase() !== 'svg')
    throw new Error('a figure must be one SVG without a legend: label its colours in the plot');
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('viewBox', `0 ${-heading} ${width} ${height + heading}`);
  svg.setAttribute('height', String(height + heading));
  const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  for (const [name, value] of Object.entries({
    x: 8,
    y: -12,
    'font-size': 15,
    'font-weight': 600,
    'text-anchor': 'start',
  })) {
    text.setAttribute(name, String(value));
  }
  text.textContent = title;
  svg.append(text);
  // Screen readers read this title.
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  name.textContent = title;
  svg.prepend(name);
  return svg;
}
