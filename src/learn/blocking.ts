/** Who is told when the judge's own process is about to make a call that may block, and when that has returned. */
export const blocking: { begins(line: string): void; returns(): void } = { begins() {}, returns() {} };
