import { type Command, Misuse } from '../command.js';
import { help } from './help.js';

export const checklist_command: Command = {
  summary: 'tests of your framed echo server, with what real clients send',
  help,
  async run([server, ...args]) {
    if (server === undefined) throw new Misuse('a server is missing');
    if (server.startsWith('-')) throw new Misuse(`unknown option '${server}'`);
    const { run } = await import('./run.js');
    return run(server, args[0] === '--' ? args.slice(1) : args);
  },
};
