/** The number of terminal columns that a text takes: a letter of Hangul takes two. */
export function columns_of(text: string): number {
  return [...text].reduce((total, letter) => total + (/\p{Script=Hangul}/u.test(letter) ? 2 : 1), 0);
}

/** Pads a text on the right to a number of columns. */
export function left(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columns_of(text)));
}

/** Pads a text on the left to a number of columns. */
export function right(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - columns_of(text))) + text;
}
