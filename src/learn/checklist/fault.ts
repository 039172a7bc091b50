import type { Diagnosis } from './diagnoses.js';

/** A behaviour, observed by a client, that a correct server does not show. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** The name of the fault; undefined for the fault that the trial looks for. */
  readonly diagnosis: Diagnosis | undefined;
  /** What was sent, in words. */
  readonly sent: string | undefined;
  /** Lines of evidence: the calls, the exception. By default the judge finds them. */
  readonly proof: readonly string[] | undefined;

  /** @param came the result, in words */
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
