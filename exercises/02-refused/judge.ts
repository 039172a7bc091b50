import { AF_INET, as_sockaddr_in, bind, getsockname, own, SOCK_STREAM, sockaddr_in, socket, unwrap } from 'sys-socket';
import { exercise, peer, program, rule, say, shown_bytes, wrong } from 'sys-socket/learn';

const hello = Buffer.from('hello\n');

export default exercise({
  section: '0.2.2',
  minutes: 10,
  pages: ['connect(2)', 'errno(3)'],
  lab: 'closing',
  async judge(bench) {
    await nobody(bench.file);
    await somebody(bench.file);
  },
});

/** A port that is bound, and on which nobody listens: the kernel refuses each connection to it. */
async function nobody(file: string): Promise<void> {
  using taken = own(unwrap(socket(AF_INET, SOCK_STREAM, 0)));
  unwrap(bind(taken.fd, sockaddr_in('127.0.0.1', 0)));
  const port = as_sockaddr_in(unwrap(getsockname(taken.fd)))?.sin_port;
  const client = program(file, { args: [String(port)] });
  const tried = [say('peer', '상대'), say('nobody listens there', '아무도 listen하지 않는다')] as const;
  await client.until(() => client.status() !== undefined);
  const refused = client.calls.findIndex(({ name, result }) => name === 'connect' && result < 0);
  const later = client.calls.slice(refused + 1).filter(({ name }) => /^(send|write|recv|read)/.test(name));
  if (refused >= 0 && later.length > 0) wrong('goes-on-after-a-refusal', tried, client);
  const thrown = client.rows.find(([label]) => label === say('threw', '예외'))?.[1] ?? '';
  const status = await client.ended(thrown.startsWith('TypeError') ? 'throws' : 'throws-a-refusal');
  if (refused < 0) wrong('never-connects', tried, client);
  if (![...client.said, ...client.complained].some((line) => line.includes('ECONNREFUSED')))
    wrong('prints-no-code', tried, client);
  if (status !== 2) wrong('other-status', tried, client, [say('expected', '기대'), say('status 2', '상태 2')]);
  if (rule('closes_every_socket', client.calls) !== undefined) wrong('leaks-a-descriptor', tried, client);
}

async function somebody(file: string): Promise<void> {
  const listener = await peer.listen();
  const client = program(file, { args: [String(listener.port)] });
  const tried = [say('peer', '상대'), say('listens, and receives all bytes', 'listen하고, 오는 것을 받는다')] as const;
  const conn = await listener.accept(client);
  if (conn === undefined) return wrong('never-connects', tried, client);
  await client.until(() => conn.over);
  const status = await client.ended();
  const came = conn.take(conn.waiting);
  if (!came.equals(hello)) wrong('other-bytes', tried, [say('came', '온 것'), shown_bytes(came)], client);
  if (status !== 0) wrong('other-status', tried, client, [say('expected', '기대'), say('status 0', '상태 0')]);
  if (rule('closes_every_socket', client.calls) !== undefined) wrong('leaks-a-descriptor', tried, client);
  conn.leave();
  listener.close();
}
