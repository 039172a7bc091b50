// The judge of 28-black-hole goes by what the kernel says of a connection. Here the path is there: packets of more than 1280 bytes that must
// not be cut are dropped, and nobody is told. What passes the judge gets through, and what doesn't hangs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect } from 'vitest';
import { alone, it_in_namespace } from '../support/namespace.js';
import { root } from '../support/strace.js';

mkdirSync(join(root, 'out'), { recursive: true });
/** Within the package, which is then found by its name. */
const folder = mkdtempSync(join(root, 'out/black-hole-'));
afterAll(() => rmSync(folder, { recursive: true }));

const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

/** A server whose filter is the path; it ends when all has come, or when the kernel has sent the same again twice. */
const script = `
import * as sys from 'sys-socket';
const { upload } = await import(process.argv[2]);
const { own, unwrap } = sys;
const listener = unwrap(sys.socket(sys.AF_INET, sys.SOCK_STREAM, 0));
unwrap(sys.setsockopt(listener, sys.SOL_SOCKET, sys.SO_ATTACH_FILTER, [
  { code: 0x28, jt: 0, jf: 0, k: 0xfff00006 }, // ldh [net + 6]
  { code: 0x45, jt: 0, jf: 3, k: 0x4000 }, //     DF
  { code: 0x80, jt: 0, jf: 0, k: 0 }, //          ld len, from the TCP header on
  { code: 0x25, jt: 0, jf: 1, k: 1280 - 20 },
  { code: 0x06, jt: 0, jf: 0, k: 0 }, //          drop
  { code: 0x06, jt: 0, jf: 0, k: 0xffffffff },
]));
unwrap(sys.bind(listener, sys.sockaddr_in('127.0.0.1', 0)));
unwrap(sys.listen(listener, 1));
const addr = sys.sockaddr_storage();
unwrap(sys.getsockname(listener, addr));
const bytes = Buffer.alloc(16_000, 'x'); // no more than the buffer has room for: what hangs would hang in send(2)
const fd = unwrap(upload(addr, 1280, bytes));
const peer = unwrap(sys.accept(listener));
let came = 0;
for (const room = Buffer.alloc(65_536); came < bytes.length; ) {
  if (unwrap(sys.poll([{ fd: peer, events: sys.POLLIN }], 50)) > 0) came += unwrap(sys.recv(peer, room));
  else if (unwrap(sys.getsockopt(fd, sys.IPPROTO_TCP, sys.TCP_INFO)).tcpi_retransmits >= 2) break;
}
console.log(came === bytes.length ? 'through' : 'hangs');
`;

function upload_by(file: string): string {
  const source = readFileSync(join(root, 'exercises/28-black-hole', `${file}.ts`), 'utf8');
  const program = join(folder, `${file}.mjs`);
  writeFileSync(program, ts.transpileModule(source, { compilerOptions }).outputText);
  const server = join(folder, 'server.mjs');
  writeFileSync(server, script);
  // One segment a packet, as on a wire.
  const wire = 'ip link set lo mtu 1500 gso_max_segs 1 && exec "$@"';
  const [command = '', ...args] = [...alone, 'sh', '-c', wire, 'sh', process.execPath, server, program];
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
  return stdout.trim() || stderr;
}

describe('of a path that drops what is too long', () => {
  it_in_namespace('segments that fit, and those that may be cut, get through', () => {
    for (const file of ['solution', 'right-careful', 'right-fragments']) expect(upload_by(file), file).toBe('through');
  });

  it_in_namespace('those hang that are limited too late, or not at all, or by the size of a send', () => {
    for (const file of [
      'wrong-too-late',
      'wrong-large-hangs',
      'wrong-mss-is-not-write-size',
      'wrong-forgets-the-headers',
    ])
      expect(upload_by(file), file).toBe('hangs');
  });
});
