// A learner's proxy between clients and a server, both of which the judge plays.
import { type Program, peer, say, shown_bytes, wrong } from 'sys-socket/learn';

export type Row = readonly [string, string];

/** A connection through the proxy: the client's end, and the server's. */
export interface Through {
  readonly client: peer.Peer;
  readonly server: peer.Peer;
}

export const mebibyte = 1 << 20;
export const row = (label: string, ko: string, text: string, ko_text: string): Row => [
  say(label, ko),
  say(text, ko_text),
];
export const does = (text: string, ko: string): Row => row('one end', '한쪽', text, ko);

/** The same connection, from the other side. */
export function turned({ client, server }: Through): Through {
  return { client: server, server: client };
}

export class Proxied {
  readonly program: Program;
  readonly #listener: peer.Listener;

  constructor(program: Program, listener: peer.Listener) {
    this.program = program;
    this.#listener = listener;
  }

  async connects(diagnosis: string): Promise<Through> {
    const client = await peer.connect(this.program);
    const server = await this.#listener.accept(this.program);
    if (server !== undefined) return { client, server };
    await this.lives(diagnosis === 'nothing-through' ? 'throws' : diagnosis);
    return wrong(
      diagnosis,
      row('server', '서버', 'nobody has connected to it', '아무도 connect하지 않았다'),
      this.program,
    );
  }

  /** These bytes of one end must arrive at the other. */
  async passes(from: peer.Peer, to: peer.Peer, bytes: Buffer, diagnosis: string, ...tried: Row[]): Promise<void> {
    from.send(bytes);
    await this.brings(to, bytes, diagnosis, ...tried);
  }

  async brings(to: peer.Peer, bytes: Buffer, diagnosis: string, ...tried: Row[]): Promise<void> {
    const came = await peer.receive(this.program, to, bytes.length);
    await this.lives(diagnosis === 'nothing-through' ? 'throws' : diagnosis, ...tried);
    if (came.equals(bytes) && to.waiting === 0) return;
    const sent = row('sent', '보낸 것', ...both(`${bytes.length} bytes "${shown_bytes(bytes, 12)}"`));
    const got = row('came', '온 것', ...both(`${came.length + to.waiting} bytes "${shown_bytes(came, 12)}"`));
    const early = diagnosis === 'bytes-lost' && to.over && came.equals(bytes.subarray(0, came.length));
    if (early) wrong('ends-before-the-rest', ...tried, sent, got, this.program);
    const other = came.length > 0 && /^(nothing-through|one-way-only)$/.test(diagnosis);
    wrong(other ? 'other-bytes' : diagnosis, ...tried, sent, got, this.program);
  }

  /** The proxy must be there. */
  async lives(diagnosis: string, ...tried: Row[]): Promise<void> {
    if (this.program.status() === undefined) return;
    await this.program.ended(diagnosis);
    wrong(diagnosis, ...tried, this.program);
  }

  /** An end must get the end of the stream when the other has ended, or has gone. */
  async ends(at: peer.Peer, diagnosis: string, tried: Row): Promise<void> {
    const over = await this.program.until(
      () => at.over,
      () => peer.all_came(at),
    );
    await this.lives('one-ends-all', tried);
    if (!over)
      wrong(diagnosis, tried, row('the other', '다른 쪽', 'hears nothing of it', '아무것도 듣지 못한다'), this.program);
  }

  /** Nothing is on its way. A proxy that sleeps makes no calls. */
  async idle(): Promise<void> {
    await this.program.rests();
    const before = this.program.calls.length;
    const rests = await this.program.rests();
    const calls = this.program.calls.length - before;
    if (!rests || calls > 50)
      wrong('spins-when-idle', this.program, row('meanwhile', '그동안', `${calls} calls`, `호출 ${calls}번`));
  }

  /** Both descriptors of a connection. */
  async closes(
    alone: number,
    diagnosis = 'leaks-a-descriptor',
    tried = does('all have gone', '모두 갔다'),
  ): Promise<void> {
    const open = () => this.program.sockets() - alone;
    if (
      await this.program.until(
        () => open() <= 0,
        () => true,
      )
    )
      return;
    const more = row('open sockets', '열린 소켓', `${open()} more than before`, `전보다 ${open()}개 많다`);
    wrong(diagnosis, tried, more, this.program);
  }
}

export function both(text: string): [string, string] {
  return [text, text];
}

/** The kernel has taken all that it can from a client, and the program does not receive it. */
export function stuck({ calls }: Program, client: peer.Peer): boolean {
  return calls.length > 0 && ((peer.program_end(client)?.unread ?? 0) > 0 || peer.all_came(client));
}

/** The bytes that the calls have received from one end, and sent to the other. */
export function moved(
  { calls }: Program,
  from: peer.Peer,
  to: peer.Peer,
): { readonly received: number; readonly sent: number } {
  const sum = (names: RegExp, { port, far }: peer.Peer) =>
    calls
      .filter(
        ({ name, result, behind = '' }) =>
          names.test(name) && result > 0 && behind.includes(`:${port}`) && behind.includes(`:${far}`),
      )
      .reduce((all, { result }) => all + result, 0);
  return { received: sum(/^(recv|read)/, from), sent: sum(/^(send|write)/, to) };
}

/** Random numbers, the same each time. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
