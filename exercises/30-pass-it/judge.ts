import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  AF_UNIX,
  close,
  F_GETFD,
  type Fd,
  fcntl,
  MSG_DONTWAIT,
  own,
  type Result,
  recv,
  SHUT_WR,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  shutdown,
  socketpair,
  unwrap,
} from 'sys-socket';
import { exercise, type Play, play, rule, say, shown_bytes, wrong } from 'sys-socket/learn';

type Outcome = Result<void, { readonly code?: unknown }>;
type Pass = (channel: Fd, fd: Fd) => Outcome;
type Row = readonly [string, string];

/** One message as the process at the other end has received it. */
interface Arrived {
  /** Its bytes, a character each. */
  readonly bytes: string;
  /** How many descriptors came with it. */
  readonly fds: number;
}

const word = 'HELLO';

export default exercise({
  section: '0.2.1',
  minutes: 25,
  pages: ['unix(7)', 'cmsg(3)', 'sendmsg(2)'],
  lab: 'closing',
  async judge(bench) {
    const pass = await bench.load<Pass>('pass');
    const [ours, theirs] = pair();
    const receiver = await started(theirs);
    close(theirs);
    using channel = own(ours);
    const trials = [];
    for (const interrupted of [[], [], ['EINTR'], ['EINTR', 'EINTR']]) {
      const trial = await passing(pass, channel.fd, interrupted);
      trials.push(trial);
      if (!is_open(channel.fd)) wrong('closes-the-channel', trial.run);
      if (trial.failed) break;
    }
    shutdown(channel.fd, SHUT_WR); // the receiver gets the end, after all that was sent
    const arrived = await receiver.all();
    const [plain, ...others] = trials;
    if (plain === undefined) return;
    has_come(plain, arrived, receiver.name);
    const extra = arrived.reduce((sum, { fds }) => sum + fds, 0) - others.length - 1;
    if (extra > 0) wrong('passes-it-twice', plain.run, told(receiver.name, arrived));
    for (const trial of trials) settled(trial, receiver.name);
    await to_nobody(pass);
  },
});

interface Trial {
  readonly interrupted: readonly string[];
  readonly run: Play<Outcome>;
  readonly failed: boolean;
  /** The end that is not passed: what is written into the other, wherever that is, arrives here. */
  readonly far: Fd;
}

/** Passes one end of a new pair; before that, sendmsg(2) is interrupted this many times. */
async function passing(pass: Pass, channel: Fd, interrupted: readonly string[]): Promise<Trial> {
  const [mine, far] = pair();
  const run = await played(pass, channel, mine, interrupted);
  return { interrupted, run, failed: run.returned?.ok !== true, far };
}

async function played(pass: Pass, channel: Fd, fd: Fd, interrupted: readonly string[]): Promise<Play<Outcome>> {
  const script = { answers: { sendmsg: interrupted, sendmmsg: interrupted }, calls: 50 };
  const run = await play(script, () => pass(channel, fd));
  if (run.stopped !== undefined) wrong('goes-on-after-an-error', run);
  if (run.thrown !== undefined) throw run.thrown;
  return run;
}

/** The first message: whether it has arrived, and whether it contained a descriptor. */
function has_come({ run }: Trial, arrived: readonly Arrived[], receiver: string): void {
  const at = (called: RegExp) => run.calls.findIndex(({ name }) => called.test(name));
  const sent = at(/^send|^write/);
  if (at(/^close$/) >= 0 && at(/^close$/) < sent) wrong('closes-before-it-is-passed', run);
  if (arrived.length === 0) {
    const empty = run.calls.some(({ call, result }) => call.includes('SCM_RIGHTS') && result === 0);
    wrong(empty ? 'nothing-to-carry-it' : 'nothing-came', run, told(receiver, arrived));
  }
  if (arrived[0]?.fds === 0) wrong('a-number-is-no-descriptor', run, told(receiver, arrived));
}

/** The receiver has written into the descriptor, and closed it. If that was the last copy, the far end gets the word and the end. */
function settled({ interrupted, run, failed, far }: Trial, receiver: string): void {
  using end = own(far);
  const tried: Row = ['sendmsg', [...interrupted, 'ok'].join(' | ')];
  const wrote: Row = [say('receiver', '받는 쪽'), say(`${receiver}: writes ${word}`, `${receiver}: ${word}를 쓴다`)];
  if (failed) wrong(interrupted.length > 0 ? 'gives-up-on-EINTR' : 'takes-success-for-failure', tried, run);
  const room = Buffer.alloc(64);
  const heard = recv(end.fd, room, MSG_DONTWAIT);
  const bytes = room.subarray(0, heard.ok ? heard.value : 0).toString();
  if (bytes !== word)
    wrong('passes-another', run, wrote, [say('came back', '돌아온 것'), bytes || say('nothing', '없음')]);
  const last = recv(end.fd, room, MSG_DONTWAIT);
  if (!last.ok || last.value > 0)
    wrong('leaks-a-descriptor', run, [
      say('receiver', '받는 쪽'),
      say(`${receiver} has closed it; the stream does not end`, `${receiver}는 닫았는데 스트림이 끝나지 않는다`),
    ]);
  if (run.calls.filter(({ name }) => name === 'close').length > 1) wrong('closes-what-is-not-its-own', run);
  const signals = rule('sends_without_sigpipe', run.calls);
  if (signals !== undefined) wrong('raises-SIGPIPE', signals);
}

