// strace counts injections for each thread and takes one for each system call's name.
import { EMFILE, strerror } from 'sys-socket';
import { describe, expect, it } from 'vitest';
import { type Command, ours, program, run, serve, traced, until } from '../support/servers.js';
import { no_strace } from '../support/strace.js';

const reason = no_strace === undefined ? '' : ` (${no_strace})`;
const server_command: Command = [...ours.server, '--host', '127.0.0.1', '--port', '0'];
const client_command = (port: number, ...args: string[]): Command => [...ours.client, ...args, '--port', `${port}`];

/** The lines of one call, from the first of the conversation on, that is behind the work of getaddrinfo. */
function calls(lines: readonly string[], name: string): string[] {
  const from = lines.findIndex((line) => line.startsWith('socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)'));
  return lines.slice(from).filter((line) => line.startsWith(`${name}(`));
}

/** What stands before the result. */
const without_result = (line: string | undefined) => line?.replace(/ = [^=]*$/, '');

/** Asserts that each injected EINTR is followed by the same call, pointer and length, that was interrupted. */
function expect_retries(lines: readonly string[]): void {
  const interrupted = lines.flatMap((line, i) => (line.endsWith('(INJECTED)') ? [i] : []));
  expect(interrupted.length).toBeGreaterThan(0);
  for (const i of interrupted) expect(without_result(lines[i + 1])).toBe(without_result(lines[i]));
}

describe.skipIf(no_strace !== undefined)(`the echo pair, with faults injected by strace${reason}`, () => {
  const interrupts = (...names: string[]) => names.map((name) => `${name}:error=EINTR:when=1+2`);

  it('survives EINTR on each second receive, send and accept of the server', async () => {
    const trace = traced(server_command, {
      inject: interrupts('recvfrom', 'sendto', 'accept'),
      raw: 'recvfrom,sendto',
    });
    const server = await serve(trace.command);
    for (const word of ['one', 'two']) {
      expect(await run(client_command(server.port, word))).toMatchObject({
        status: 0,
        stdout: Buffer.from(`echo: ${word}\n`),
      });
    }
    await until('two connections served', () => server.stdout().split('served 1 frames').length === 3);
    expect(server.stderr()).toMatch(/^(accept: Interrupted system call\n)+$/);
    expect_retries(calls(trace.lines(), 'recvfrom'));
    expect_retries(calls(trace.lines(), 'sendto'));
  });

  it('survives EINTR on each second receive and send of the client', async () => {
    const { port } = await serve(server_command);
    const trace = traced(client_command(port, 'HELLO-WORLD'), {
      inject: interrupts('recvfrom', 'sendto'),
      raw: 'recvfrom,sendto',
    });
    expect(await run(trace.command)).toMatchObject({ status: 0, stdout: Buffer.from('echo: HELLO-WORLD\n') });
    expect_retries(calls(trace.lines(), 'recvfrom'));
    expect_retries(calls(trace.lines(), 'sendto'));
  });

  it('tells ECONNRESET of the client by its status: 3 for a send, 4 for the header, 5 for the payload', async () => {
    const { port } = await serve(server_command);
    const statuses = ['sendto:error=ECONNRESET', 'recvfrom:error=ECONNRESET', 'recvfrom:error=ECONNRESET:when=2'].map(
      async (inject) => {
        const trace = traced(client_command(port, 'HELLO-WORLD'), { inject: [inject] });
        const { status, stderr } = await run(trace.command);
        expect(stderr).toMatch(/^echo-client: .*: Connection reset by peer\n$/);
        return status;
      },
    );
    expect(await Promise.all(statuses)).toEqual([3, 4, 5]);
  });

  it.each(['recvfrom', 'sendto'])('loses one connection, not the server, by ECONNRESET on %s', async (name) => {
    const probe = traced(server_command);
    await serve(probe.command);
    const before = probe.lines().filter((line) => line.startsWith(`${name}(`)).length; // getaddrinfo's own, over netlink
    const trace = traced(server_command, { inject: [`${name}:error=ECONNRESET:when=${before + 1}`] });
    const server = await serve(trace.command);
    expect((await run(client_command(server.port, 'one'))).status).toBe(4);
    expect((await run(client_command(server.port, 'two'))).status).toBe(0);
    expect(server.stdout()).toContain('dropped after 0 frames: Connection reset by peer');
  });

  it('says EMFILE of accept, survives it, and serves the connection that waited', async () => {
    const trace = traced(server_command, { inject: ['accept:error=EMFILE:when=1..3'] });
    const server = await serve(trace.command);
    expect((await run(client_command(server.port, 'patient'))).stdout.toString()).toBe('echo: patient\n');
    expect(server.stderr()).toBe(`accept: ${strerror(EMFILE)}\n`.repeat(3));
  });
});

