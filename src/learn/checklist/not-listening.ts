import { does_not_parse } from '../exception.js';
import { say } from '../language.js';
import { Fault } from './fault.js';

/** The output and the status of a server that has not printed where it listens. */
interface Silence {
  readonly said: readonly string[];
  readonly line: string | undefined;
  readonly status: number | undefined;
  readonly complaint: readonly string[];
  readonly stderr: string;
}

const wanted = 'listening on 127.0.0.1:PORT';

/** The reason why a server has not printed where it listens. */
export function not_listening({ said, line, status, complaint, stderr }: Silence): Fault {
  if (line !== undefined) {
    return new Fault(
      'never-listens',
      undefined,
      say(
        `it printed "${line}", which has no port from 1 to 65535`,
        `"${line}"라고 출력했다. 1부터 65535까지의 포트가 없다`,
      ),
      complaint,
    );
  }
  if (status === undefined) {
    const last = said.at(-1);
    const what =
      last === undefined ? say('nothing', '아무것도 출력하지 않고') : say(`"${last}"`, `"${last}"라고 출력하고`);
    return new Fault(
      'never-listens',
      undefined,
      say(
        `it is waiting, and has printed ${what}; it must print ${wanted}`,
        `${what} 기다린다. ${wanted}라고 출력해야 한다`,
      ),
      complaint,
    );
  }
  const ended = say(
    `it ended with status ${status} before it printed ${wanted}`,
    `${wanted}라고 출력하기 전에 상태 ${status}로 끝났다`,
  );
  if (does_not_parse(stderr)) return new Fault('does-not-parse', undefined, ended, complaint);
  const thrown = /^\s+at /m.test(stderr) || /^\w*Error\b/m.test(stderr);
  return new Fault(thrown ? 'throws' : 'never-listens', undefined, ended, complaint);
}
