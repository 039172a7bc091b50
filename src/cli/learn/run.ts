import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { columns } from '../../learn/columns.js';
import { file_of, find, read_exercise } from '../../learn/course.js';
import { say } from '../../learn/language.js';
import { reset } from '../../learn/scaffold.js';
import { hash_of, read_state } from '../../learn/state.js';
import type { Verdict } from '../../learn/verdict.js';
import { Failure, Misuse } from '../command.js';
import { check_command, new_command } from './author.js';
import { doctor } from './doctor.js';
import { help } from './help.js';
import { read_options } from './options.js';
import { Session } from './session.js';
import { difference, watch } from './watch.js';

const passed = 0;
const failed = 1;

/** Runs `sys-socket learn`. @returns the exit status */
export async function run(folder: string, args: readonly string[]): Promise<number> {
  const { settings, words } = read_options(args);
  const [command = 'watch', ...rest] = words;
  if (command === 'help') return print(help());
  nothing_behind(command, rest);
  if (command === 'doctor') return print(doctor());
  if (command === 'check') return check_command(rest[0] ?? settings.course, settings);
  if (command === 'new') return new_command(rest[0], settings);
  const session = new Session(folder, read_state(folder), settings);
  switch (command) {
    case 'watch':
      return begin(session, session.next());
    case 'list':
      return print(await list(session));
    case 'verify':
      return verify(session, rest);
    case 'hint':
      return print(hint(session, session.name(rest[0]), rest[1]));
    case 'reset':
      return print(again(session, session.name(rest[0])));
    case 'solution':
      return print(solution(session, session.name(rest[0])));
    case 'diff':
      return print(difference(session, here(session, may_see(session, session.name(rest[0])))));
    default:
      return begin(session, one_of(session, command));
  }
}

/** The number of words that each command takes. An exercise in place of a command takes none. */
const takes: Readonly<Record<string, number>> = {
  verify: Number.POSITIVE_INFINITY,
  hint: 2,
  reset: 1,
  solution: 1,
  diff: 1,
  new: 1,
  check: 1,
};

function nothing_behind(command: string, words: readonly string[]): void {
  const extra = words[(Object.hasOwn(takes, command) ? takes[command] : 0) ?? 0];
  if (extra !== undefined)
    throw new Misuse(
      say(`'${extra}': ${command} takes no more arguments`, `'${extra}': ${command}에는 더 쓸 것이 없다`),
    );
}

function print(text: string): number {
  process.stdout.write(`${text.trimEnd()}\n`);
  return passed;
}

/** The exercise that was given in place of a command. */
function one_of(session: Session, word: string): string {
  const name = find(session.course, word);
  if (name === undefined)
    throw new Misuse(
      say(
        `unknown command '${word}', and no exercise has that name`,
        `'${word}': 그런 명령도, 그런 이름의 과제도 없다`,
      ),
    );
  return name;
}

/** Begins or continues an exercise. Without a terminal, prints one verdict. */
async function begin(session: Session, name: string | undefined): Promise<number> {
  const made = session.scaffold(name);
  if (process.stdin.isTTY && process.stdout.isTTY) return watch(session, name);
  if (made.length > 0)
    print(
      say(
        `created ${made.length} files; edit those in exercises/`,
        `파일 ${made.length}개를 만들었다. exercises/의 파일을 고치라`,
      ),
    );
  if (name === undefined) return print(await list(session));
  print(`${session.text(name).title}\n\n${session.text(name).task}\n\n${session.near(name)}\n`);
  return verify(session, [name]);
}

