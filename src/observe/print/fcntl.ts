import {
  access_modes,
  fcntl_commands,
  fd_flags,
  lock_types,
  notify_flags,
  open_flags,
  seals,
  signals,
} from './names/call.js';
import type { PrintOptions } from './options.js';
import { bits_of, type Flags, hex, hex_long, known, name_of } from './xlat.js';

interface Command {
  /** Prints the argument. Absent if the command has none. */
  readonly arg?: (arg: number) => string;
  /** What the result means, in brackets after it. */
  readonly means?: (result: number) => string | undefined;
  /** The result is a descriptor. */
  readonly makes_fd?: boolean;
}

const address: Command = { arg: (arg) => (arg === 0 ? 'NULL' : '0x...') };
const dup: Command = { arg: String, makes_fd: true };

/** By name. The argument of any other command is printed in hex. */
const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['F_DUPFD', dup],
  ['F_GETFD', { means: (result) => flags_of('flags ', fd_flags, result) }],
  ['F_SETFD', { arg: (arg) => bits_of(fd_flags, arg, 'FD_???') }],
  ['F_GETFL', { means: (result) => `flags ${open_mode(result)}` }],
  ['F_SETFL', { arg: open_mode }],
  ['F_GETLK', address],
  ['F_SETLK', address],
  ['F_SETLKW', address],
  ['F_SETOWN', { arg: String }],
  ['F_GETOWN', {}],
  ['F_SETSIG', { arg: (arg) => signals.get(arg) ?? String(arg) }],
  ['F_GETSIG', { means: (result) => signals.get(result) }],
  ['F_SETOWN_EX', address],
  ['F_GETOWN_EX', address],
  ['F_OFD_GETLK', address],
  ['F_OFD_SETLK', address],
  ['F_OFD_SETLKW', address],
  ['F_SETLEASE', { arg: (arg) => lock_types.get(arg) ?? `${hex_long(arg)} /* F_??? */` }],
  ['F_GETLEASE', { means: (result) => lock_types.get(result) }],
  ['F_NOTIFY', { arg: (arg) => bits_of(notify_flags, arg, 'DN_???', true) }],
  ['F_DUPFD_CLOEXEC', dup],
  ['F_SETPIPE_SZ', { arg: String }],
  ['F_GETPIPE_SZ', {}],
  ['F_ADD_SEALS', { arg: (arg) => bits_of(seals, arg, 'F_SEAL_???', true) }],
  ['F_GET_SEALS', { means: (result) => flags_of('seals ', seals, result) }],
]);

const other: Command = { arg: hex_long };

/** The commands whose result is printed in hex. */
const in_hex = new Set(['F_GETFD', 'F_GETFL', 'F_GETLEASE', 'F_GET_SEALS']);

function command(cmd: number): string {
  return name_of(fcntl_commands, cmd, 'F_???');
}

/** The command and its argument: `F_SETFL, O_RDONLY|O_NONBLOCK`. */
export function fcntl_args(cmd: number, arg: number): string[] {
  const { arg: print } = commands.get(command(cmd)) ?? other;
  return [command(cmd), ...(print === undefined ? [] : [print(arg)])];
}

/** True if the result of this command is a descriptor. */
export function makes_fd(cmd: number): boolean {
  return commands.get(command(cmd))?.makes_fd === true;
}

/** The result: `0x2 (flags O_RDWR)`. */
export function fcntl_result(cmd: number, result: number, options: PrintOptions): string {
  if (makes_fd(cmd)) return options.fd(result);
  const { means } = commands.get(command(cmd)) ?? other;
  const meaning = means?.(result);
  const number = in_hex.has(command(cmd)) ? hex(result) : String(result);
  return meaning === undefined ? number : `${number} (${meaning})`;
}

function flags_of(prefix: string, table: Flags, bits: number): string | undefined {
  return bits === 0 ? undefined : prefix + joined(...known(table, bits));
}

function joined(names: readonly string[], left: number): string {
  return [...names, ...(left === 0 ? [] : [hex(left)])].join('|');
}

/** The low two bits have one name together: O_RDONLY is 0, and not a bit. */
function open_mode(bits: number): string {
  const [names, left] = known(open_flags, bits & ~3);
  return joined([access_modes.get(bits & 3) ?? '', ...names], left);
}
