// bench/floor's echo-server and echo-client with Node's net.
//
//   node out/bench/subjects/echo-net.js server | client PORT ITERATIONS SIZE
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { percentiles } from './kit.js';

/** One write for header and payload: two would be two syscalls. */
function send_frame(conn: Socket, payload: Uint8Array): void {
  const frame = Buffer.allocUnsafe(4 + payload.length);
  frame.writeUInt32BE(payload.length);
  frame.set(payload, 4);
  conn.write(frame);
}

/** Calls back for each complete frame. A frame that arrives in one piece, as here, is not copied. */
function on_frame(conn: Socket, take: (payload: Uint8Array) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  conn.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
      const end = 4 + rest.readUInt32BE();
      const payload = rest.subarray(4, end);
      rest = rest.subarray(end);
      take(payload);
    }
  });
}

function serve(): void {
  const server = createServer({ noDelay: true }, (conn) => {
    on_frame(conn, (payload) => send_frame(conn, payload));
    conn.on('error', () => conn.destroy());
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo; // listening on TCP: neither null nor a pipe's path
    console.log(JSON.stringify({ port }));
  });
}

/** Does the same as {@link take_turns}, for a program that must not block. */
function measure(port: number, count: number, size: number): void {
  const conn = connect({ port, host: '127.0.0.1', noDelay: true });
  const message = new Uint8Array(size).fill(0x5a);
  const times = new Float64Array(count);
  let trip = -10 * count; // until both sides run compiled code
  let start = 0;
  const send = () => {
    start = performance.now();
    send_frame(conn, message);
  };
  conn.on('connect', send);
  on_frame(conn, (payload) => {
    const elapsed = performance.now() - start;
    if (payload.length !== size) throw new Error('not the echo');
    if (trip >= 0) times[trip] = elapsed;
    trip += 1;
    if (trip < count) return send();
    trip = 0;
    console.log(JSON.stringify(percentiles(times)));
  });
  process.stdin.on('data', send).on('end', () => conn.end());
}

const [role, port, iterations, size] = process.argv.slice(2);
if (role === 'server') serve();
else measure(Number(port), Number(iterations), Number(size));
