// D-Bus with raw calls, including file descriptors: a service that returns and accepts open files, and a client.
//
//   node dbus.ts serve NAME        owns the name; example.Files has Open(s) -> h and Head(h) -> s
//   node dbus.ts ask NAME FILE     makes the service open the file, and then read from the descriptor that it returned
//
// The bus is the one of DBUS_SESSION_BUS_ADDRESS. A connection is a unix stream: SASL EXTERNAL, where the kernel tells the bus the user of the
// peer, then NEGOTIATE_UNIX_FD, then messages (dbus-wire.ts). A message's descriptors come with its first bytes, as SCM_RIGHTS.
import { openSync } from 'node:fs';
import {
  AF_UNIX,
  as_fd,
  CMSG_SPACE,
  close,
  cmsg,
  cmsg_value,
  type Fd,
  MSG_CMSG_CLOEXEC,
  MSG_NOSIGNAL,
  preadv,
  SCM_RIGHTS,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_un,
  socket,
  unwrap,
} from 'sys-socket';
import { connect, recv, recv_exact, recvmsg_exact, send_all, sendmsg } from 'sys-socket/promises';
import { decode, ERROR, encode, FIXED, METHOD_CALL, METHOD_RETURN, type Message, rest_of } from './dbus-wire.ts';

const own = { path: '/', interface: 'example.Files' };
const bus = {
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  destination: 'org.freedesktop.DBus',
};
/** A flag of RequestName: if the name has an owner, the call fails instead of joining the queue for the name. */
const DO_NOT_QUEUE = 4;
/** The types and values of a reply. */
type Answer = Required<Pick<Message, 'signature' | 'body'>>;

const [what, name = '', path = ''] = process.argv.slice(2);
if (what === 'serve') await serve();
else if (what === 'ask') await ask();
else throw new Error('serve NAME, or ask NAME FILE');

async function serve(): Promise<void> {
  const connection = await open_bus((member, signature, [value]) => {
    if (member === 'Open' && signature === 's') return { signature: 'h', body: [openSync(String(value), 'r')] };
    if (member === 'Head' && signature === 'h') return { signature: 's', body: [head(as_fd(Number(value)))] };
    throw new Error(`no method ${member}(${signature})`);
  });
  const [owner] = await connection.call({ ...bus, member: 'RequestName', signature: 'su', body: [name, DO_NOT_QUEUE] });
  if (owner !== 1) throw new Error(`${name} has an owner`);
  console.log(`${connection.unique} owns ${name}`);
  throw await connection.ended;
}

async function ask(): Promise<void> {
  const connection = await open_bus();
  const service = { ...own, destination: name };
  const [file] = await connection.call({ ...service, member: 'Open', signature: 's', body: [path] });
  const opened = as_fd(Number(file));
  const [text] = await connection.call({ ...service, member: 'Head', signature: 'h', body: [opened] });
  console.log(`${connection.unique} holds fd ${opened}, and was told ${JSON.stringify(text)}`);
  for (const fd of [opened, connection.fd]) close(fd);
}

/** The first bytes of a file. A read from a pipe might block; preadv(2) fails on a pipe with ESPIPE. */
function head(file: Fd): string {
  const bytes = Buffer.alloc(16);
  return bytes.toString('latin1', 0, unwrap(preadv(file, [bytes], 0)));
}

