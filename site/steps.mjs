// A step of the tutorial: the text of an exercise, as a page. Its parts are those that docs/exercises.md says.
import { fenced } from './cookbook.mjs';
import { man7 } from './man-pages.mjs';

const words = {
  en: {
    section: 'Section of the chapter',
    lab: 'Lab',
    pages: 'Man pages',
    begin: 'To begin with',
    run: 'judges the file whenever you save it.',
    hint: 'Hint',
    trace: 'A wrong answer, and the trace that shows it',
    verdicts: 'What the judge can say',
    verdict: ['diagnosis', 'what you did', 'where to read'],
  },
  ko: {
    section: '글의 절',
    lab: '실험',
    pages: '매뉴얼 페이지',
    begin: '시작 코드',
    run: '파일을 저장할 때마다 판정한다.',
    hint: '힌트',
    trace: '틀린 답, 그리고 그것을 보여 주는 트레이스',
    verdicts: '판정이 말할 수 있는 것',
    verdict: ['진단', '한 일', '읽을 곳'],
  },
};

/** What a judge says of its exercise: section, man pages, lab. */
export function facts_of(judge) {
  const one = (name) => new RegExp(`^ {2}${name}: '([^']*)'`, 'm').exec(judge)?.[1];
  const pages = /^ {2}pages: \[([^\]]*)\]/m.exec(judge)?.[1] ?? '';
  return { section: one('section'), lab: one('lab'), pages: [...pages.matchAll(/'([^']*)'/g)].map(([, page]) => page) };
}

/** An exercise's text: title, task, hints, and `[diagnosis, what was done, where to read]`. */
export function parted(text) {
  const [head, ...parts] = text.split(/^## /m);
  const [title, ...task] = head.split('\n');
  const named = parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trim()]);
  const verdicts = named.filter(([name]) => !/^\d$/.test(name));
  return {
    title: title.replace(/^# /, ''),
    task: task.join('\n').trim(),
    hints: named.filter(([name]) => /^\d$/.test(name)).map(([, hint]) => hint),
    verdicts: verdicts.map(([name, said]) => [name, ...said.split(/^→ /m).map((part) => part.trim())]),
  };
}

/**
 * The page. `exercise` is `{ name, text, judge, starter }`, with the exercise's files, and its `verdict`, if
 * verdicts.json has one; `to_lab` makes the lab's name a link.
 */
export function step({ name, text, judge, starter, verdict }, language, to_lab) {
  const said = words[language];
  const { title, task, hints, verdicts } = parted(text);
  const { section, lab, pages } = facts_of(judge);
  const facts = [
    `${said.section}: ${section}`,
    ...(lab === undefined ? [] : [`${said.lab}: ${to_lab(lab)}`]),
    `${said.pages}: ${pages.map((page) => `[${page}](${man7(page)})`).join(', ')}`,
  ];
  const cell = (part = '') => part.replaceAll('\n', ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
  const rows = verdicts.map((parts) => `| \`${parts[0]}\` | ${parts.slice(1).map(cell).join(' | ')} |`);
  return [
    `# ${Number.parseInt(name, 10)}. ${title}`,
    facts.join(' · '),
    task,
    `## ${said.begin}`,
    `\`npx sys-socket learn\`: \`exercises/${name}.ts\`. ${language === 'en' ? 'It ' : ''}${said.run}`,
    fenced(starter.trim(), 'ts'),
    ...hints.map((hint, i) => `::: details ${said.hint} ${i + 1}\n${hint}\n:::`),
    ...(verdict === undefined ? [] : [`## ${said.trace}`, fenced(verdict, 'text')]),
    `## ${said.verdicts}`,
    `| ${said.verdict.join(' | ')} |\n|---|---|---|\n${rows.join('\n')}`,
    '',
  ].join('\n\n');
}
