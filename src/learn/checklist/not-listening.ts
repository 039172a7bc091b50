import { does_not_parse } from '../exception.js';
import { say } from '../language.js';
import { Fault } from './fault.js';

/** What there is of a server that does not say where it listens. */
interface Silence {
  readonly said: readonly string[];
  readonly line: string | undefined;
  readonly status: number | undefined;
  readonly complaint: readonly string[];
  readonly stderr: string;
}

const wanted = 'listening on 127.0.0.1:PORT';

/** Why it does not. */
export function not_listening({ said, line, status, complaint, stderr }: Silence): Fault {
  if (line !== undefined) {
    return new Fault(
      'never-listens',
      undefined,
      say(
        `it said "${line}": that is no port from 1 to 65535`,
        `"${line}"라고 말했다. 1부터 65535까지의 포트가 아니다`,
      ),
      complaint,
    );
  }
  if (status === undefined) {
    const last = said.at(-1);
    const what = last === undefined ? say('nothing', '아무것도') : `"${last}"`;
    return new Fault(
      'never-listens',
      undefined,
      say(
        `it sleeps, and has said ${what}; it must say ${wanted}`,
        `${what} 말하고 잠들었다. ${wanted}라고 말해야 한다`,
      ),
      complaint,
    );
  }
  const ended = say(
    `it ended with status ${status} before it said ${wanted}`,
    `${wanted}라고 말하기 전에 상태 ${status}로 끝났다`,
  );
  if (does_not_parse(stderr)) return new Fault('does-not-parse', undefined, ended, complaint);
  const thrown = /^\s+at /m.test(stderr) || /^\w*Error\b/m.test(stderr);
  return new Fault(thrown ? 'throws' : 'never-listens', undefined, ended, complaint);
}
