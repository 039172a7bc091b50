/** What the course and the labs can speak. */
export type Language = 'en' | 'ko';

/** The language of messages: what was chosen, or as setlocale(3) finds it: of LC_ALL, LC_MESSAGES and LANG the first that is not empty. */
export function language_of(env: Readonly<Record<string, string | undefined>>): Language {
  const { SYS_SOCKET_LANG, LC_ALL, LC_MESSAGES, LANG } = env;
  return /^ko(?![a-z])/.test(SYS_SOCKET_LANG || LC_ALL || LC_MESSAGES || LANG || '') ? 'ko' : 'en';
}

export const language = language_of(process.env);

/** A text of this run: both languages stand side by side, so that neither lacks what the other says. */
export function say(en: string, ko: string): string {
  return language === 'ko' ? ko : en;
}
