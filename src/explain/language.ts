/** What an explanation can speak. */
export type Language = 'en' | 'ko';

/**
 * The language of messages: what SYS_SOCKET_LANG says, as `sys-socket learn` sets it for the programs that it judges, or else as setlocale(3) finds it: of
 * LC_ALL, LC_MESSAGES and LANG the first that is not empty.
 */
export function language_of(env: Readonly<Record<string, string | undefined>>): Language {
  const { SYS_SOCKET_LANG, LC_ALL, LC_MESSAGES, LANG } = env;
  return /^ko(?![a-z])/.test(SYS_SOCKET_LANG || LC_ALL || LC_MESSAGES || LANG || '') ? 'ko' : 'en';
}
