// This project's own tests on arm64, under qemu. Vitest itself and what the tests need built run on this machine's processor, since qemu is
// slow. Vitest's workers, the programs of Node that tests start, and the C++ programs that tests compile and ask run on arm64.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { bundler, place, root } from './install.mjs';
import { arm64 } from './runtimes.mjs';

const folder = `${place}arm64/`;

/**
 * What qemu does otherwise than Linux, as qemu.cc shows. A failure follows from it if it says so, or if it is of a test that does. Any other
 * failure may be a fault of the package.
 *
 * @type {Record<string, { why: string, says?: RegExp, tests?: string[] }>}
 */
export const causes = {
  options: {
    why: 'qemu refuses the socket options that it does not know, and takes most others for an `int`',
    says: /(ENOPROTOOPT|EOPNOTSUPP|EINVAL): [^,\n]*, [gs]etsockopt|^\+ +"code": "(ENOPROTOOPT|EOPNOTSUPP)"|^expected 'ENOPROTOOPT'/m,
    tests: [
      'test/options.test.ts > an option that is set reads back > TCP_FASTOPEN_KEY on v',
      'test/options.test.ts > an option that is set reads back > TCP_REPAIR_WINDOW on v',
      'test/options.test.ts > an option that is set reads back > TCP_ULP on MPTCP',
      'test/options.test.ts > an option that is set reads back > SO_TIMESTAMPING on UDP',
      'test/options/live.test.ts > socket(7) > SO_MEMINFO of v',
      'test/codec/option.test.ts > define_option > teaches both calls an option',
      'test/structs/tcp-info.test.ts > TCP_INFO > ',
      'test/sys/getsockopt.test.ts > setsockopt, refused > says ENOMEM when the options of the socket take more memory',
      'test/structs/sock-fprog.test.ts > SO_ATTACH_FILTER > is EINVAL when it is empty',
      'test/sys/getsockopt.test.ts > getsockopt and setsockopt > read as much of a value',
      'test/sys/getsockopt.test.ts > the length that getsockopt answers > is in the error',
      'test/examples/capture.test.ts > examples/capture > ',
      'test/examples/multicast.test.ts > examples/multicast > is heard by those who joined the group',
    ],
  },
  netlink: {
    why: 'qemu has no `NETLINK_SOCK_DIAG`, and passes on only some requests of `NETLINK_ROUTE`',
    says: /EPROTONOSUPPORT: Protocol not supported, socket|^\+ +"code": "EPROTONOSUPPORT"|EOPNOTSUPP: Operation not supported, sendto/m,
    tests: [
      'test/netlink/rtnetlink.test.ts > a dump > says what ip -j neigh says',
      'test/codec/intrinsics.test.ts > what is on Object.prototype > is no option of a question over netlink',
      'test/misuse/misuse.test.ts > setters and values that somebody has put on Object.prototype and Array.prototype > change no call that decodes',
      'test/observe/environment.test.ts > SYS_SOCKET_TRACE > =-yy does what it does in strace',
      'test/cli/docs.test.ts > docs/command.md > ',
      'test/cli/formats.test.ts > ',
      'test/cli/trace.test.ts > sys-socket trace > ',
      'test/cli/watch.test.ts > sys-socket watch > ',
    ],
  },
  control: {
    why: 'qemu does not refuse malformed control messages',
    tests: ['test/sys/sendmmsg.test.ts > control messages > that are malformed are EINVAL'],
  },
  pieces: {
    why: 'qemu makes no call for `sendmsg` and `recvmsg` without buffers, and answers 0',
    tests: [
      "RECVERR' > keeps the errors apart from SO_ERROR",
      "RECVERR' > says EAGAIN when the queue is empty",
      'test/sys/error-queue.test.ts > a datagram that is too long for the path',
      'test/sys/recvmsg.test.ts > recvmsg, refused > answers with one frozen value for each errno',
      'test/sys/recvmsg.test.ts > msg_flags > has it although the caller asked for the real length',
      'test/sys/recvmsg.test.ts > control messages of RDS whose data names memory of the process > ',
      'test/sys/send.test.ts > sendmsg > sends an empty datagram for no pieces',
      'test/sys/sendmmsg.test.ts > pieces of the caller’s > are sent from where they are',
      'test/sys/sendmmsg.test.ts > a call takes memory for the messages that it can move',
    ],
  },
  recvmmsg: {
    why: 'qemu makes `recvmmsg` of `recvmsg`, takes 1024 messages at most, and ignores the timeout',
    tests: [
      'test/sys/sendmmsg.test.ts > the timeout of recvmmsg > ',
      'test/sys/sendmmsg.test.ts > how many > are sent is 1024 at most',
      'test/sys/sendmmsg.test.ts > an error > of a later message, of recvmmsg',
    ],
  },
  absent: {
    why: 'qemu has no `epoll_pwait2` and no `SIOCOUTQNSD`',
    says: /ENOSYS: Function not implemented, ioctl|^\+ +"code": "ENOSYS"/m,
  },
  interruption: {
    why: 'qemu does not interrupt `splice`, `tee` and `sendfile`',
    tests: [
      'test/binding/endings.test.ts > a thread that is blocked in a call of the package > ',
      'test/binding/interrupt.test.ts > interrupt(threadId) > ends a call that blocks the thread, whatever it is',
    ],
  },
  proc: {
    why: 'strace and `/proc` show the calls of qemu itself and of what starts it, with the numbers of x64, and `/proc/self/stat` is mostly zeros',
    tests: [
      'test/cli/trace.test.ts > sys-socket trace ends > its program by SIGINT',
      'test/binding/interrupt.test.ts > interrupt(threadId) > does not keep close from closing',
      'test/bundle.test.ts > dist/ > opens at most six files',
      'test/guard.test.ts > what libuv keeps for itself > is of a worker that never loads the package',
      'test/interop/promises-teardown.test.ts > workers > that wait on the event loop, block in recv',
      'test/sys/pthread-sigmask.test.ts > pthread_sigmask > and neither do ppoll and epoll_pwait2',
    ],
  },
  signals: {
    why: 'qemu has no signal 64',
    tests: ['test/sys/tgkill.test.ts > tgkill, refused > says EAGAIN when no more real-time signals may wait'],
  },
  types: {
    why: 'qemu drops unknown flags of a socket’s type',
    tests: ['says EINVAL for unknown flags in the type'],
  },
};

