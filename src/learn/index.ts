// `sys-socket/learn`: what a judge of an exercise is written with. docs/exercises.md shows one being written.

export type { Answer } from './answering.js';
export { type Bench, type Evidence, type Exercise, exercise, Wrong, wrong } from './exercise.js';
export { fits, guess, type Parted } from './guess.js';
export type { Piece, Script, Stopped, Taken } from './kernel.js';
export { type Language, language, say } from './language.js';
export * as peer from './peer.js';
export { type Play, play, type Watched, watch } from './play.js';
export { type Program, type ProgramCall, type ProgramOptions, program } from './program.js';
export { type Rule, rule } from './rule.js';
export { shown, shown_bytes } from './show.js';
export type { Time } from './time.js';
export type { Row, Verdict } from './verdict.js';
