// The smallest echo server with Node's net.
//
//   node out/bench/subjects/servers/net.js
import { type AddressInfo, createServer } from 'node:net';

const server = createServer({ noDelay: true }, (conn) => {
  conn.on('data', (bytes) => conn.write(bytes));
  conn.on('error', () => conn.destroy());
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  const { port } = server.address() as AddressInfo; // listening on TCP: neither null nor a pipe's path
  console.log(JSON.stringify({ port }));
});
