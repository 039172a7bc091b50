import { parseArgs } from 'node:util';
import { find_folder, language_of_folder } from '../../learn/folder.js';
import { has_code } from '../../observe/has-code.js';
import { type Command, Failure, Misuse } from '../command.js';

/** The exit status if the judge itself failed. */
const broken = 4;

export const learn_command: Command = {
  summary: 'exercises at the system call level, judged call by call',
  async help(args) {
    choose_language(args);
    const { help } = await import('./help.js');
    return help();
  },
  async run(args) {
    choose_language(args);
    const { run } = await import('./run.js');
    const { say } = await import('../../learn/language.js');
    const { JudgeBroke } = await import('../../learn/judge.js');
    try {
      return await run(find_folder(process.cwd()), args);
    } catch (error) {
      if (error instanceof Misuse)
        throw new Misuse(error.message, say('see sys-socket learn --help', '더 보려면: sys-socket learn --help'));
      if (error instanceof JudgeBroke) {
        process.stderr.write(`sys-socket learn: ${error.message}\n`);
        return broken;
      }
      if (error instanceof Failure || !(error instanceof Error)) throw error;
      if (has_code(error, 'EPIPE')) throw error;
      throw new Failure(error.message);
    }
  },
};

/** Chooses the language: that of `--lang`, or that used in this folder before. Modules with texts are loaded only after this. */
function choose_language(args: readonly string[]): void {
  // Other errors in the command line are reported later, in this language.
  const { values } = parseArgs({ args: [...args], options: { lang: { type: 'string' } }, strict: false });
  const { lang } = values;
  const chosen = lang === 'en' || lang === 'ko' ? lang : language_of_folder(find_folder(process.cwd()));
  if (chosen !== undefined) process.env.SYS_SOCKET_LANG = chosen;
}
