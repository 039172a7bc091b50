import { common } from '../../native.js';

/** What a fault did to a call, for the trace to print. */
export interface Note {
  readonly injected?: 'retval' | 'args';
  readonly delayed?: true;
  /** The delay after the call, in milliseconds. */
  readonly waited?: number;
}

const last = common<{ note: Note | undefined }>('note', () => ({ note: undefined }));

/** The fault layer, which lies below the trace, sets the note when a call returns. The trace clears it before each call. */
export function leave_note(note: Note | undefined): void {
  last.note = note;
}

export function noted(): Note | undefined {
  return last.note;
}

/** The note in strace's words. */
export function note_text(note: Note | undefined): string {
  if (note === undefined) return '';
  const injected = { retval: ' (INJECTED)', args: ' (INJECTED: args)' };
  return `${note.injected === undefined ? '' : injected[note.injected]}${note.delayed ? ' (DELAYED)' : ''}`;
}
