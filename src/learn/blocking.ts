/** Called before the judging process makes a call that may block, and after the call has returned. */
export const blocking: { begins(line: string): void; returns(): void } = { begins() {}, returns() {} };