/** The other process has gone: a descriptor that could not be passed still belongs to us. */
async function to_nobody(pass: Pass): Promise<void> {
  const [ours, theirs] = pair();
  using channel = own(ours);
  close(theirs);
  const [mine, far] = pair();
  using _far = own(far);
  const tried: Row = [say('receiver', '받는 쪽'), say('has gone', '떠났다')];
  const run = await played(pass, channel.fd, mine, []);
  if (run.returned?.ok !== false) wrong('hides-a-refusal', tried, run);
  if (run.returned.error.code !== 'EPIPE') wrong('loses-the-error', tried, run);
  if (!is_open(mine)) wrong('closes-what-it-has-not-passed', tried, run);
  close(mine);
}

function pair(): readonly [Fd, Fd] {
  return unwrap(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

function is_open(fd: Fd): boolean {
  return fcntl(fd, F_GETFD).ok;
}

function told(receiver: string, arrived: readonly Arrived[]): Row {
  const list = arrived.map(({ bytes, fds }) => {
    const text = shown_bytes(Buffer.from(bytes, 'latin1'), 12);
    return say(`"${text}" and ${fds} descriptors`, `"${text}"와 디스크립터 ${fds}개`);
  });
  const few = list.length === 0 ? say('nothing', '없음') : list.slice(0, 2).join(', ');
  return [say('receiver', '받는 쪽'), say(`${receiver} received ${few}`, `${receiver}가 받은 것: ${few}`)];
}

/** Another process, which has the other end as descriptor 3. */
interface Receiver {
  readonly name: string;
  /** All that it has received, once the channel has ended. */
  all(): Promise<readonly Arrived[]>;
}

/** In Python, which shares only the kernel with this package; without Python, by this package. */
async function started(channel: Fd): Promise<Receiver> {
  const commands = [
    ['python3', '-I', '-S', '-c', in_python],
    [process.execPath, '--input-type=module', '-e', by_package, import.meta.resolve('sys-socket')],
  ] as const;
  for (const [file, ...args] of commands) {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore', channel] });
    if (child.stdout === null) continue;
    const lines = createInterface({ input: child.stdout });
    child.on('error', () => lines.close());
    const [first] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    if (first !== 'ready') continue; // it is not there, or too old
    const arrived: Arrived[] = [];
    lines.on('line', (line) => arrived.push(JSON.parse(line)));
    const all = once(lines, 'close').then(() => arrived);
    return { name: file.replace(/^.*\//, ''), all: () => all };
  }
  throw new Error('no process that receives can be started');
}

const in_python = `
import array, json, os, socket
channel = socket.socket(fileno=3)
print('ready', flush=True)
while True:
    bytes, control, _, _ = channel.recvmsg(4096, socket.CMSG_SPACE(64))
    fds = array.array('i')
    for level, type, data in control:
        if level == socket.SOL_SOCKET and type == socket.SCM_RIGHTS:
            fds.frombytes(data[:len(data) - len(data) % fds.itemsize])
    if not bytes and not fds: break
    for fd in fds:
        try: os.write(fd, b'${word}')
        except OSError: pass
        os.close(fd)
    print(json.dumps({'bytes': bytes.decode('latin1'), 'fds': len(fds)}), flush=True)
`;

const by_package = `
const { as_fd, close, CMSG_SPACE, MSG_NOSIGNAL, read_cmsg, recvmsg, send, unwrap, write } = await import(process.argv[1]);
console.log('ready');
for (;;) {
  const room = Buffer.alloc(4096);
  const { received, msg_control } = unwrap(recvmsg(as_fd(3), { msg_iov: [room], msg_controllen: CMSG_SPACE(64) }));
  const fds = msg_control.map(read_cmsg).flatMap(({ type, value }) => (type === 'SCM_RIGHTS' ? value ?? [] : []));
  if (received === 0 && fds.length === 0) break;
  for (const fd of fds) {
    write(fd, Buffer.from('${word}'));
    close(fd);
  }
  console.log(JSON.stringify({ bytes: room.toString('latin1', 0, received), fds: fds.length }));
}
`;
