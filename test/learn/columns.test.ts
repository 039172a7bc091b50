// How texts fit a terminal.
import { describe, expect, it } from 'vitest';
import { columns, filled, wrapped } from '../../src/learn/columns.js';
import { verdict_lines } from '../../src/learn/screen.js';

describe('a text on a terminal', () => {
  it('takes two columns for a Hangul syllable', () => {
    expect(columns('recv 소켓')).toBe(9);
  });

  it('has as many words on a line as there is room for, and cuts a word that is longer than a line', () => {
    expect(wrapped('a socket is a descriptor', 10)).toEqual(['a socket', 'is a', 'descriptor']);
    expect(wrapped('소켓은 디스크립터다', 9)).toEqual(['소켓은', '디스크립', '터다']);
  });

  it('is filled by paragraph and point; code stays as it is, without its fences', () => {
    const task = 'One\ntwo three.\n\n- four five six\n- seven\n\n```\nwhile (a) {\n  b      c\n}\n```\nAnd then.';
    expect(filled(task, 12)).toBe(
      'One two\nthree.\n\n- four\n  five six\n- seven\n\n  while (a) {\n    b      c\n  }\nAnd then.',
    );
  });
});

describe('a verdict', () => {
  const said = 'The bytes are not those that came. '.repeat(4);
  const text = { title: '', task: '', hints: [], diagnoses: { 'other-bytes': { said, read: 'recv(2)' } } };
  const lines_of = (evidence: readonly (readonly [string, string])[]) =>
    verdict_lines(
      '01-fd',
      text,
      { passed: false, diagnosis: 'other-bytes', evidence, remarks: [] },
      (_, plain) => plain,
      80,
    );

  it('shows all of a row that is wider than the terminal, beneath its text', () => {
    const wide = `connect(3, {sa_family=AF_INET, ${'sin_port=htons(9000), '.repeat(4)}16) = 0`;
    const lines = lines_of([
      ['you guessed', 'connect(_) = 0'],
      ['measured', wide],
    ]);
    expect(lines.every((line) => columns(line) <= 80)).toBe(true);
    const from = lines.findIndex((line) => line.startsWith('    measured     connect(3'));
    const shown = lines.slice(from, -1).map((line) => line.slice(17));
    expect(shown.join(' ')).toBe(wide);
  });

  it('says so where there is nothing to show', () => {
    expect(lines_of([['went out', '']])).toContain('    went out  (nothing)');
  });

  it('fits one screen, however much there is to show', () => {
    const rows = Array.from({ length: 40 }, (_, i): [string, string] => ['', `${i} ${'x'.repeat(300)}`]);
    expect(lines_of(rows).length).toBeLessThan(22);
  });
});
