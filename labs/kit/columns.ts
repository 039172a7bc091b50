/** How many columns of a terminal a text takes: a letter of Hangul takes two. */
export function columns_of(text: string): number {
  return [...text].reduce((total, letter) => total + (/\p{Script=Hangul}/u.test(letter) ? 2 : 1), 0);
}

/** A text to the left of so many columns. */
export function left(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columns_of(text)));
}

/** A text to the right of so many columns. */
export function right(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - columns_of(text))) + text;
}
