// `sys-socket/observe`: what a program calls, seen from inside, and disturbed.
export type { TraceEntry, TraceEvent, TraceWatcher } from './event.js';
export { type Injection, inject, type RuleReport } from './fault/inject.js';
export type { FdStyle } from './print/fd.js';
export { type TraceOptions, type TraceSink, trace } from './trace.js';
