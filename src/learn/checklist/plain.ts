// The basic trial: one whole frame. A failure here belongs to none of the four points.

import { type Client, header } from '../client.js';
import { say } from '../language.js';
import { open_sockets } from '../process.js';
import { Fault } from './fault.js';
import { type Server, spins } from './server.js';
import { closes_all, echoes, hello, type Subject, shown } from './trial.js';

/** Sends a frame, a second one on the same connection, and one on another connection. Throws a Fault if the first one is not answered. */
export async function answers(server: Server): Promise<Subject> {
  const before = open_sockets(server.pid);
  const client = await server.open();
  await first_answer(server, client);
  const one_frame = !(await takes_another(server, client));
  client.leave();
  await server.rests();
  if (server.status() === 0)
    throw new Fault(
      'serves-one',
      say('a frame, FIN', '프레임 하나, FIN'),
      say('the next client cannot connect', '다음 클라이언트를 받을 서버가 없다'),
    );
  const next = await server.open();
  await first_answer(server, next);
  next.leave();
  await closes_all(
    server,
    before,
    say('two clients that received an answer and disconnected', '답을 받고 끝낸 클라이언트 둘'),
  );
  return subject_of(server, one_frame);
}

/** The server, with a client connection that trials reuse until one of them opens another. */
export function subject_of(server: Server, one_frame: boolean): Subject {
  let kept: Client | undefined;
  const open = async () => {
    kept?.leave();
    kept = undefined;
    return server.open();
  };
  const goes_on = async () => {
    if (kept === undefined || kept.over || one_frame) kept = await open();
    return kept;
  };
  return { ...server, one_frame, open, goes_on };
}

async function first_answer(server: Server, client: Client): Promise<void> {
  try {
    await echoes(server, client, [hello]);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await server.until(() => server.status() !== undefined);
    if (server.status() !== undefined && server.complaint().length > 0)
      throw new Fault('throws', error.sent, error.came);
    if (spins(server.calls))
      throw new Fault(
        'spins-at-the-end',
        say('a frame, FIN', '프레임 하나, FIN'),
        say('recv returned 0 again and again', 'recv가 끝없이 0을 주었다'),
      );
    if (await takes_the_lowest_first(server)) throw new Fault('not-network-byte-order', error.sent, error.came);
    const diagnosis = error.came.startsWith(say('nothing', '아무것도')) ? 'no-answer' : 'other-bytes';
    throw new Fault(diagnosis, error.sent, error.came);
  }
}

/** True if the server answers a frame with a little-endian length. */
async function takes_the_lowest_first(server: Server): Promise<boolean> {
  const client = await server.open().catch(() => undefined);
  if (client === undefined) return false;
  const bytes = Buffer.concat([header(11).reverse(), hello.subarray(4)]);
  client.send(bytes);
  await server.until(() => client.waiting >= bytes.length || client.over);
  const got = client.take(client.waiting);
  client.leave();
  return got.equals(bytes);
}

/** True if the connection is still open after an answer, and a second frame is answered too. */
async function takes_another(server: Server, client: Client): Promise<boolean> {
  await server.rests();
  if (server.far_end(client)?.open !== true) return false;
  client.send(hello);
  await server.answers(() => client.over || client.waiting >= hello.length);
  if (client.take(hello.length).equals(hello)) return true;
  if (client.over) return false;
  throw new Fault(
    'leaks-a-descriptor',
    shown([hello, hello]),
    say('only one answer, and the connection stays open', '답은 하나뿐이고, 연결은 열려 있다'),
  );
}
