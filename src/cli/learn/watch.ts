import { existsSync, type FSWatcher, readFileSync, watch as watch_folder } from 'node:fs';
import { join, relative } from 'node:path';
import { emitKeypressEvents } from 'node:readline';
import { file_of, read_exercise } from '../../learn/course.js';
import { diff } from '../../learn/diff.js';
import { say } from '../../learn/language.js';
import { reset } from '../../learn/scaffold.js';
import { hash_of } from '../../learn/state.js';
import type { Session } from './session.js';

/** The maximum width of the progress bar: with the longest title before it, it fits a terminal of 80 columns. */
const widest_bar = 20;

/** The delay after a change, in ms: an editor writes a file in several steps. */
const settles = 80;

const keys = say(
  '[h] hint  [r] run  [t] task  [l] list  [n] next  [d] diff  [x] reset  [q] quit',
  '[h] 힌트  [r] 실행  [t] 과제  [l] 목록  [n] 다음  [d] 비교  [x] 처음으로  [q] 끝',
);

/** The message after the last hint. */
function no_more_hints(name: string): string {
  return say(
    `This is the last hint. Solution: npx sys-socket learn solution ${name} --give-up`,
    `마지막 힌트다. 풀이: npx sys-socket learn solution ${name} --give-up`,
  );
}

/** The differences between the learner's file and the solution. */
export function difference(session: Session, name: string): string {
  const own = readFileSync(session.file(name), 'utf8').replace(/^(\/\/.*\n)+\n/, '');
  const lines = diff(own, readFileSync(file_of(session.course, name, 'solution.ts'), 'utf8'));
  const style = { '-': 'red', '+': 'green' } as const;
  return lines
    .map((line) => (line[0] === '-' || line[0] === '+' ? session.paint(style[line[0]], line) : line))
    .join('\n');
}

/** Shows an exercise, and judges its file whenever it is saved, until `q`. @returns the exit status */
export async function watch(session: Session, name = session.names[0] ?? ''): Promise<number> {
  const watching = new Watching(session, name);
  return watching.until_quit();
}

class Watching {
  readonly #session: Session;
  #name: string;
  /** The hash of the file that was judged last. */
  #hash = '';
  #judging: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #quit: (status: number) => void = () => {};

  constructor(session: Session, name: string) {
    this.#session = session;
    this.#name = name;
  }

