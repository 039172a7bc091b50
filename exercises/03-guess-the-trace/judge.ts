import { exercise, fits, guess, peer, program, say, shown_bytes, wrong } from 'sys-socket/learn';

const message = Buffer.from('\0\0\0\x0bHELLO-WORLD', 'latin1');

/** The functions of C for which strace shows another name. */
const beneath: Readonly<Record<string, string>> = { send: 'sendto', recv: 'recvfrom' };

export default exercise({
  section: '0.7.3',
  minutes: 10,
  pages: ['strace(1)', 'send(2)', 'recv(2)'],
  lab: 'stream',
  async judge(bench) {
    const { lines, measured } = await run(bench.file);
    const parted = guess(lines, measured, (line, real) => !/= *_/.test(line) && fits(line, real));
    if (parted === undefined) return;
    const { guessed, measured: real } = parted;
    if (guessed === undefined) return wrong('calls-are-missing', parted);
    const { name, call, result } = parts_of(guessed);
    if (name === undefined) wrong('no-call', parted);
    if (real === undefined) return wrong('calls-too-many', parted);
    const truth = parts_of(real);
    if (name !== truth.name) wrong(beneath[name] === truth.name ? 'libc-name' : 'other-order', parted);
    if (result === undefined || result === '_') wrong('no-result', parted);
    wrong(fits(call, truth.call) ? 'other-result' : 'other-arguments', parted);
  },
});

/** The lines that the program prints, and the calls that it makes, numbered as in a C program: the first descriptor is 3. */
async function run(file: string): Promise<{ lines: readonly string[]; measured: readonly string[] }> {
  const listener = await peer.listen();
  const client = program(file, { args: [String(listener.port)] });
  const conn = await listener.accept(client);
  if (client.said.some((line) => line.startsWith('TODO'))) wrong('todo');
  if (conn === undefined) {
    await client.ended();
    return wrong('not-the-client', client);
  }
  const came = await peer.receive(client, conn, message.length);
  if (!came.equals(message)) wrong('not-the-client', [say('came', '온 것'), shown_bytes(came)], client);
  conn.send(message);
  const status = await client.ended();
  conn.leave();
  listener.close();
  const names = client.calls.map(({ name }) => name).join(' ');
  if (status !== 0 || names !== 'socket connect sendto sendto recvfrom recvfrom close') wrong('not-the-client', client);
  const first = client.calls[0]?.result;
  const in_c = (text: string) =>
    text.replace(new RegExp(`^(\\w+\\()${first}\\b`), '$13').replace(` = ${first}`, ' = 3');
  const measured = client.calls.map(({ name, line }) => (name === 'socket' ? line.replace(/\d+$/, '3') : in_c(line)));
  return { lines: client.said.filter((line) => line.trim() !== ''), measured };
}

/** `close(3)`, and what it returned. */
function parts_of(line: string): { readonly name?: string; readonly call: string; readonly result?: string } {
  const [, name, rest = ''] = /^\s*(\w+)(\(.*)$/s.exec(line) ?? [];
  if (name === undefined) return { call: line };
  const at = rest.lastIndexOf('=');
  const closed = rest.lastIndexOf(')');
  if (at < closed || at < 0) return { name, call: `${name}${rest}` };
  return { name, call: `${name}${rest.slice(0, at)}`, result: rest.slice(at + 1).trim() };
}