async function verify(session: Session, words: readonly string[]): Promise<number> {
  const { all, json } = session.settings;
  const here = session.names.filter((name) => existsSync(session.file(name)));
  const names = words.length > 0 ? words.map((word) => session.name(word)) : all ? session.names : here;
  if (names.length === 0)
    throw new Failure(
      say(
        'this folder has no exercise: npx sys-socket learn creates them',
        '여기에는 과제가 없다. npx sys-socket learn이 만든다',
      ),
    );
  const there = names.filter((name) => words.length > 0 || existsSync(session.file(name)));
  const verdicts = new Map<string, Verdict>();
  await session.judge(there, (name, verdict) => {
    verdicts.set(name, verdict);
    if (!json) print(session.lines(name, verdict).join('\n'));
  });
  if (json)
    print(
      JSON.stringify(
        names.map((name) => record(session, name, verdicts.get(name))),
        null,
        2,
      ),
    );
  return names.every((name) => verdicts.get(name)?.passed) ? passed : failed;
}

/** The output of `--json` for an exercise. */
function record(session: Session, exercise: string, verdict: Verdict | undefined): object {
  const { state, tries, hints } = session.progress(exercise);
  if (verdict === undefined) return { exercise, state: 'missing', tries, hints };
  const { passed, diagnosis, evidence, remarks } = verdict;
  const file = session.near(exercise);
  return {
    exercise,
    state,
    passed,
    diagnosis,
    evidence,
    remarks,
    tries,
    hints,
    file,
    hash: hash_of(session.file(exercise)),
  };
}

async function list(session: Session): Promise<string> {
  const lines: string[] = [];
  const width = Math.max(...session.names.map((name) => name.length));
  for (const { title, exercises } of session.course.chapters) {
    lines.push('', session.paint('bold', say(title.en, title.ko)));
    for (const name of exercises) {
      const { minutes, section } = await read_exercise(session.course, name);
      const mark = session.progress(name).state === 'passed' ? session.paint('green', '✓') : '·';
      const what = session.text(name).title;
      const room = ' '.repeat(Math.max(1, 48 - columns(what)));
      lines.push(
        `  ${mark} ${name.padEnd(width)}  ${what}${room}${`${minutes}`.padStart(3)}${say(' min', '분')}  §${section}`,
      );
    }
  }
  const done = session.names.filter((name) => session.progress(name).state === 'passed').length;
  return [
    ...lines.slice(1),
    '',
    say(`${done} of ${session.names.length} done`, `${session.names.length}개 중 ${done}개 끝냄`),
  ].join('\n');
}

function hint(session: Session, name: string, word: string | undefined): string {
  const { hints } = session.text(name);
  const number = word === undefined ? Math.min(session.progress(name).hints + 1, hints.length) : Number(word);
  const text = hints[number - 1];
  if (text === undefined) throw new Misuse(say(`there are ${hints.length} hints`, `힌트는 ${hints.length}개다`));
  session.note(name, { hints: Math.max(number, session.progress(name).hints) });
  return `${say('hint', '힌트')} ${number}/${hints.length}\n\n${text}`;
}

function again(session: Session, name: string): string {
  const kept = reset(session.course, session.folder, name);
  session.note(name, { state: 'open' });
  const file = session.near(name);
  return kept === undefined
    ? say(`${file} is the starter file`, `${file}: 처음 파일이다`)
    : say(
        `${file} is the starter file again; your file is now ${relative('', kept)}`,
        `처음으로 되돌렸다: ${file}. 쓰던 것: ${relative('', kept)}`,
      );
}

/** Checks that the learner may see the solution: after a pass, or with `--give-up`. */
function may_see(session: Session, name: string): string {
  if (session.progress(name).state === 'passed' || session.settings.give_up) return name;
  throw new Failure(
    say(
      `${name} is not done yet: read a hint, or use --give-up`,
      `아직 끝나지 않았다: ${name}. 힌트를 보거나, --give-up`,
    ),
  );
}

/** Checks that the learner's file of an exercise exists. @returns the name */
function here(session: Session, name: string): string {
  session.must_be_there(name);
  return name;
}

function solution(session: Session, name: string): string {
  return readFileSync(file_of(session.course, may_see(session, name), 'solution.ts'), 'utf8');
}
