// Forwards connections to another server without copying their bytes through this process: splice(2).
//
//   node splice-proxy.ts PORT TO_PORT [TO_ADDRESS]
//
// Bytes go from one socket into a pipe and from the pipe into the other socket: the kernel moves pages and copies nothing to user space. The
// end of one direction is forwarded, and the other direction continues (half-close). If one direction fails, both end. After SIGTERM no more
// connections are accepted.
import {
  AF_INET,
  bind,
  close,
  type Fd,
  getsockname,
  listen,
  O_CLOEXEC,
  O_NONBLOCK,
  pipe2,
  SHUT_RDWR,
  SHUT_WR,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  SPLICE_F_MOVE,
  setsockopt,
  shutdown,
  sockaddr_in,
  socket,
  unwrap,
} from 'sys-socket';
import { connect, connections, splice } from 'sys-socket/promises';

const [port = '', to_port = '', to_address = '127.0.0.1'] = process.argv.slice(2);
const stream = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
/** The default capacity of a pipe: pipe(7). */
const room = 65536;

const listener = unwrap(socket(AF_INET, stream, 0));
unwrap(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, 1));
unwrap(bind(listener, sockaddr_in('127.0.0.1', Number(port))));
unwrap(listen(listener, 128));
console.log(`listening on ${unwrap(getsockname(listener))}`);
process.once('SIGTERM', () => close(listener)); // this ends the loop below

for await (const conn of connections(listener)) {
  if (conn.ok) void pass_on(conn.value);
  else console.error(`accept: ${conn.error.message}`);
}

async function pass_on(client: Fd): Promise<void> {
  const opened = [client];
  try {
    const server = unwrap(socket(AF_INET, stream, 0));
    opened.push(server);
    unwrap(await connect(server, sockaddr_in(to_address, Number(to_port))));
    const both = [client, server];
    const pump = async (from: Fd, to: Fd) => {
      const [reading, writing] = unwrap(pipe2(O_NONBLOCK | O_CLOEXEC));
      opened.push(reading, writing);
      try {
        await flow(from, writing, reading, to);
      } catch (error) {
        for (const fd of both) shutdown(fd, SHUT_RDWR); // so that the other direction ends too
        throw error;
      }
    };
    await Promise.allSettled([pump(client, server), pump(server, client)]).then((ends) => {
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    });
  } catch (error) {
    console.error(`dropped: ${error instanceof Error ? error.message : error}`);
  } finally {
    for (const fd of opened) close(fd);
  }
}

/** Forwards bytes until the end of `from`, and then ends `to`. */
async function flow(from: Fd, writing: Fd, reading: Fd, to: Fd): Promise<void> {
  for (;;) {
    const came = unwrap(await splice(from, null, writing, null, room, SPLICE_F_MOVE));
    if (came === 0) break;
    for (let left = came; left > 0; ) left -= unwrap(await splice(reading, null, to, null, left, SPLICE_F_MOVE));
  }
  unwrap(shutdown(to, SHUT_WR));
}
