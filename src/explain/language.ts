/** What an explanation can speak. */
export type Language = 'en' | 'ko';

/** The language of messages, as setlocale(3) finds it: of LC_ALL, LC_MESSAGES and LANG the first that is not empty. */
export function language_of({ LC_ALL, LC_MESSAGES, LANG }: Readonly<Record<string, string | undefined>>): Language {
  return /^ko(?![a-z])/.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'ko' : 'en';
}
