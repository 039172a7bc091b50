// What from_net leaves as it is: the connections of a server, and what it cannot end or see, as its docstring says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { createServer as create_http2 } from 'node:http2';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { connect as connect_tls, createServer as create_tls } from 'node:tls';
import { FIONREAD, ioctl, unwrap } from 'sys-socket';
import { from_net, recv, to_net } from 'sys-socket/promises';
import { describe, expect, it } from 'vitest';
import { descriptor_in } from '../../src/promises/node-socket.js';
import { closing, pair } from '../support/sockets.js';

const port_of = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('from_net leaves', () => {
  it('its connections to an HTTP server, also one that is idle', async () => {
    const server = createServer((asked, answer) => answer.end(asked.url)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const port = port_of(server);
    const ask = async (path: string) => {
      const [answer] = await once(get({ port, path, agent }), 'response');
      return { text: String(await answer.toArray()), reused: answer.req.reusedSocket };
    };
    expect(await ask('/one')).toEqual({ text: '/one', reused: false });
    closing(unwrap(from_net(server)).fd);
    expect(await ask('/two')).toEqual({ text: '/two', reused: true });
    agent.destroy();
  });

  it('a connection to a TLS server that begins its handshake later', async () => {
    // A key that both have needs no certificate.
    const suite = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const;
    const psk = Buffer.from('a key of 16 byte');
    const server = create_tls({ ...suite, pskCallback: () => psk }, (secure) => secure.end('HELLO'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    const socket = connect(port_of(server), '127.0.0.1');
    await accepted;
    closing(unwrap(from_net(server)).fd);
    const client = connect_tls({
      ...suite,
      socket,
      pskCallback: () => ({ psk, identity: 'client' }),
      checkServerIdentity: () => undefined,
    });
    expect(String(await client.toArray())).toBe('HELLO');
  });

  it('what iterates over the socket waiting, as it emits no event', async () => {
    const [a, b] = pair();
    const socket = unwrap(to_net(a)) as Socket;
    let ended = false;
    void (async () => {
      for await (const _ of socket);
      ended = true;
    })().catch(() => {
      ended = true;
    });
    await turn();
    closing(unwrap(from_net(socket)).fd);
    // A socket that is destroyed later has its event later.
    const other = unwrap(to_net(b)) as Socket;
    await once(other.destroy(), 'close');
    await turn();
    expect(ended).toBe(false);
  });

  it('descriptor 0 open, which Node never closes', async () => {
    const promises = new URL('../../dist/promises/index.js', import.meta.url);
    const program = `
      import { readlinkSync } from 'node:fs';
      import { from_net } from '${promises}';
      const { fd } = from_net(process.stdin).value;
      await new Promise((resolve) => setImmediate(resolve));
      console.log(readlinkSync('/proc/self/fd/0') === readlinkSync('/proc/self/fd/' + fd));`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    expect(String(await child.stdout.toArray())).toBe('true\n');
  });

  it('with a session of http2 the bytes that it has read of a frame', async () => {
    const server = create_http2().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    const client = connect(port_of(server), '127.0.0.1').resume();
    const [socket] = (await accepted) as [Socket];
    const begin = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    const [settings, half_a_ping] = [
      Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
      Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 1]),
    ];
    await new Promise<void>((sent) => client.write(Buffer.concat([begin, settings, half_a_ping]), () => sent()));
    const read_all = () => unwrap(ioctl(descriptor_in(socket) as never, FIONREAD)) === 0;
    while (!read_all()) await turn();
    const { fd, head } = unwrap(from_net(socket));
    closing(fd);
    expect(head).toHaveLength(0);
    client.write(Buffer.of(2));
    const rest = new Uint8Array(8);
    expect(await recv(fd, rest)).toEqual({ ok: true, value: 1 });
    expect(rest[0]).toBe(2);
    client.destroy();
    server.close();
  });
});