describe.skipIf(no_strace !== undefined)(`the loops, with short transfers injected by strace${reason}`, () => {
  /** The calls of a program on a pair of sockets `a` and `b`, and what it prints. */
  async function on_a_pair(code: string, inject: string, raw?: string) {
    const trace = traced(
      program(`
        import * as s from 'sys-socket';
        const [a, b] = s.unwrap(s.socketpair(s.AF_UNIX, s.SOCK_STREAM, 0));
        const hello = Buffer.from('HELLO-WORLD');
        ${code}
      `),
      { inject: [inject], ...(raw === undefined ? {} : { raw }) },
    );
    const { status, stdout, stderr } = await run(trace.command);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return { lines: trace.lines(), stdout: stdout.toString() };
  }

  /** Pointer and length of each call that was printed raw. */
  const spans = (lines: readonly string[], name: string) =>
    lines
      .filter((line) => line.startsWith(`${name}(`))
      .map((line) => line.split(', ').slice(1, 3).map(Number))
      .map(([pointer = Number.NaN, length = Number.NaN]) => ({ pointer, length }));

  it('a short send is followed by one of the rest', async () => {
    const code = 'console.log(s.unwrap(s.send_all(a, hello)));';
    const { lines, stdout } = await on_a_pair(code, 'sendto:retval=3:when=1', 'sendto');
    const [first, second, ...more] = spans(lines, 'sendto');
    expect(first?.length).toBe(11);
    expect(second).toEqual({ pointer: (first?.pointer ?? 0) + 3, length: 8 });
    expect(more).toEqual([]);
    expect(stdout).toBe('11\n');
  });

  it('a short receive is followed by one for the rest', async () => {
    const code = `
      s.unwrap(s.send(a, hello.subarray(3)));
      const buffer = Buffer.alloc(11, '.');
      console.log(s.unwrap(s.recv_exact(b, buffer)), String(buffer));
    `;
    const { lines, stdout } = await on_a_pair(code, 'recvfrom:retval=3:when=1', 'recvfrom');
    const [first, second, ...more] = spans(lines, 'recvfrom');
    expect(first?.length).toBe(11);
    expect(second).toEqual({ pointer: (first?.pointer ?? 0) + 3, length: 8 });
    expect(more).toEqual([]);
    expect(stdout).toBe('11 ...LO-WORLD\n'); // strace delivers no bytes for its 3
  });

  const vectors = (lines: readonly string[]) =>
    lines
      .filter((line) => line.startsWith('sendmsg('))
      .map((line) =>
        [...line.matchAll(/iov_base="(.*?)", iov_len=(\d+)/g)].map(([, base, length]) => [base, Number(length)]),
      );

  it.each([
    [
      'inside the header',
      2,
      [
        ['\\0\\v', 2],
        ['HELLO-WORLD', 11],
      ],
    ],
    ['behind the header', 4, [['HELLO-WORLD', 11]]],
    ['inside the payload', 6, [['LLO-WORLD', 9]]],
  ])('a short sendmsg, %s, is followed by one of the rest', async (_, taken, rest) => {
    const code = 'console.log(s.unwrap(s.send_frame(a, hello)));';
    const { lines, stdout } = await on_a_pair(code, `sendmsg:retval=${taken}:when=1`);
    expect(vectors(lines)).toEqual([
      [
        ['\\0\\0\\0\\v', 4],
        ['HELLO-WORLD', 11],
      ],
      rest,
    ]);
    expect(stdout).toBe('15\n');
  });

  it('EINTR is returned, with the progress, to who asks for it', async () => {
    const code = `
      s.unwrap(s.send(a, hello.subarray(0, 6)));
      const { error } = s.recv_exact(b, Buffer.alloc(11), { on_interrupt: 'return' });
      console.log(error.code, error.received);
    `;
    expect((await on_a_pair(code, 'recvfrom:error=EINTR:when=2')).stdout).toBe('EINTR 6\n');
  });
});
