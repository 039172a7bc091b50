import type { Format } from './format.js';

/** A line of JSON for each call, and one for each finding, descriptor and program at the end. */
export function json(): Format {
  return {
    call: (call) => line({ ...call, kind: 'call' }),
    end: ({ rows, waiting, findings = [], programs }) =>
      [
        ...waiting.map((call) => line({ ...call, kind: 'waiting' })),
        ...findings.map((finding) => line({ ...finding, kind: 'finding' })),
        ...rows.map((row) => line({ ...row, kind: 'descriptor' })),
        ...programs.map((program) => line({ ...program, kind: 'program' })),
      ].join(''),
  };
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
