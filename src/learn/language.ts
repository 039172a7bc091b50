import { check_string } from '../codec/check.js';
import { type Language, language_of as language_of_locale } from '../explain/language.js';

export type { Language };

/** The language of messages: what was chosen for the course, or the locale's. */
export function language_of(env: Readonly<Record<string, string | undefined>>): Language {
  return language_of_locale({ ...env, LC_ALL: env.SYS_SOCKET_LANG || env.LC_ALL });
}

export const language = language_of(process.env);

/** Chooses the text in the language of this run. Both languages are given together, so that neither is forgotten. */
export function say(en: string, ko: string): string {
  check_string(en, 'say: en');
  check_string(ko, 'say: ko');
  return language === 'ko' ? ko : en;
}
