// Identifies its clients by the credentials that the kernel reports: SO_PEERCRED of unix(7). No password is sent, so none can be guessed.
//
//   node peer-cred.ts serve SOCKET [UID...]    answers these users, or all
//   node peer-cred.ts ask SOCKET               prints the answer: your identity as the server sees it
//
// The kernel keeps the process, user and group that the client had when it called connect(2). The process ID may have been reused by the time
// it is looked up; SO_PEERPIDFD, since Linux 6.5, gives a descriptor of the process itself. SIGTERM ends the server.
//
// Exit status: 0, or 1 with the reason.
import { unlinkSync } from 'node:fs';
import {
  AF_UNIX,
  bind,
  close,
  connect,
  type Fd,
  getsockopt,
  listen,
  recv_frame,
  SO_PEERCRED,
  SO_PEERGROUPS,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';
import { connections, send_frame } from 'sys-socket/promises';

const [what, path = '', ...admitted] = process.argv.slice(2);

try {
  if (what === 'serve') await serve();
  else if (what === 'ask') ask();
  else throw new Error('serve SOCKET [UID...], or ask SOCKET');
} catch (error) {
  console.error(`peer-cred: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function serve(): Promise<void> {
  const listener = unwrap(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  unwrap(bind(listener, sockaddr_un(path)));
  process.once('exit', () => unlinkSync(path));
  process.once('SIGTERM', () => close(listener)); // this ends the loop below
  unwrap(listen(listener, 128));
  console.log(`listening on ${path}`);
  for await (const conn of connections(listener)) {
    if (!conn.ok) {
      console.error(`accept: ${conn.error.message}`);
      continue;
    }
    const sent = await send_frame(conn.value, Buffer.from(answer(conn.value)), { deadline: 1000 });
    if (!sent.ok) console.error(`dropped: ${sent.error.message}`);
    close(conn.value);
  }
}

function answer(conn: Fd): string {
  const { pid, uid, gid } = unwrap(getsockopt(conn, SOL_SOCKET, SO_PEERCRED));
  if (admitted.length > 0 && !admitted.includes(String(uid))) return JSON.stringify({ refused: uid });
  const groups = unwrap(getsockopt(conn, SOL_SOCKET, SO_PEERGROUPS));
  return JSON.stringify({ pid, uid, gid, groups });
}

function ask(): void {
  const fd = unwrap(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  unwrap(connect(fd, sockaddr_un(path)));
  console.log(Buffer.from(unwrap(recv_frame(fd))).toString());
  unwrap(close(fd));
}
