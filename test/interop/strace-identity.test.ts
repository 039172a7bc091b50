import { describe, expect, it } from 'vitest';
import { type Command, cpp, ours, run, serve, traced, until } from '../support/servers.js';
import { no_strace } from '../support/strace.js';

// The course chapter's own lines, of its C++ pair. PORT stands for 9000, and the server's getsockname, which the chapter does
// not have, says what port the kernel chose for 0.
const chapter = {
  server: [
    'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3',
    'setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0',
    'bind(3, {sa_family=AF_INET, sin_port=htons(PORT), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
    'listen(3, 128) = 0',
    'getsockname(3, {sa_family=AF_INET, sin_port=htons(PORT), sin_addr=inet_addr("0.0.0.0")}, [128 => 16]) = 0',
    'accept(3, NULL, NULL) = 4',
    'recvfrom(4, "\\0\\0\\0\\v", 4, 0, NULL, NULL) = 4',
    'recvfrom(4, "HELLO-WORLD", 11, 0, NULL, NULL) = 11',
    'sendto(4, "\\0\\0\\0\\v", 4, 0, NULL, 0) = 4',
    'sendto(4, "HELLO-WORLD", 11, 0, NULL, 0) = 11',
    'close(4) = 0',
  ],
  client: [
    'socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3',
    'connect(3, {sa_family=AF_INET, sin_port=htons(PORT), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    'sendto(3, "\\0\\0\\0\\v", 4, 0, NULL, 0) = 4',
    'sendto(3, "HELLO-WORLD", 11, 0, NULL, 0) = 11',
    'recvfrom(3, "\\0\\0\\0\\v", 4, 0, NULL, NULL) = 4',
    'recvfrom(3, "HELLO-WORLD", 11, 0, NULL, NULL) = 11',
    'close(3) = 0',
  ],
};

/**
 * The lines from the first TCP socket on, ports as PORT, and descriptors numbered from 3 in the order in which they appear.
 * A server is killed in its last accept, which has no result then.
 */
function normalised(lines: readonly string[]): string[] {
  const own = lines.slice(lines.findIndex((line) => /^socket\(AF_INET6?, SOCK_STREAM, IPPROTO_TCP\)/.test(line)));
  const numbers: string[] = [];
  const renumbered = (fd: string): string => {
    if (!numbers.includes(fd)) numbers.push(fd);
    return String(3 + numbers.indexOf(fd));
  };
  return own
    .filter((line) => line.includes(' = '))
    .map((line) =>
      line
        .replace(/htons\(\d+\)/g, 'htons(PORT)')
        .replace(/^((?:socket|accept)\(.* = )(\d+)$/, (_, call, fd) => `${call}${renumbered(fd)}`)
        .replace(/^(\w+\()(\d+)/, (_, call, fd) => `${call}${renumbered(fd)}`),
    );
}

/** A client's lines to the close of its socket: what follows is the end of the process, in which Node closes its own. */
function until_closed(lines: readonly string[]): string[] {
  return lines.slice(0, lines.indexOf('close(3) = 0') + 1);
}

/** Without the flags that send_all and recv_frame add: MSG_NOSIGNAL to each send, MSG_DONTWAIT where there is a deadline. */
const without_flags = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/MSG_DONTWAIT(\|MSG_NOSIGNAL)?|MSG_NOSIGNAL/, '0'));

/** One conversation in lock-step: each side sends only what the other waits for. */
async function conversation(pair: { server: Command; client: Command }, once: boolean, host = '0.0.0.0') {
  const flags = once ? ['--once'] : [];
  const server = traced([...pair.server, '--port', '0', '--host', host, ...flags]);
  const { port, stop } = await serve(server.command);
  const local = host === '0.0.0.0' ? '127.0.0.1' : host;
  const client = traced([...pair.client, 'HELLO-WORLD', '--host', local, '--port', `${port}`]);
  expect(String((await run(client.command)).stdout)).toBe('echo: HELLO-WORLD\n');
  await until('the connection to be closed', () => normalised(server.lines()).includes('close(4) = 0'));
  await stop();
  return { server: normalised(server.lines()), client: until_closed(normalised(client.lines())) };
}

const reason = no_strace === undefined ? '' : ` (${no_strace})`;

describe.skipIf(no_strace !== undefined)(`the traces of the echo pairs${reason}`, () => {
  it('are, with --once, those of the chapter, but for MSG_NOSIGNAL and MSG_DONTWAIT', async () => {
    const { server, client } = await conversation(ours, true);
    expect(without_flags(server)).toEqual(chapter.server);
    expect(without_flags(client)).toEqual(chapter.client);
    expect(await conversation(cpp, true)).toEqual(chapter);
  });

  it.each(['127.0.0.1', '::1'])(
    'are the same for %s until the client ends, but for MSG_NOSIGNAL and MSG_DONTWAIT',
    async (host) => {
      const typescript = await conversation(ours, false, host);
      const native = await conversation(cpp, false, host);
      expect(without_flags(typescript.server)).toEqual(native.server);
      expect(without_flags(typescript.client)).toEqual(native.client);
      expect(native.server.slice(-2)).toEqual(['recvfrom(4, "", 4, 0, NULL, NULL) = 0', 'close(4) = 0']);
    },
  );

  it('have MSG_NOSIGNAL on every send of ours, and on none of the C++ pair', async () => {
    const sends = (lines: readonly string[]) => lines.filter((line) => line.startsWith('sendto('));
    const typescript = await conversation(ours, true);
    const native = await conversation(cpp, true);
    for (const line of [...sends(typescript.server), ...sends(typescript.client)])
      expect(line).toContain('MSG_NOSIGNAL');
    for (const line of [...sends(native.server), ...sends(native.client)]) expect(line).not.toContain('MSG_NOSIGNAL');
  });
});
