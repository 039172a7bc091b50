// `sys-socket/observe`: traces and checks the calls of a program from inside the process, and injects faults.
export { type Checking, type CheckSink, check } from './check/check.js';
export type { Cause, Finding, FindingKind } from './check/finding.js';
export { type CheckedProgram, type CheckProgramOptions, check_program } from './check/program.js';
export type { TraceEntry, TraceEvent, TraceWatcher } from './event.js';
export { type Injection, inject, type RuleReport } from './fault/inject.js';
export type { FdStyle } from './print/fd.js';
export { type TraceOptions, type TraceSink, trace } from './trace.js';
