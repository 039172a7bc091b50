// `sys-socket/strace`: the real strace, as a library.
export type { Descriptor, Made } from './descriptor.js';
export type {
  Leader,
  StraceCall,
  StraceEvent,
  StraceExit,
  StraceMalformed,
  StraceNote,
  StraceSignal,
} from './event.js';
export type { FdName, InodeName, OtherName, PathName, SocketName } from './fd-name.js';
export type { ParseOptions } from './join.js';
export { parse_strace } from './parse.js';
export {
  type Bits,
  type Changed,
  type Expression,
  type Flags,
  has_flag,
  is,
  kind_of,
  type More,
  type Numbered,
  number_of,
  type Quoted,
  type Raw,
  type Struct,
  type Value,
} from './value.js';
