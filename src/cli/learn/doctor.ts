import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { say } from '../../learn/language.js';
import { install_typescript, typescript_for } from '../../learn/source.js';

interface Need {
  readonly name: string;
  /** The installed version; undefined if it is not installed. */
  readonly found: string | undefined;
  readonly for: string;
  readonly install: string;
}

/** Lists the tools for the course, whether they are installed, and their purpose. Chapter, 0.4. */
export function doctor(): string {
  const needs = [node(), typescript(), ...tools(), namespaces()];
  return needs
    .flatMap(({ name, found, for: use, install }) => [
      `${found === undefined ? '·' : '✓'} ${name.padEnd(12)} ${found ?? say('not installed', '없음')}`,
      `  ${''.padEnd(12)} ${use}${found === undefined ? `: ${install}` : ''}`,
    ])
    .join('\n');
}

function node(): Need {
  const strips = Reflect.get(process.features, 'typescript')
    ? say(', runs TypeScript without a compiler', ', TypeScript를 스스로 실행한다')
    : '';
  return { name: 'Node.js', found: `${process.versions.node}${strips}`, for: say('required', '필요하다'), install: '' };
}

function typescript(): Need {
  const place = typescript_for(join(process.cwd(), 'x.ts'));
  const found = place === undefined ? undefined : version_at(place);
  const strips = Reflect.get(process.features, 'typescript');
  return {
    name: 'TypeScript',
    found,
    for: strips
      ? say('types in your editor, and errors that name the line', '편집기의 타입, 줄을 짚어 주는 오류')
      : say('required: this Node does not run TypeScript', '필요하다: 이 Node는 TypeScript를 실행하지 못한다'),
    install: install_typescript,
  };
}

function version_at(typescript: string): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(dirname(typescript), '../package.json'), 'utf8'),
  );
  return version;
}

function tools(): Need[] {
  const list = [
    [
      'strace',
      ['-V'],
      say(
        'traces of any program (the course has its own tracer)',
        '모든 프로그램의 trace(이 과정은 자체 trace를 쓴다)',
      ),
      'strace',
    ],
    ['ss', ['-V'], say('queues and states of sockets', '소켓의 큐와 상태'), 'iproute2'],
    ['tcpdump', ['--version'], say('packets', '패킷'), 'tcpdump'],
    ['lsof', ['-v'], say('which process uses which port', '어느 프로세스가 어느 포트를 쓰는지'), 'lsof'],
  ] as const;
  return list.map(([name, args, use, packet]) => ({
    name,
    found: version(name, args),
    for: use,
    install: `sudo apt install -y ${packet}`,
  }));
}

function version(name: string, args: readonly string[]): string | undefined {
  const { error, stdout, stderr } = spawnSync(name, args, { encoding: 'utf8', timeout: 5000 });
  if (error !== undefined) return undefined;
  return /(?:version|revision|iproute2-)[ :]*(\d[\w.]*)/.exec(`${stdout}${stderr}`)?.[1] ?? say('installed', '있음');
}

function namespaces(): Need {
  const { status } = spawnSync('unshare', ['--user', '--map-root-user', '--net', 'true'], { timeout: 5000 });
  return {
    name: 'namespaces',
    found: status === 0 ? say('available', '만들 수 있다') : undefined,
    for: say('separate networks for the labs', '실험을 위한 별도의 네트워크'),
    install: say(
      'sysctl kernel.apparmor_restrict_unprivileged_userns=0, or root',
      'sysctl kernel.apparmor_restrict_unprivileged_userns=0 또는 root',
    ),
  };
}