/**
 * Tests that do not run, as they would make other tests fail: calls that end qemu itself, and with it the process of all tests; calls for which
 * it writes behind the room that the program gave; and calls that leave descriptors open. qemu.cc has one of each.
 */
const destructive = [
  'SO_ATTACH_FILTER (is read back as it was set|takes the instructions as bytes)',
  'optlen of getsockopt ',
  'is 16777216 bytes of room for control messages',
  'says ENOBUFS for more control data than ',
  'takes no memory for control data that ',
  'a list that is malformed is EINVAL',
  'the length of an address is as in C for recvfrom and recvmsg',
  'SCM_CREDENTIALS that were cut off',
  'has MSG_CTRUNC when there was no room',
  'cuts off what there is no room for',
  'descriptors that there is no room for ',
  'a thousand messages with descriptors',
  'does not make a call write beside the memory',
  'is refused by a TypeError or RangeError that names it, or is a value that is taken: sys-socket',
];

/** What runs of the group `programs`: the folders whose tests need little of strace. */
export const programs = [
  ...[
    'binding',
    'cli',
    'eslint',
    'examples',
    'explain',
    'interop',
    'learn',
    'misuse',
    'observe',
    'strace',
    'vitest',
  ].map((folder) => `test/${folder}/`),
  'test/worker.test.ts',
];

/** The cause of a failure, or undefined. `differs` says of a cause whether qemu still differs from Linux there. */
export function cause_of({ name, message }, differs = () => true) {
  const text = stripVTControlCharacters(message);
  const found = Object.entries(causes).find(
    ([, { says, tests = [] }]) => says?.test(text) === true || tests.some((test) => name.includes(test)),
  );
  return found !== undefined && differs(found[0]) ? found[0] : undefined;
}

/** Adds its cause to each failure that has one: qemu.cc is run with qemu and without. */
export function with_causes(result) {
  const [here, there] = ['g++', `${folder}bin/g++`].map((compiler) => {
    const program = `${folder}calls`;
    const options = ['-std=c++20', '-D_GNU_SOURCE', '-o', program, `${root}scripts/matrix/qemu.cc`];
    execFileSync(compiler, options, { stdio: 'inherit' });
    return execFileSync(program, { encoding: 'utf8' }).split('\n');
  });
  const differing = here.filter((line, i) => line !== there[i]);
  const differs = (cause) => differing.some((line) => line.startsWith(`${cause}: `));
  return { ...result, failed: result.failed.map((failure) => ({ ...failure, cause: cause_of(failure, differs) })) };
}

/**
 * What suite() runs, or the reason why it cannot.
 *
 * @returns {{ version: string, program: string, options: string[], env: Record<string, string>, without: string } | { absent: string }}
 */
export function suite_on_arm64(range) {
  const there = arm64(range);
  if ('absent' in there) return there;
  const { version, binary, qemu, program } = there;
  if (spawnSync('aarch64-linux-gnu-g++', ['--version']).status !== 0)
    return { absent: 'no aarch64-linux-gnu-g++: apt-get install g++-aarch64-linux-gnu' };
  const bundling = bundler('linux-arm64-gnu'); // tests that bundle the package load it
  if ('absent' in bundling) return bundling;

  const bin = `${folder}bin/`;
  mkdirSync(bin, { recursive: true });
  // A process forks process.execPath, which would be the program without qemu.
  writeFileSync(`${folder}fork.cjs`, `process.execPath = '${bin}node';\n`);
  script(
    `${bin}node`,
    `export NAPI_RS_NATIVE_LIBRARY_PATH='${bundling.file}'
case $PATH in '${bin}':*) ;; *) export PATH='${bin}':$PATH ;; esac
exec ${qemu.join(' ')} '${program}' --require '${folder}fork.cjs' "$@"`,
  );
  for (const compiler of ['gcc', 'g++']) script(`${bin}${compiler}`, compile(`aarch64-linux-gnu-${compiler}`, qemu));
  // This machine's strace would trace qemu. Not in bin, where programs find it whatever their PATH is.
  const instead = `${folder}instead/`;
  mkdirSync(instead, { recursive: true });
  script(`${instead}strace`, `echo 'strace: qemu has no ptrace' >&2; exit 1`);
  return {
    version,
    program: process.execPath,
    options: ['--require', `${folder}fork.cjs`],
    env: { SYS_SOCKET_BINARY: binary, PATH: `${instead}:${process.env.PATH}` },
    without: destructive.join('|'),
  };
}

/** Compiles for arm64, and puts a script in the place of a program, since the kernel cannot run it. */
const compile = (compiler, qemu) => `${compiler} "$@" || exit
for word; do
  [ "$before" = -o ] && program=$word
  [ "$word" = -shared ] && exit
  before=$word
done
[ -n "$program" ] || exit 0
mv "$program" "$program.arm64"
printf '#!/bin/sh\\nexec ${qemu.join(' ')} "%s" "$@"\\n' "$program.arm64" > "$program"
chmod +x "$program"`;

function script(file, text) {
  writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}
