// Keeps open files for other programs, by name: a program that restarts gets back its listening socket, its connections or its memory. The
// program may be written in any language. systemd's file descriptor store works in this way.
//
//   node fd-store.ts serve SOCKET          listens on the unix socket
//   node fd-store.ts put SOCKET NAME FILE  stores an open file
//   node fd-store.ts get SOCKET NAME       takes the file out of the store and prints its contents
//
// A packet of SOCK_SEQPACKET keeps a command and its descriptor together: `put NAME` with a descriptor in SCM_RIGHTS, or `get NAME`. The answer is
// `ok`, with the descriptor after a get, or an error message. Python's socket.send_fds and sendmsg(2) in C can send the same commands.
import { openSync, readFileSync } from 'node:fs';
import {
  AF_UNIX,
  as_fd,
  bind,
  CMSG_SPACE,
  type Cmsg,
  close,
  cmsg,
  cmsg_value,
  connect,
  type Fd,
  getsockname,
  listen,
  MSG_CMSG_CLOEXEC,
  MSG_NOSIGNAL,
  recvmsg,
  SCM_RIGHTS,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_SEQPACKET,
  SOL_SOCKET,
  sendmsg,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';
import { connections, recvmsg as recvmsg_soon, sendmsg as sendmsg_soon } from 'sys-socket/promises';

const [what, path = '', name = '', file = ''] = process.argv.slice(2);
/** Names have at most 255 bytes, as in systemd. */
const longest = 'put '.length + 255;
/** CMSG_SPACE(4) has space for two descriptors, so that a second one is noticed and closed. */
const room = () => ({ msg_iov: [Buffer.alloc(longest)], msg_controllen: CMSG_SPACE(4) });

if (what === 'serve') await serve();
else if (what === 'put') put();
else if (what === 'get') get();
else throw new Error('serve SOCKET, put SOCKET NAME FILE, or get SOCKET NAME');

async function serve(): Promise<void> {
  const listener = unwrap(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  unwrap(bind(listener, sockaddr_un(path)));
  unwrap(listen(listener, 128));
  console.log(`listening on ${unwrap(getsockname(listener))}`);
  const store = new Map<string, Fd>();
  for await (const conn of connections(listener)) void answer(unwrap(conn), store);
}

async function answer(conn: Fd, store: Map<string, Fd>): Promise<void> {
  for (;;) {
    const message = room();
    const came = await recvmsg_soon(conn, message, MSG_CMSG_CLOEXEC);
    if (!came.ok || came.value.received === 0) break;
    const command = message.msg_iov[0]?.toString('utf8', 0, came.value.received) ?? '';
    const { said, given } = obey(command, rights(came.value.msg_control), store);
    const msg_control = given === undefined ? [] : [cmsg(SOL_SOCKET, SCM_RIGHTS, [given])];
    const sent = await sendmsg_soon(conn, { msg_iov: [Buffer.from(said)], msg_control }, MSG_NOSIGNAL);
    if (given !== undefined) close(given); // the packet holds the file now, or could not be sent
    if (!sent.ok) break;
  }
  close(conn);
}

/** Executes a command and returns the answer. Every received descriptor is open here, expected or not, so it is stored or closed. */
function obey(command: string, fds: readonly Fd[], store: Map<string, Fd>): { said: string; given?: Fd } {
  const [verb, key = ''] = command.split(' ');
  const [fd] = fds;
  const kept = store.get(key);
  if (verb === 'put' && fd !== undefined && fds.length === 1) {
    if (kept !== undefined) close(kept);
    store.set(key, fd);
    return { said: 'ok' };
  }
  for (const unasked of fds) close(unasked);
  if (verb !== 'get' || fds.length > 0) return { said: `${verb} with ${fds.length} descriptors is no command` };
  if (kept === undefined) return { said: `there is no ${key}` };
  store.delete(key);
  return { said: 'ok', given: kept };
}

function rights(msg_control: readonly Cmsg[]): Fd[] {
  return msg_control.flatMap((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_RIGHTS) ?? []);
}

/** Sends a command, and returns the descriptors of the answer. */
function ask(command: string, fds: readonly Fd[] = []): readonly Fd[] {
  const conn = unwrap(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  unwrap(connect(conn, sockaddr_un(path)));
  const msg_control = fds.length > 0 ? [cmsg(SOL_SOCKET, SCM_RIGHTS, fds)] : [];
  unwrap(sendmsg(conn, { msg_iov: [Buffer.from(command)], msg_control }, MSG_NOSIGNAL));
  const message = room();
  const came = unwrap(recvmsg(conn, message, MSG_CMSG_CLOEXEC));
  unwrap(close(conn));
  const said = message.msg_iov[0]?.toString('utf8', 0, came.received);
  if (said !== 'ok') throw new Error(`fd-store: ${said}`);
  return rights(came.msg_control);
}

function put(): void {
  ask(`put ${name}`, [as_fd(openSync(file, 'r'))]);
}

function get(): void {
  for (const fd of ask(`get ${name}`)) process.stdout.write(readFileSync(fd));
}