  async until_quit(): Promise<number> {
    const { stdin } = process;
    emitKeypressEvents(stdin);
    stdin.setRawMode(true);
    stdin.resume();
    const quit = new Promise<number>((resolve) => {
      this.#quit = resolve;
    });
    const pressed = (_: string | undefined, key: { name?: string; ctrl?: boolean }) =>
      void this.#press(key.name ?? '', key.ctrl === true);
    stdin.on('keypress', pressed);
    // The folder is watched, because an editor that saves by renaming replaces the file.
    const watcher: FSWatcher = watch_folder(join(this.#session.folder, 'exercises'), () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#saved(), settles);
    });
    const ended = () => this.#quit(0);
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, ended);
    try {
      this.#task();
      await this.#judge();
      return await quit;
    } finally {
      watcher.close();
      clearTimeout(this.#timer);
      stdin.setRawMode(false);
      stdin.pause();
      stdin.off('keypress', pressed);
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, ended);
    }
  }

  #print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  #keys(): void {
    this.#print(`\n${this.#session.paint('dim', keys)}`);
  }

  #task(): void {
    const { paint, names } = this.#session;
    const { title, task } = this.#session.text(this.#name);
    const done = names.filter((name) => this.#session.progress(name).state === 'passed').length;
    const cells = Math.min(names.length, widest_bar);
    const full = Math.floor((cells * done) / names.length);
    const bar = `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${done}/${names.length}`;
    this.#print(`\x1b[2J\x1b[H${paint('bold', `${this.#name}: ${title}`)}   ${paint('dim', bar)}\n\n${task}\n`);
    this.#print(`${say('edit', '고칠 파일')}: ${paint('cyan', relative('', this.#session.file(this.#name)))}\n`);
  }

  async #saved(): Promise<void> {
    const file = this.#session.file(this.#name);
    if (!existsSync(file) || hash_of(file) === this.#hash) return;
    if (this.#judging !== undefined) {
      this.#again = true;
      return;
    }
    this.#task();
    await this.#judge();
  }

  async #judge(): Promise<void> {
    if (this.#judging !== undefined) return;
    const name = this.#name;
    this.#hash = existsSync(this.#session.file(name)) ? hash_of(this.#session.file(name)) : '';
    this.#judging = this.#session
      .judge([name], (_, verdict) => {
        this.#print(this.#session.lines(name, verdict).join('\n'));
        if (verdict.passed) this.#passed(name);
      })
      .then(
        () => {},
        (error: unknown) => this.#print(error instanceof Error ? error.message : String(error)),
      );
    await this.#judging;
    this.#judging = undefined;
    this.#keys();
    if (this.#again) {
      this.#again = false;
      await this.#saved();
    }
  }

  #passed(name: string): void {
    this.#session.scaffold(); // creates the exercises of the next chapter if this one is done
    const next = this.#session.next(name);
    this.#print(
      next === undefined
        ? say('\nAll exercises are done.', '\n모두 끝냈다.')
        : say(
            `\n[n] next exercise: ${next}; [d] compare ${name} with the solution`,
            `\n[n] 다음 과제: ${next}. [d] 쓴 것과 풀이의 비교: ${name}`,
          ),
    );
    void this.#more(name);
  }

  /** Prints the man pages and the lab of the subject. */
  async #more(name: string): Promise<void> {
    const { pages, lab } = await read_exercise(this.#session.course, name);
    const shows = lab === undefined ? '' : say(`; in a clone, npm run lab ${lab}`, `. 저장소에서는 npm run lab ${lab}`);
    this.#print(this.#session.paint('dim', `${pages.join(', ')}${shows}`));
  }

  async #press(key: string, ctrl: boolean): Promise<void> {
    if (key === 'q' || (ctrl && (key === 'c' || key === 'd'))) return this.#quit(0);
    if (this.#judging !== undefined) return;
    if (key === 'r' || key === 'n') {
      if (key === 'n') this.#name = this.#session.next(this.#name) ?? this.#name;
      this.#session.scaffold(this.#name);
      this.#task();
      return this.#judge();
    }
    if (key === 't') this.#task();
    else if (key === 'h') this.#hint();
    else if (key === 'l') this.#list();
    else if (key === 'd') this.#difference();
    else if (key === 'x') this.#reset();
    else return;
    this.#keys();
  }

  #difference(): void {
    const name = this.#name;
    const may = this.#session.progress(name).state === 'passed';
    this.#print(
      may
        ? difference(this.#session, name)
        : say(
            `pass first, or give up: npx sys-socket learn diff ${name} --give-up`,
            `통과하면 볼 수 있다. 포기한다면: npx sys-socket learn diff ${name} --give-up`,
          ),
    );
  }

  #reset(): void {
    const kept = reset(this.#session.course, this.#session.folder, this.#name);
    this.#session.note(this.#name, { state: 'open' });
    this.#print(
      kept === undefined
        ? say('starter file restored', '처음으로 되돌렸다')
        : say(
            `starter file restored; your file is now ${relative('', kept)}`,
            `처음으로 되돌렸다. 쓰던 것은 ${relative('', kept)}`,
          ),
    );
  }

  #hint(): void {
    const { hints } = this.#session.text(this.#name);
    const number = Math.min(this.#session.progress(this.#name).hints + 1, hints.length);
    this.#session.note(this.#name, { hints: number });
    const last = number < hints.length ? '' : `. ${no_more_hints(this.#name)}`;
    const head = `${say('hint', '힌트')} ${number}/${hints.length}${last}`;
    this.#print(`\n${this.#session.paint('cyan', head)}\n${hints[number - 1] ?? ''}`);
  }

  #list(): void {
    for (const name of this.#session.names) {
      const mark = this.#session.progress(name).state === 'passed' ? this.#session.paint('green', '✓') : '·';
      this.#print(`  ${name === this.#name ? '>' : ' '} ${mark} ${name}  ${this.#session.text(name).title}`);
    }
  }
}
