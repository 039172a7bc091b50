import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { child } from './child.js';
import { folder } from './kit.js';

/** The source of `answer_to(query)`: what a name server answers is the first label of the name. RFC 1035, section 4. */
export const answer_to = `
  const rcodes = { found: 0, nodata: 0, servfail: 2, nxdomain: 3 };
  const answer_to = (query) => {
    const label = query.toString('latin1', 13, 13 + query[12]);
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const record = label === 'found' ? [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1] : [];
    const answers = record.length === 0 ? 0 : 1;
    const header = [query[0], query[1], 0x81, 0x80 | (rcodes[label] ?? 3), 0, 1, 0, answers, 0, 0, 0, 0];
    return Buffer.concat([Buffer.from(header), question, Buffer.from(record)]);
  };
`;

/** A name server on 127.0.0.1, in a thread. */
const server = `
  const { createSocket } = require('node:dgram');
  const { parentPort } = require('node:worker_threads');
  ${answer_to}
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => socket.send(answer_to(query), from.port, from.address));
  socket.bind(53, '127.0.0.1', () => parentPort.postMessage('ready'));
`;

const start = `
  const server = new Worker(${JSON.stringify(server)}, { eval: true });
  await new Promise((resolve) => server.once('message', resolve));
`;

/** Runs a program where libc asks 127.0.0.1 for names, and nobody listens there. */
export function without_name_server(program: string, limits: { readonly nofile?: number } = {}): unknown {
  const at = folder();
  writeFileSync(join(at, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:5 attempts:1\n');
  writeFileSync(join(at, 'nsswitch.conf'), 'hosts: files dns\nservices: files\n');
  const mount = (name: string) => `mount --bind ${join(at, name)} /etc/${name}`;
  return child(program, { ...limits, namespace: `${mount('resolv.conf')} && ${mount('nsswitch.conf')}` });
}

/** Runs a program where libc asks the server above: `found`, `nodata`, `servfail`, `nxdomain`. */
export function with_name_server(program: string): unknown {
  return without_name_server(start + program);
}
