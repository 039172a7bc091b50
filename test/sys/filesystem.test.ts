// What files refuse: a memfd that is sealed, a file system that is full, and one whose files answer with any errno.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  CMSG_SPACE,
  cmsg_value,
  copy_file_range,
  type Fd,
  pwritev,
  recvmsg,
  SCM_RIGHTS,
  SOL_SOCKET,
  unwrap,
  write,
  writev,
} from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { codes_of_calls } from '../support/codes.js';
import { it_in_namespace, no_namespace } from '../support/namespace.js';
import { closing, pair } from '../support/sockets.js';
import { child } from './child.js';
import { folder, refused } from './kit.js';
import { on_files } from './on-files.js';

/** A memfd_create(2) of another process, which F_SEAL_WRITE makes one that nobody can write: this package makes none. */
function sealed(): Fd {
  const [here, there] = pair();
  const python = `
import fcntl, os, socket
fd = os.memfd_create('sealed', os.MFD_ALLOW_SEALING)
os.write(fd, b'HELLO-WORLD')
F_ADD_SEALS, F_SEAL_WRITE = 1033, 8
fcntl.fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE)
socket.send_fds(socket.socket(fileno=3), [b'x'], [fd])`;
  execFileSync('python3', ['-c', python], { stdio: ['ignore', 'inherit', 'inherit', there] });
  const { msg_control } = unwrap(recvmsg(here, { msg_iov: [new Uint8Array(1)], msg_controllen: CMSG_SPACE(4) }));
  const [fd] = msg_control.flatMap((came) => cmsg_value(came, SOL_SOCKET, SCM_RIGHTS) ?? []);
  return fd === undefined ? expect.fail('no descriptor came') : closing(fd);
}

it('write, writev, pwritev and copy_file_range say EPERM of a sealed memfd', () => {
  const fd = sealed();
  const x = Buffer.from('x');
  expect(write(fd, x)).toEqual(refused('write', 'EPERM'));
  expect(writev(fd, [x])).toEqual(refused('writev', 'EPERM'));
  expect(pwritev(fd, [x], 0)).toEqual(refused('pwritev', 'EPERM'));
  expect(copy_file_range(fd, 0, fd, 5, 5)).toEqual(refused('copy_file_range', 'EPERM'));
});

it_in_namespace('write and copy_file_range say ENOSPC of a file system that is full', () => {
  const at = folder();
  const program = `
    import { openSync } from 'node:fs';
    const [from, to] = ['from', 'to'].map((name) => as_fd(openSync('${at}/' + name, 'w+')));
    const page = new Uint8Array(4096);
    unwrap(write(from, page));
    report([write(to, page), copy_file_range(from, 0, to, 0, 4096)]);
  `;
  const said = child(program, { namespace: `mount -t tmpfs -o size=4096 tmpfs ${at}` });
  expect(said).toEqual([refused('write', 'ENOSPC'), refused('copy_file_range', 'ENOSPC')]);
});

/** Why no file system can be served from here, or undefined if one can. */
const no_fuse = ((): string | undefined => {
  if (no_namespace !== undefined) return no_namespace;
  try {
    return void closeSync(openSync('/dev/fuse', 'r+'));
  } catch (error) {
    return `no fuse(4): ${String(error)}`;
  }
})();

const why = no_fuse === undefined ? '' : ` (skipped: ${no_fuse})`;

describe.skipIf(no_fuse)(`a file system whose files answer with the errno that is their name${why}`, () => {
  const documented = codes_of_calls('src/sys');
  const made = Object.entries(on_files).flatMap(([name, call]) =>
    (documented.get(name) ?? []).map((code) => ({ name, call, code })),
  );

  it('gives the calls on files every error that they document', () => {
    const at = folder();
    const server = fileURLToPath(new URL('filesystem.py', import.meta.url));
    const program = `
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      import { openSync } from 'node:fs';
      const server = spawn('python3', ['${server}', '${at}'], { stdio: ['ignore', 'pipe', 'inherit'] });
      await Promise.race([once(server.stdout, 'data'), once(server, 'exit')]);
      const bytes = new Uint8Array(8);
      const [, into] = unwrap(pipe2(0));
      const calls = {
        ${Object.entries(on_files)
          .map(([name, call]) => `${name}: (fd, other) => ${call},`)
          .join('\n')}
      };
      const file = (code) => as_fd(openSync('${at}/' + code, 'r+'));
      report(${JSON.stringify(made)}.map(({ name, code }) => calls[name](file(code), file(code))));
    `;
    expect(child(program, { namespace: 'true' })).toMatchObject(
      made.map(({ name, code }) => ({ ok: false, error: { syscall: name, code } })),
    );
  });
});
