/** A call in a line of evidence. */
export interface Line {
  /** `recvfrom(18, "\\0\\0\\0\\v", 4, 0, NULL, NULL)`, and `4` or `-1 EINTR (Interrupted system call)`. */
  readonly call: string;
  readonly returned: string;
  /** `server.ts:31:18` */
  readonly where?: string | undefined;
}

/** The maximum length of a line of evidence, so that a verdict fits one screen. */
const width = 70;

/** The call on one line: the beginning of its strings, what it returned, and the line of the program. */
export function as_line({ call, returned, where }: Line): string {
  const brief = call.replaceAll(/"((?:[^"\\]|\\[0-7]{1,3}|\\\D){12})(?:[^"\\]|\\.)+"(?:\.\.\.)?/g, '"$1"...');
  const place = where === undefined ? '' : `  ${line_of(where)}`;
  const whole = `${brief} = ${returned}${place}`;
  if (whole.length <= width) return whole;
  const end = ` = ${returned.replace(/ \([A-Z].*?\)/, '')}${place}`; // without the text of strerror
  const room = width - end.length;
  return brief.length <= room ? `${brief}${end}` : `${brief.slice(0, Math.max(12, room - 1))}…${end}`;
}

/** `server.ts:31`, of `src/server.ts:31:18`. */
export function line_of(where: string): string {
  return where.replace(/^.*\//, '').replace(/:\d+$/, '');
}
