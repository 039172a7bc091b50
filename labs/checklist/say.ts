const { LC_ALL, LC_MESSAGES, LANG } = process.env;

/** The terminal's language, as setlocale(3) finds it: the first of these that is set and not empty. */
const korean = /^ko\b|^ko_/.test(LC_ALL || LC_MESSAGES || LANG || '');

/** The same sentence in both languages: the one that the terminal speaks. */
export function say(english: string, hangul: string): string {
  return korean ? hangul : english;
}
