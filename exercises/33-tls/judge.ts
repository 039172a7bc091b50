import type { TlsOptions } from 'node:tls';
import { exercise, type Program, program, say, shown_bytes, wrong } from 'sys-socket/learn';
import { answer, type Bank, open_bank } from './bank.kit.js';

type Row = readonly [string, string];

const name = 'bank.example';
const ALPNProtocols = ['line/1'];
const secret = 'OPEN-SESAME\n';

/** RFC 8446, 5.1: the type of a record with a message of the handshake. */
const handshake = 0x16;

export default exercise({
  section: '0.11',
  minutes: 30,
  pages: ['connect(2)', 'getsockopt(2)'],
  lab: 'tls',
  async judge(bench) {
    await the_bank(bench.file);
    await refuses(bench.file, 'imposter', { ALPNProtocols }, 'trusts-anybody', [
      say('certificate', '인증서'),
      say(`for ${name}, not by an authority that you trust`, `${name}의 것. 믿는 기관이 만들지 않았다`),
    ]);
    await refuses(bench.file, 'other', { ALPNProtocols }, 'takes-any-name', [
      say('certificate', '인증서'),
      say('by the authority, for other.example', '그 기관이 만들었다. other.example의 것'),
    ]);
    await refuses(bench.file, 'bank', { ALPNProtocols, maxVersion: 'TLSv1.2' }, 'takes-an-older-version', [
      say('the bank', '은행'),
      say('has TLS 1.2 and no later version', 'TLS 1.2까지만 한다'),
    ]);
    await refuses(bench.file, 'bank', {}, 'takes-any-protocol', [
      say('the bank', '은행'),
      say('agrees on no protocol', '프로토콜을 정하지 않는다'),
    ]);
  },
});

/** The server is the bank, and answers in two records. */
async function the_bank(learners: string): Promise<void> {
  const { bank, client } = await asked(learners, 'bank', { ALPNProtocols });
  const hello = bank.first() ?? Buffer.alloc(0);
  const readable = (text: string): Row => ['ClientHello', say(`without ${text}`, `${text} 없음`)];
  if (!hello.includes(name)) wrong('asks-for-nobody', readable(name), client);
  if (!hello.includes('line/1')) wrong('asks-for-no-protocol', readable('line/1'), client);
  const status = await client.ended();
  if (bank.said() === '' && status !== 0) wrong('refuses-the-right-one', client);
  if (bank.said() !== secret)
    wrong('other-bytes', [say('the bank', '은행'), `"${shown_bytes(Buffer.from(bank.said()), 20)}"`], client);
  const printed = Buffer.from(client.said.map((line) => `${line}\n`).join(''));
  if (!printed.equals(answer) || status !== 0) {
    const part = printed.length < answer.length && printed.length > 0;
    wrong(part ? 'takes-a-part-for-all' : 'other-bytes', [say('the bank', '은행'), answer.toString().trim()], client);
  }
  const handed = client.calls.find(({ name }) => name === 'getpeername');
  const closed = client.calls.find(
    ({ name, fd, at }) => name === 'close' && fd === handed?.fd && at > (handed?.at ?? 0),
  );
  if (handed !== undefined && closed !== undefined) wrong('closes-what-is-not-its-own', client);
  bank.close();
}

/** A server to which the client must send nothing. */
async function refuses(
  learners: string,
  who: 'bank' | 'other' | 'imposter',
  options: TlsOptions,
  diagnosis: string,
  tried: Row,
): Promise<void> {
  const { bank, client } = await asked(learners, who, options);
  const status = await client.ended();
  if (bank.said() !== '' || client.said.length > 0)
    wrong(diagnosis, tried, [say('received', '받은 것'), `"${shown_bytes(Buffer.from(bank.said()), 20)}"`], client);
  if (status !== 2) wrong('hides-a-refusal', tried, client);
  bank.close();
}

/** A client that has begun to speak TLS with a server. */
async function asked(
  learners: string,
  who: 'bank' | 'other' | 'imposter',
  options: TlsOptions,
): Promise<{ bank: Bank; client: Program }> {
  const bank = await open_bank(who, options);
  const client = program(learners, { args: [String(bank.port)] });
  await client.until(() => bank.first() !== undefined);
  const first = bank.first();
  if (first === undefined) {
    if (client.status() !== undefined) await client.ended();
    return wrong('nothing-came', client);
  }
  if (first[0] !== handshake)
    wrong('speaks-in-clear', [say('first bytes', '첫 바이트'), `"${shown_bytes(first, 20)}"`], client);
  return { bank, client };
}
