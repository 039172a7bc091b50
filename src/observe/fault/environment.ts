import { shared_cells } from '../shared.js';
import { write_whole } from '../write.js';
import { cells_for, type Injection, install } from './inject.js';
import { parse_rule, type Rule } from './rule.js';

/**
 * Reads SYS_SOCKET_FAULT: rules separated by spaces, either bare or as options of strace (`-e inject=RULE`,
 * `-e fault=SET[:error=ENAME][:when=...]`, whose default error is ENOSYS).
 *
 * @throws RangeError if a rule is malformed
 */
export function rules_of(text: string): Rule[] {
  const words = text.split(/\s+/).filter((word) => word !== '' && word !== '-e');
  return words.map((word) => {
    const rule = word.replace(/^(-e|--)?(inject=|(?=fault=))/, '');
    return parse_rule(rule.startsWith('fault=') ? fault(rule.slice('fault='.length)) : rule);
  });
}

function fault(text: string): string {
  const other = text.split(':').find((token, i) => i > 0 && !/^(error|when)=/.test(token));
  if (other !== undefined) throw new RangeError(`fault=${text}: fault= takes only error= and when=: use inject=`);
  return /:error=/.test(text) ? text : `${text}:error=ENOSYS`;
}

/** Injects the faults in SYS_SOCKET_FAULT into this thread until it ends. The threads of a process share the counts. */
export function fault_as(text: string): void {
  const rules = rules_of(text);
  const { cells, first } = shared_cells(`sys-socket fault ${text}`, cells_for(rules));
  const faults = install(rules, cells);
  if (first) process.on('exit', () => write_whole(2, told(faults)));
}

function told(faults: Injection): string {
  return faults
    .report()
    .map(({ rule, calls, fired }) => `SYS_SOCKET_FAULT: ${rule} fired in ${fired} of ${calls} calls\n`)
    .join('');
}