/** A connection to the bus, after Hello. `serves` answers the calls of others; what it throws becomes the error reply. */
async function open_bus(serves?: (member: string, signature: string, body: NonNullable<Message['body']>) => Answer) {
  const fd = unwrap(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  unwrap(await connect(fd, address_of(process.env.DBUS_SESSION_BUS_ADDRESS ?? '')));
  await authenticate(fd);

  const calls = new Map<number, Waiting>();
  let serial = 0;
  let sending: Promise<unknown> = Promise.resolve();
  /** One message at a time: a stream has no message boundaries, so two messages must not be interleaved. */
  const send = (message: Omit<Message, 'serial'>): number => {
    serial += 1;
    const { bytes, fds } = encode({ ...message, serial });
    sending = sending.then(() => transmit(fd, bytes, fds));
    return serial;
  };
  const call = async (message: Omit<Message, 'serial' | 'type'>): Promise<NonNullable<Message['body']>> =>
    new Promise((resolve, reject) => calls.set(send({ ...message, type: METHOD_CALL }), { resolve, reject }));

  const answer = async ({ member = '', signature = '', body = [], ...called }: Message): Promise<void> => {
    const to = { reply_serial: called.serial, ...(called.sender && { destination: called.sender }) };
    let given: Answer | undefined;
    try {
      if (called.interface !== own.interface || !serves) throw new Error(`no interface ${called.interface}`);
      given = serves(member, signature, body);
      send({ type: METHOD_RETURN, ...to, ...given });
    } catch (error) {
      const error_name = 'org.freedesktop.DBus.Error.Failed';
      send({ type: ERROR, ...to, error_name, signature: 's', body: [String(error)] });
    }
    // The service closes the descriptors it received, and those it returned as soon as they are sent.
    await sending;
    for (const sent of [...descriptors({ signature, body }), ...descriptors(given)]) close(sent);
  };

  const listen = async (): Promise<void> => {
    for (;;) {
      const message = await receive(fd);
      const waiting = calls.get(message.reply_serial ?? 0);
      calls.delete(message.reply_serial ?? 0);
      if (message.type === METHOD_CALL) void answer(message);
      else if (message.type === METHOD_RETURN) waiting?.resolve(message.body ?? []);
      else if (message.type === ERROR) waiting?.reject(new Error(`${message.error_name}: ${message.body?.[0]}`));
      else for (const unasked of descriptors(message)) close(unasked); // a signal
    }
  };
  const ended = listen().catch((error: unknown) => {
    for (const { reject } of calls.values()) reject(error);
    return error;
  });
  const [unique] = await call({ ...bus, member: 'Hello' });
  return { fd, call, unique, ended };
}

interface Waiting {
  resolve(body: NonNullable<Message['body']>): void;
  reject(error: unknown): void;
}

/** The descriptors among the values of a body. */
function descriptors({ signature = '', body = [] }: Partial<Answer> = {}): Fd[] {
  return body.flatMap((value, i) => (signature[i] === 'h' ? [as_fd(Number(value))] : []));
}

/** The first address of the form `unix:path=/run/user/1000/bus` or `unix:abstract=NAME`. */
function address_of(addresses: string) {
  const [, kind, path = ''] = /(?:^|;)unix:(path|abstract)=([^,;]*)/.exec(addresses) ?? [];
  if (kind === undefined) throw new Error('DBUS_SESSION_BUS_ADDRESS names no unix socket');
  return sockaddr_un((kind === 'abstract' ? '@' : '') + decodeURIComponent(path));
}

/** Authentication is in lines of text, before the first message. It starts with a byte 0, which carries the credentials on systems that send them. */
async function authenticate(fd: Fd): Promise<void> {
  const user = Buffer.from(String(process.getuid?.())).toString('hex');
  await expect_line(fd, `\0AUTH EXTERNAL ${user}\r\n`, 'OK ');
  await expect_line(fd, 'NEGOTIATE_UNIX_FD\r\n', 'AGREE_UNIX_FD');
  unwrap(await send_all(fd, Buffer.from('BEGIN\r\n')));
}

/** Before BEGIN the bus sends nothing but answers, so the bytes received are the answer or its beginning. */
async function expect_line(fd: Fd, said: string, expected: string): Promise<void> {
  unwrap(await send_all(fd, Buffer.from(said)));
  const bytes = Buffer.alloc(256);
  for (let line = ''; !line.endsWith('\r\n'); ) {
    const received = unwrap(await recv(fd, bytes));
    line += bytes.toString('latin1', 0, received);
    if (received === 0 || (line.endsWith('\r\n') && !line.startsWith(expected))) {
      throw new Error(`the bus does not say ${expected}: ${line}`);
    }
  }
}

async function transmit(fd: Fd, bytes: Uint8Array, fds: readonly Fd[]): Promise<void> {
  const msg_control = fds.length > 0 ? [cmsg(SOL_SOCKET, SCM_RIGHTS, fds)] : [];
  const sent = unwrap(await sendmsg(fd, { msg_iov: [bytes], msg_control }, MSG_NOSIGNAL));
  unwrap(await send_all(fd, bytes.subarray(sent)));
}

/** The next message. The bus passes on at most 16 descriptors with a message. */
async function receive(fd: Fd): Promise<Message> {
  const fixed = new Uint8Array(FIXED);
  const room = { msg_controllen: CMSG_SPACE(16 * 4), flags: MSG_CMSG_CLOEXEC };
  const { msg_control } = unwrap(await recvmsg_exact(fd, fixed, room));
  const bytes = Buffer.concat([fixed, new Uint8Array(rest_of(fixed))]);
  unwrap(await recv_exact(fd, bytes.subarray(FIXED)));
  return decode(
    bytes,
    msg_control.flatMap((came) => cmsg_value(came, SOL_SOCKET, SCM_RIGHTS) ?? []),
  );
}
