import { errno_table } from '../../headers.js';
import { syscalls_of } from '../filter.js';
import { signals } from '../print/names/call.js';
import { kernel_errnos } from '../print/refusal.js';
import { movers, receivers } from './moves.js';

/** A parsed rule. */
export interface Rule {
  /** The text of the rule. */
  readonly text: string;
  readonly syscalls: ReadonlySet<string>;
  /** The calls that it applies to, counted from 1 for each syscall. */
  readonly when: When;
  /** The result that replaces the call: -errno, or a number. */
  readonly result?: number;
  /** The end of the stream, without a call. */
  readonly eof?: true;
  /** The maximum number of bytes that the call moves. */
  readonly short?: number;
  readonly signal?: number;
  /** Milliseconds before and after the call. */
  readonly delay_enter?: number;
  readonly delay_exit?: number;
}

interface When {
  readonly first: number;
  readonly last: number;
  /** 0: the first one only. */
  readonly step: number;
}

type Draft = { -readonly [K in keyof Rule]: Rule[K] };

/** True if the rule applies to the call with this number. */
export function matches({ when: { first, last, step } }: Rule, count: number): boolean {
  if (count < first || count > last) return false;
  return step === 0 ? count === first : (count - first) % step === 0;
}

/**
 * Reads a rule in the grammar of strace's `-e inject=`: `recvfrom:error=EINTR:when=2`.
 *
 * @throws RangeError if the rule is malformed or could never take effect; the message says why
 */
export function parse_rule(text: string): Rule {
  const refuse = (why: string): never => {
    throw new RangeError(`inject: ${text}: ${why}`);
  };
  const [set = '', ...tokens] = text.split(':').filter((part) => part !== '');
  if (set === '' || text.startsWith(':')) return refuse('it must begin with system calls, as in recvfrom:error=EINTR');
  const syscalls = syscalls_of(set, `inject: ${text}`);
  if (syscalls.size === 0) return refuse(`this package makes none of the calls in ${set}`);
  const rule: Draft = { text, syscalls, when: { first: 1, last: Number.POSITIVE_INFINITY, step: 1 } };
  const seen = new Set<string>();
  for (const token of tokens) {
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(token) ?? [];
    if (seen.has(name) && name !== 'when') refuse(`${name} is given twice`);
    seen.add(name);
    const reader = readers[name];
    if (reader === undefined)
      return refuse(foreign[name] ?? `unknown ${token}: use ${Object.keys(readers).join(', ')}`);
    const problem = reader(rule, value ?? '');
    if (problem !== undefined) refuse(problem);
  }
  const problem = impossible(rule, seen);
  return problem === undefined ? rule : refuse(problem);
}

/** Each function parses the value of a token into the rule, or returns what is wrong with the value. */
const readers: Readonly<Record<string, (rule: Draft, value: string) => string | undefined>> = {
  error: (rule, value) => {
    const errno = /^\d+$/.test(value) ? Number(value) : errno_of(value);
    if (errno === undefined) return `unknown errno ${value}`;
    if (errno < 1 || errno > 4095) return `errno must be from 1 to 4095, got ${value}`;
    rule.result = -errno;
    return undefined;
  },
  retval: (rule, value) => {
    if (/^-\d+$/.test(value)) return `a negative result is an error: use error=${-value}`;
    const retval = integer(value);
    if (!Number.isSafeInteger(retval)) return `retval must be an integer from 0 to 2^53 - 1, got ${value}`;
    rule.result = retval;
    return undefined;
  },
  eof: (rule, value) => {
    if (value !== '') return `eof takes no value, got ${value}`;
    rule.eof = true;
    return undefined;
  },
  short: (rule, value) => {
    if (/^0+$/.test(value)) return 'a short call moves at least 1 byte: use eof or retval=0';
    if (!/^\d+$/.test(value)) return `short must be a number of bytes, got ${value}`;
    rule.short = Number(value);
    return undefined;
  },
  signal: (rule, value) => {
    const number = /^\d+$/.test(value) ? Number(value) : signal_of(value);
    if (number === undefined || number < 1 || number > 64) return `unknown signal ${value}`;
    rule.signal = number;
    return undefined;
  },
  delay_enter: (rule, value) => {
    rule.delay_enter = milliseconds(value);
    return Number.isNaN(rule.delay_enter) ? no_time('delay_enter', value) : undefined;
  },
  delay_exit: (rule, value) => {
    rule.delay_exit = milliseconds(value);
    return Number.isNaN(rule.delay_exit) ? no_time('delay_exit', value) : undefined;
  },
  when: (rule, value) => {
    const [, first, last, plus, step] = /^\+?(\d+)(?:\.\.(\d+))?(\+(\d*))?$/.exec(value) ?? [];
    if (first === undefined) return `when must be first[..last][+[step]], got ${value}`;
    const when = {
      first: Number(first),
      last: last === undefined ? Number.POSITIVE_INFINITY : Number(last),
      step: Number(step || (plus === undefined && last === undefined ? 0 : 1)),
    };
    if (step !== undefined && step !== '' && (when.step < 1 || when.step > most))
      return `the step must be from 1 to ${most}`;
    if (when.first < 1 || when.first > most) return `the first call must be from 1 to ${most}, got ${first}`;
    if (last !== undefined && when.last >= most) return `the last call must be at most ${most - 1}, got ${last}`;
    if (when.last < when.first) return `the last call, ${last}, is before the first, ${first}`;
    rule.when = when;
    return undefined;
  },
};

