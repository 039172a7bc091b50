// strace's own messages, which on a terminal may come in the middle of a line. The rest of that line follows on the next.

const own = 'strace: ';
const process = 'Process ';
/** Before strace 4.9, without the name before it. */
const bare = /Process \d+ (?:attached|detached|suspended|resumed)/y;

/** The index in the line where strace's own message begins, including the path by which strace was called; or -1. */
export function message_in(line: string): number {
  const named = line.lastIndexOf(own);
  if (named >= 0) return beginning_of_path(line, named);
  const at = line.lastIndexOf(process);
  if (at < 0) return -1;
  bare.lastIndex = at;
  return bare.test(line) ? at : -1;
}

function beginning_of_path(line: string, end: number): number {
  let first = end;
  for (let at = end - 1; at >= 0 && /[\w.+/-]/.test(line[at] ?? ''); at -= 1) {
    if (line[at] === '/' && line[at + 1] !== '/') first = at;
  }
  // A comment may precede it: `*/strace: `.
  return line[end - 1] === '/' && first < end - 1 ? first : end;
}

const summary = /^ *(?:% time|(?:seconds|shortest|longest|usecs\/call|calls|errors|syscall)\b)[ a-z/]*$/;
const tip = /^ {2}_{40,} +_{4}$/;

/** True where the end of the trace begins: the table of `-c`, or a tip of `--tips`. */
export function begins_the_end(line: string): boolean {
  return summary.test(line) || tip.test(line);
}
