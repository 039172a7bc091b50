import { describe, expect, it } from 'vitest';
import { general } from '../../src/explain/general.js';
import { general_more } from '../../src/explain/general-more.js';
import { language_of } from '../../src/explain/language.js';
import { reference_of } from '../../src/explain/manual.js';
import { of_sockets } from '../../src/explain/sockets.js';
import { of_transfers } from '../../src/explain/transfers.js';
import { errno_table } from '../../src/headers.js';
import { err, explain, type SystemError, unwrap } from '../../src/index.js';
import { calls } from '../../src/observe/calls/index.js';
import { codes_of_calls } from '../support/codes.js';

const catalogues = [general, general_more, of_sockets, of_transfers];

describe('explain', () => {
  const documented = codes_of_calls();

  it('knows every code that the type of a call lists, in both languages, with its page', () => {
    expect(documented.size).toBeGreaterThan(60);
    const lacking = [...documented].flatMap(([syscall, codes]) =>
      codes.flatMap((code) =>
        (['en', 'ko'] as const)
          .filter((language) => {
            const { means, advice, page, section } = explain({ syscall, code }, { language });
            return means === '' || advice === '' || page === undefined || section === undefined;
          })
          .map((language) => `${syscall} ${code} ${language}`),
      ),
    );
    expect(lacking).toEqual([]);
  });

  it('knows every function that makes errors, and its page is that of the table', () => {
    const pages = Object.entries(calls).map(([name, { page }]) => [name, page] as const);
    const other = pages.filter(([name, page]) => documented.has(name) && reference_of(name, 'EBADF')?.own !== page);
    expect(other).toEqual([]);
    expect([...documented.keys()].filter((name) => reference_of(name, 'EBADF')?.own === undefined)).toEqual([]);
  });

  it('speaks of names of errno, of getaddrinfo(3), and of the four codes that are no kernel’s', () => {
    const names = new Set(errno_table.map(({ name }) => name));
    const own = ['EOF', 'UNEXPECTED_EOF', 'DEADLINE_EXCEEDED', 'FRAME_TOO_LARGE'];
    const codes = catalogues.flatMap((catalogue) => Object.keys(catalogue).map((key) => key.split(' ').pop() ?? ''));
    expect(codes.filter((code) => !names.has(code) && !own.includes(code) && !code.startsWith('EAI_'))).toEqual([]);
    for (const code of own) expect(explain({ code })).toMatchObject({ means: expect.stringMatching(/./) });
  });

  it('has Korean in Korean and English in English, and no sentence with a full stop of its own', () => {
    const texts = catalogues.flatMap((catalogue) => Object.values(catalogue));
    expect(texts.length).toBeGreaterThan(120);
    for (const [means, advice, means_ko, advice_ko] of texts) {
      expect(`${means} ${advice}`).not.toMatch(/[가-힣]/);
      expect(means_ko).toMatch(/[가-힣]/);
      for (const text of [means, advice, means_ko, advice_ko]) expect(text).not.toMatch(/\.$|^$/);
      expect(advice_ko).not.toBe('');
    }
  });

  it.each([
    ['accept4', 'EAGAIN', /^no connection is waiting/, 'accept(2)'],
    ['bind', 'EADDRINUSE', /TIME_WAIT/, 'bind(2)'],
    ['recv', 'ETIMEDOUT', /keepalive/, 'tcp(7)'],
    ['recvmmsg', 'EAGAIN', /^no data has arrived yet/, 'recv(2)'],
    ['writev', 'EPIPE', /^the reading end is closed/, 'write(2)'],
    ['socket', 'ESOCKTNOSUPPORT', /^the family has no such type/, 'ip(7)'],
    ['connect', 'EHOSTDOWN', /does not answer/, 'errno(3)'],
    ['getaddrinfo', 'EAI_NONAME', /^no host or service/, 'getaddrinfo(3)'],
  ])('of %s, %s, says what it means there, and which page lists it', (syscall, code, means, page) => {
    expect(explain({ syscall, code }, { language: 'en' })).toMatchObject({ means: expect.stringMatching(means), page });
  });

  it('of a code that nobody knows gives the page of the call', () => {
    expect(explain({ syscall: 'recv', code: 'ERRNO_4000' })).toEqual({
      means: '',
      advice: '',
      page: 'recv(2)',
      section: 'ERRORS',
      text: 'ERRNO_4000: recv(2), ERRORS',
    });
    expect(explain({ code: 'MINE' })).toEqual({ means: '', advice: '', text: 'MINE:' });
  });

  it.each([
    [null, 'explain: error must be an object, got null'],
    ['EBADF', 'explain: error must be an object, got string'],
    [{}, 'explain: error.code must be a string, got undefined'],
    [{ code: 'EBADF', syscall: 3 }, 'explain: error.syscall must be a string, got number'],
  ])('refuses %j', (error, says) => {
    expect(() => Reflect.apply(explain, undefined, [error])).toThrow(new TypeError(says));
  });

  it('takes what unwrap has thrown, which carries it already', () => {
    let thrown: SystemError | undefined;
    try {
      unwrap(err({ code: 'EBADF', message: 'Bad file descriptor', syscall: 'close', errno: 9 }));
    } catch (error) {
      thrown = error as SystemError; // what unwrap documents
    }
    expect(thrown?.message).toBe('EBADF: Bad file descriptor, close');
    expect(thrown?.explanation).toBe(thrown && explain(thrown).text);
    expect(thrown?.explanation).toMatch(/^EBADF: .* close\(2\), ERRORS$/);
  });

  it.each([
    [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LC_MESSAGES: 'ko' }, 'ko'],
    [{ LANG: 'kok_IN' }, 'en'],
    [{ SYS_SOCKET_LANG: 'ko', LC_ALL: 'C' }, 'ko'],
    [{ SYS_SOCKET_LANG: 'en', LANG: 'ko_KR.UTF-8' }, 'en'],
    [{ SYS_SOCKET_LANG: '', LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{}, 'en'],
  ])('in the environment %o speaks %s', (env, language) => {
    expect(language_of(env)).toBe(language);
  });
});
