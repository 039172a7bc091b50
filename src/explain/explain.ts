import { general } from './general.js';
import { general_more } from './general-more.js';
import { type Language, language_of } from './language.js';
import { reference_of } from './manual.js';
import { of_sockets } from './sockets.js';
import { of_transfers } from './transfers.js';
import type { Catalogue, Words } from './words.js';

/** What {@link explain} is about: the `error` of a Result, or the Error that {@link unwrap} has thrown. */
export interface Explainable {
  readonly code: string;
  /** The C function that was called. */
  readonly syscall?: string | undefined;
}

/** Where in a page the errors stand. */
type Section = 'ERRORS' | 'RETURN VALUE' | 'List of error names';

/** What a refusal means, what to do, and where the manual says so. */
export interface Explanation {
  /** What the refusal means for this call: a sentence without its full stop. Empty for a code that nobody knows. */
  readonly means: string;
  /** What to do. */
  readonly advice: string;
  /** The page that lists the code for this call: `'bind(2)'`; `'errno(3)'` where only the list of all names has it. */
  readonly page?: string;
  /** The section of that page. */
  readonly section?: Section;
  /** All of it in one line: `'EADDRINUSE: another socket uses this address; set SO_REUSEADDR before ... bind(2), ERRORS'`. */
  readonly text: string;
}

/** By code, and by page and code. */
const codes: Catalogue = { ...general, ...general_more };
const calls: Catalogue = { ...of_sockets, ...of_transfers };

/** The language of the environment. */
const spoken = language_of(process.env);

/**
 * What a refusal means for the call that was refused, in a sentence or two, what to do, and the page of the manual. In English or in
 * Korean: as SYS_SOCKET_LANG (`ko`), LC_ALL, LC_MESSAGES or LANG says, unless `language` does.
 *
 * @param error the `error` of a Result, or the Error that {@link unwrap} has thrown: its `code`, and its `syscall` where there is one
 * @param options `language`: `'en'` or `'ko'`
 * @returns the explanation; of a code that is not known, the page alone
 *
 * @example
 * ```ts
 * import { AF_INET, connect, explain, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
 *
 * const fd = unwrap(socket(AF_INET, SOCK_STREAM, 0));
 * const connected = connect(fd, sockaddr_in('127.0.0.1', 1));
 * if (!connected.ok) console.log(explain(connected.error, { language: 'en' }).page); // connect(2)
 * ```
 */
export function explain(error: Explainable, { language = spoken }: { readonly language?: Language } = {}): Explanation {
  const { code, syscall } = asked(error);
  const reference = reference_of(syscall, code);
  const words = words_of(syscall, reference?.own, code);
  const [means, advice] = words === undefined ? ['', ''] : in_language(words, language);
  const section = section_of(reference?.lists, code);
  const said = means === '' ? '' : `${means}${language === 'ko' ? '.' : ';'} ${advice}. `;
  const where = reference === undefined ? '' : `${reference.lists}, ${section}`;
  return {
    means,
    advice,
    ...(reference === undefined ? {} : { page: reference.lists, section }),
    text: `${code}: ${said}${where}`.trimEnd(),
  };
}

/** Its fields, which must be text. */
function asked(error: Explainable): Explainable {
  if (typeof error !== 'object' || error === null) {
    throw new TypeError(`explain: error must be an object, got ${error === null ? 'null' : typeof error}`);
  }
  const { code, syscall } = error;
  if (typeof code !== 'string') throw new TypeError(`explain: error.code must be a string, got ${typeof code}`);
  if (syscall !== undefined && typeof syscall !== 'string') {
    throw new TypeError(`explain: error.syscall must be a string, got ${typeof syscall}`);
  }
  return { code, syscall };
}

function words_of(syscall: string | undefined, page: string | undefined, code: string): Words | undefined {
  const topics = [syscall, page?.replace(/\(.*/, ''), basis[syscall ?? '']];
  const own = topics.map((topic) => `${topic} ${code}`).find((key) => Object.hasOwn(calls, key));
  if (own !== undefined) return calls[own];
  return Object.hasOwn(codes, code) ? codes[code] : undefined;
}

/** Calls that are refused as another one is, where their own page says nothing of it. */
const basis: Readonly<Record<string, string>> = {
  eventfd_read: 'read',
  eventfd_write: 'write',
  preadv: 'read',
  pwritev: 'write',
  readv: 'read',
  recvmmsg: 'recv',
  sendfile: 'send',
  sendmmsg: 'send',
  writev: 'write',
};

function in_language([means, advice, means_ko, advice_ko]: Words, language: Language): [string, string] {
  return language === 'ko' ? [means_ko, advice_ko] : [means, advice];
}

function section_of(page: string | undefined, code: string): Section {
  if (page === 'errno(3)') return 'List of error names';
  return code.startsWith('EAI_') ? 'RETURN VALUE' : 'ERRORS';
}
