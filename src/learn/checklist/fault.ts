import type { Diagnosis } from './diagnoses.js';

/** What a client saw that a right server does not do. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** The name of the fault; undefined where it is the one that the trial looks for. */
  readonly diagnosis: Diagnosis | undefined;
  /** What was sent, in words. */
  readonly sent: string | undefined;
  /** Lines that prove it: the calls, the exception. The judge finds them unless they are given. */
  readonly proof: readonly string[] | undefined;

  /** @param came what came of it, in words */
  constructor(diagnosis: Diagnosis | undefined, sent: string | undefined, came: string, proof?: readonly string[]) {
    super(came);
    this.diagnosis = diagnosis;
    this.sent = sent;
    this.proof = proof;
  }

  get came(): string {
    return this.message;
  }
}
