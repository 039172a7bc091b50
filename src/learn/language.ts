import { check_string } from '../codec/check.js';
import { type Language, language_of } from '../explain/language.js';

export type { Language };
export { language_of };

/** The language that was chosen for the course, or that of the locale. */
export const language = language_of(process.env);

/** Chooses the text in the language of this run. Both languages are given together, so that neither is forgotten. */
export function say(en: string, ko: string): string {
  check_string(en, 'say: en');
  check_string(ko, 'say: ko');
  return language === 'ko' ? ko : en;
}
