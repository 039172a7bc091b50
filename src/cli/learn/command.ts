import { find_folder, read_state } from '../../learn/state.js';
import { read_arguments } from '../arguments.js';
import { type Command, Failure, Misuse } from '../command.js';
import { help } from './help.js';
import type { Settings } from './session.js';

export const learn_command: Command = {
  summary: 'exercises at the syscall level, judged call by call',
  help,
  async run(args) {
    const { values, positionals } = read_arguments(args, {
      lang: { type: 'string' },
      course: { type: 'string' },
      all: { type: 'boolean' },
      json: { type: 'boolean' },
      color: { type: 'string' },
      times: { type: 'string' },
      only: { type: 'string', multiple: true },
      'give-up': { type: 'boolean' },
    });
    if (values.lang !== undefined && values.lang !== 'en' && values.lang !== 'ko')
      throw new Misuse(`--lang must be en or ko, got '${values.lang}'`);
    const folder = find_folder(process.cwd());
    try {
      const state = read_state(folder);
      // All that speaks is loaded once the language is known.
      const lang = values.lang ?? state.language;
      if (lang !== undefined) process.env.SYS_SOCKET_LANG = lang;
      const { run } = await import('./run.js');
      const { 'give-up': give_up, ...options } = values;
      const settings: Settings = { ...options, give_up };
      return await run(folder, state, settings, positionals);
    } catch (error) {
      if (error instanceof Misuse || error instanceof Failure || !(error instanceof Error)) throw error;
      if ('code' in error && error.code === 'EPIPE') throw error;
      throw new Failure(error.message);
    }
  },
};
