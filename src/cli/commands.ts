import { calc_command } from './calc/command.js';
import { check_command } from './check/command.js';
import { checklist_command } from './checklist/command.js';
import type { Command } from './command.js';
import { compare_command } from './compare/command.js';
import { example_command } from './example/command.js';
import { learn_command } from './learn/command.js';
import { strace_command } from './strace/command.js';
import { trace_command } from './trace/command.js';
import { watch_command } from './watch/command.js';

/** Every subcommand, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  trace: trace_command,
  strace: strace_command,
  compare: compare_command,
  checklist: checklist_command,
  check: check_command,
  watch: watch_command,
  calc: calc_command,
  example: example_command,
  learn: learn_command,
};
