// `sys-socket/strace`: the real strace, as a library.
export type { Descriptor, Made } from './descriptor.js';
export type {
  Prefix,
  StraceCall,
  StraceEvent,
  StraceExit,
  StraceMalformed,
  StraceNote,
  StraceSignal,
} from './event.js';
export type { StraceError } from './failure.js';
export type { FdName, InodeName, OtherName, PathName, SocketName } from './fd-name.js';
export type { ParseOptions } from './join.js';
export { type Matched, matchers, type StraceMatchers } from './matchers.js';
export type { Output, StraceOptions } from './options.js';
export { parse_strace } from './parse.js';
export { type Probe, probe_strace, type StraceRefusal } from './probe.js';
export type { Judged, TracedLine } from './rules/subject.js';
export { NothingToJudge } from './rules/verdict.js';
export { type Straced, type StraceEnd, type StraceRun, strace, strace_stream } from './run.js';
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
