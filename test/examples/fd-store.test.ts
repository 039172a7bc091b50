// Open files between three languages: the store of examples/fd-store.ts, Python's send_fds and recv_fds, and sendmsg(2) in C++.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  AF_UNIX,
  close,
  cmsg,
  connect,
  type Fd,
  recv,
  SCM_RIGHTS,
  SOCK_SEQPACKET,
  SOL_SOCKET,
  sendmsg,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { compiled } from '../support/cpp.js';
import { hang } from '../support/hang.js';
import { closing, pair, patient } from '../support/sockets.js';
import { root } from '../support/strace.js';
import { folder } from '../sys/kit.js';

const program = join(root, 'out/examples/fd-store.js');
const no_python = spawnSync('python3', ['--version']).status !== 0 && 'python3 is not installed';

/** put and get, in Python: what is put is a file in memory that has the text. */
const python = `
import os, socket, sys
verb, path, name, *text = sys.argv[1:]
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect(path)
fds = []
if verb == 'put':
    fds = [os.memfd_create(name)]
    os.write(fds[0], text[0].encode())
socket.send_fds(s, [f'{verb} {name}'.encode()], fds)
said, fds, flags, address = socket.recv_fds(s, 300, 2)
for fd in fds: print(os.pread(fd, 100, 0).decode(), end='')
if said != b'ok': sys.exit(said.decode())
`;

/** The same with the calls of socket(7) themselves. */
const cpp = `
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cstdio>
#include <cstring>
int main(int, char **argv) {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::strncpy(to.sun_path, argv[2], sizeof to.sun_path - 1);
  int s = socket(AF_UNIX, SOCK_SEQPACKET, 0);
  if (connect(s, reinterpret_cast<sockaddr *>(&to), sizeof to) != 0) return 2;
  char bytes[300];
  iovec piece{bytes, static_cast<size_t>(std::snprintf(bytes, sizeof bytes, "%s %s", argv[1], argv[3]))};
  alignas(cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))]{};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  if (argv[4] != nullptr) {
    int file = memfd_create(argv[3], 0);
    if (write(file, argv[4], std::strlen(argv[4])) < 0) return 2;
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(sizeof file);
    cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof file);
    std::memcpy(CMSG_DATA(rights), &file, sizeof file);
  }
  if (sendmsg(s, &message, 0) < 0) return 2;
  piece.iov_len = sizeof bytes;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t n = recvmsg(s, &message, 0);
  if (n != 2 || std::memcmp(bytes, "ok", 2) != 0) return 1;
  for (cmsghdr *rights = CMSG_FIRSTHDR(&message); rights != nullptr; rights = CMSG_NXTHDR(&message, rights)) {
    int file;
    std::memcpy(&file, CMSG_DATA(rights), sizeof file);
    n = pread(file, bytes, sizeof bytes, 0);
    std::printf("%.*s", static_cast<int>(n), bytes);
  }
}`;

async function store(): Promise<string> {
  const path = join(folder(), 'store');
  const server = spawn(process.execPath, [program, 'serve', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void server.kill('SIGKILL'));
  await once(createInterface(server.stdout), 'line');
  return path;
}

const says = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: 'utf8', timeout: hang, stdio: ['ignore', 'pipe', 'ignore'] });

describe('examples/fd-store', () => {
  let in_cpp = '';
  beforeAll(() => {
    in_cpp = compiled(cpp);
  });

  it.skipIf(no_python)(
    `passes files from Python to C++ and back${no_python ? ` (skipped: ${no_python})` : ''}`,
    async () => {
      const path = await store();
      says('python3', '-c', python, 'put', path, 'a', 'from Python');
      says(in_cpp, 'put', path, 'b', 'from C++');
      expect(says(in_cpp, 'get', path, 'a')).toBe('from Python');
      expect(says('python3', '-c', python, 'get', path, 'b')).toBe('from C++');
      expect(() => says('python3', '-c', python, 'get', path, 'b')).toThrow(); // it was taken
    },
  );

  it('passes files to and from TypeScript', async () => {
    const path = await store();
    const file = join(folder(), 'file');
    writeFileSync(file, 'from TypeScript');
    says(process.execPath, program, 'put', path, 'c', file);
    expect(says(in_cpp, 'get', path, 'c')).toBe('from TypeScript');
    says(in_cpp, 'put', path, 'd', 'from C++');
    const fd_place = says(process.execPath, program, 'get', path, 'd');
    expect(fd_place).toBe(''); // the place in the file is passed with it: C++ wrote to the end
    expect(() => says(process.execPath, program, 'get', path, 'd')).toThrow();
  });

  it('closes what nobody may leave there, and what a new one takes the place of', async () => {
    const path = await store();
    const conn = closing(patient(unwrap(socket(AF_UNIX, SOCK_SEQPACKET, 0))));
    unwrap(connect(conn, sockaddr_un(path)));
    const ask = (command: string, ...fds: Fd[]): string => {
      const msg_control = fds.length > 0 ? [cmsg(SOL_SOCKET, SCM_RIGHTS, fds)] : [];
      unwrap(sendmsg(conn, { msg_iov: [Buffer.from(command)], msg_control }));
      const bytes = Buffer.alloc(300);
      return bytes.toString('utf8', 0, unwrap(recv(conn, bytes)));
    };
    /** True once the other end of a pair tells that nobody has this one. */
    const is_closed = (other: Fd): boolean => unwrap(recv(other, Buffer.alloc(1))) === 0;

    const [unasked, its_other] = pair();
    expect(ask('get e', unasked)).toBe('get with 1 descriptors is no command');
    expect(ask('put e', unasked, unasked)).toBe('put with 2 descriptors is no command');
    unwrap(close(unasked));
    expect(is_closed(its_other)).toBe(true);

    const [first, first_other] = pair();
    expect(ask('put e', first)).toBe('ok');
    unwrap(close(first));
    expect(ask('put e', conn)).toBe('ok');
    expect(is_closed(first_other)).toBe(true);
  });
});
