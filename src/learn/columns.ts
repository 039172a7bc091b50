/** The width of a text in terminal columns: a Hangul syllable takes two. */
export function columns(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (/[ᄀ-ᇿ가-힣]/.test(letter) ? 2 : 1), 0);
}

/** Wraps a text into lines of at most `width` columns. A word that is longer than a line is cut. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((word) => word !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && columns(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...pieces(word, width));
  }
  return lines;
}

function pieces(word: string, width: number): string[] {
  const made = [''];
  for (const letter of word) {
    const last = made.at(-1) ?? '';
    if (columns(last + letter) > width) made.push(letter);
    else made[made.length - 1] = last + letter;
  }
  return made;
}

/** A task or a hint for a terminal: paragraphs and list items are wrapped to its width; code is indented, without its fences. */
export function filled(markdown: string, width: number): string {
  const parts = markdown.split(/^```.*\n?/m);
  const shown = parts.map((part, i) => (i % 2 === 1 ? part.replaceAll(/^(?=.)/gm, '  ') : prose(part, width)));
  return shown.join('').replace(/^\n+/, '').trimEnd();
}

function prose(text: string, width: number): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => {
      const points = paragraph.split(/\n(?=- )/);
      return points.map((point) => filled_point(point.replaceAll('\n', ' '), width)).join('\n');
    });
  return `${paragraphs.join('\n\n')}${text.endsWith('\n\n') ? '\n\n' : '\n'}`;
}

function filled_point(text: string, width: number): string {
  const indent = text.startsWith('- ') ? 2 : 0;
  return wrapped(text, width - indent).join(`\n${' '.repeat(indent)}`);
}
