// Passes an open file to another process: SCM_RIGHTS of unix(7).
//
//   node pass-fd.ts [FILE]
//
// Parent, child and parent each read 16 bytes. The child never opens the file, and continues where the parent stopped: the
// open file is passed, with its offset, and not a number. In the child it gets another descriptor number.
//
// Exit status: 0, or 1 with the reason.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  AF_UNIX,
  as_fd,
  CMSG_SPACE,
  close,
  close_rights,
  cmsg,
  cmsg_value,
  type Fd,
  MSG_CMSG_CLOEXEC,
  MSG_NOSIGNAL,
  read,
  recvmsg,
  SCM_RIGHTS,
  SOCK_CLOEXEC,
  SOCK_SEQPACKET,
  SOL_SOCKET,
  sendmsg,
  socketpair,
  unwrap,
} from 'sys-socket';

const self = fileURLToPath(import.meta.url);
const [argument = self] = process.argv.slice(2);

if (argument === '--child') child(as_fd(3));
else await parent(argument);

async function parent(path: string): Promise<void> {
  const file = as_fd(openSync(path, 'r'));
  // A packet keeps the name and the descriptor together; close-on-exec keeps the parent's end out of the child.
  const [ours, theirs] = unwrap(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  const started = spawn(process.execPath, [self, '--child'], { stdio: ['ignore', 'inherit', 'inherit', theirs] });
  const exited = once(started, 'exit');
  unwrap(close(theirs)); // so that only the child has this end: its death is then visible at the other end

  show('parent', file);
  const msg_control = [cmsg(SOL_SOCKET, SCM_RIGHTS, [file])];
  unwrap(sendmsg(ours, { msg_iov: [Buffer.from(path)], msg_control }, MSG_NOSIGNAL));

  const [status] = await exited;
  if (status === 0) show('parent', file);
  for (const fd of [ours, file]) unwrap(close(fd));
  process.exitCode = status ?? 1;
}

function child(from: Fd): void {
  const name = Buffer.alloc(4096);
  const room = { msg_iov: [name], msg_controllen: CMSG_SPACE(4) };
  const { received, msg_control } = unwrap(recvmsg(from, room, MSG_CMSG_CLOEXEC));

  // CMSG_SPACE(4) has space for a second descriptor, and every descriptor that has arrived is open here.
  const [file, ...surplus] = msg_control.flatMap((arrived) => cmsg_value(arrived, SOL_SOCKET, SCM_RIGHTS) ?? []);
  if (file === undefined || surplus.length > 0) {
    close_rights(msg_control);
    console.error(`pass-fd: expected one descriptor, got ${surplus.length + Number(file !== undefined)}`);
    process.exit(1);
  }
  console.log(`child  ${process.pid} was passed ${name.toString('utf8', 0, received)}`);
  show('child ', file);
  for (const fd of [file, from]) unwrap(close(fd));
}

/** The next 16 bytes of a file. */
function show(who: string, file: Fd): void {
  const bytes = Buffer.alloc(16);
  const text = bytes.toString('latin1', 0, unwrap(read(file, bytes)));
  console.log(`${who} ${process.pid} reads from fd ${file}: ${JSON.stringify(text)}`);
}
