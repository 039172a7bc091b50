import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exception_of } from '../../src/learn/exception.js';
import { plain_env, project } from '../cli/kit.js';

const program = join(
  project({
    'program.mjs': `import { AF_INET, connect, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
unwrap(connect(unwrap(socket(AF_INET, SOCK_STREAM, 0)), sockaddr_in('127.0.0.1', 1)));
`,
  }),
  'program.mjs',
);

function said(language: string): string[] {
  const env = { ...plain_env(), LC_ALL: language };
  return exception_of(spawnSync(process.execPath, [program], { encoding: 'utf8', env }).stderr);
}

describe('what a verdict says of an exception', () => {
  it('is its message, its place in the program, and what the refusal means', () => {
    const [message, place, ...why] = said('C');
    expect(message).toBe('Error: ECONNREFUSED: Connection refused, connect 127.0.0.1:1');
    expect(place).toMatch(/ at .*program\.mjs:2:1$/);
    expect(why.join(' ')).toBe('ECONNREFUSED: no socket is listening at this address');
    for (const line of why) expect(line.length).toBeLessThanOrEqual(72);
  });

  it('is in Korean where the environment is', () => {
    expect(said('ko_KR.UTF-8').slice(2).join(' ')).toMatch(/^ECONNREFUSED: 이 주소에서 듣는 프로그램이 없다/);
  });

  it('is the last lines of what is no exception', () => {
    expect(exception_of('one\ntwo\n')).toEqual(['one', 'two']);
  });
});