/** strace's own limit. */
const most = 0xffff;

/** What strace supports and this package does not. */
const foreign: Readonly<Record<string, string>> = {
  syscall: 'syscall= is not supported: this package cannot replace one call with another',
  poke_enter: 'poke_enter= is not supported: the arguments are your own arrays',
  poke_exit: 'poke_exit= is not supported: the arguments are your own arrays',
};

function impossible(rule: Rule, seen: ReadonlySet<string>): string | undefined {
  const results = ['error', 'retval', 'eof', 'short'].filter((name) => seen.has(name));
  if (results.length > 1) return `${results.join(' and ')} exclude each other`;
  if ([...seen].every((name) => name === 'when')) return `no action is given: use ${actions}`;
  if (rule.short !== undefined) return all_among(rule, movers, 'short', 'calls that move bytes of a stream');
  if (rule.eof) return all_among(rule, receivers, 'eof', 'calls that receive from a stream');
  return undefined;
}

const actions = Object.keys(readers)
  .filter((name) => name !== 'when')
  .join(', ');

function all_among(rule: Rule, able: ReadonlySet<string>, what: string, kind: string): string | undefined {
  const others = [...rule.syscalls].filter((name) => !able.has(name));
  if (others.length === 0) return undefined;
  return `${what} does not apply to ${others.join(', ')}, only to ${kind}: ${[...able].join(', ')}`;
}

/** C's `strtoull(text, NULL, 0)`. */
function integer(text: string): number {
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^(0|[1-9]\d*|0x[\da-f]+)$/i.test(text) ? Number(text) : Number.NaN;
}

/** A name, case-insensitive as in strace. Aliases such as EWOULDBLOCK, which strace does not know, are accepted too. */
function errno_of(name: string): number | undefined {
  const wanted = name.toUpperCase();
  const known = errno_table.find((row) => row.name === wanted)?.errno;
  return known ?? [...kernel_errnos].find(([, internal]) => internal === wanted)?.[0];
}

function signal_of(name: string): number | undefined {
  const full = `SIG${name.toUpperCase().replace(/^SIG/, '')}`;
  return [...signals].find(([, known]) => known === full)?.[0];
}

const unit_in_ms: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6, '': 1e-3 };

/** strace's time specification: a decimal number and `s`, `ms`, `us` (the default) or `ns`. */
function milliseconds(text: string): number {
  const [, number, unit = ''] = /^\+?((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(s|ms|us|ns)?$/.exec(text) ?? [];
  return number === undefined ? Number.NaN : Number(number) * (unit_in_ms[unit] ?? Number.NaN);
}

function no_time(name: string, value: string): string {
  return `${name} must be a time such as 200ms, 1.5s, 50us, 100 (microseconds), got ${value}`;
}
