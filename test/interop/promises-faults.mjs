// Sends and receives a million bytes in each way of sys-socket/promises on descriptor 3, whose other end is descriptor 4. Prints for each whether all was
// moved, or the error; how many bytes were; and whether they, and the rest, are the right ones.
import * as sys from '../../dist/index.js';
import * as soon from '../../dist/promises/index.js';

const [here, there] = [sys.as_fd(3), sys.as_fd(4)];
const payload = Buffer.from(Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 7) % 251));
const frame = Buffer.concat([sys.frame_header(payload.length), payload]);

/** Receives from `fd` until `enough` is true, by another syscall than those of the package's loops. */
async function taken(fd, enough) {
  const pieces = [];
  for (let length = 0; !enough(length); ) {
    const room = Buffer.alloc(65536);
    const got = await soon.recvmsg(fd, { msg_iov: [room] }, 0, { timeout: 5 });
    if (!got.ok) {
      if (got.error.code !== 'ETIMEDOUT') throw new Error(got.error.message);
      continue; // nothing more has come yet
    }
    pieces.push(room.subarray(0, got.value.received));
    length += got.value.received;
  }
  return Buffer.concat(pieces);
}

async function sends(wire, send) {
  let moved;
  const taking = taken(there, (length) => length === moved);
  const sent = await send(here);
  moved = sent.ok ? sent.value : sent.error.sent;
  return { code: sent.error?.code ?? 'ok', moved, intact: (await taking).equals(wire.subarray(0, moved)) };
}

async function receives(wire, receive) {
  const sending = soon.send_all(there, wire);
  const { got, came } = await receive(here);
  const moved = got.ok ? wire.length : got.error.received;
  const rest = await taken(here, (length) => length === wire.length - moved);
  sys.unwrap(await sending);
  const right = came === undefined || came.equals(payload.subarray(0, came.length));
  return { code: got.error?.code ?? 'ok', moved, intact: right && rest.equals(wire.subarray(moved)) };
}

console.log(
  JSON.stringify({
    send_all: await sends(payload, (fd) => soon.send_all(fd, payload)),
    send_frame: await sends(frame, (fd) => soon.send_frame(fd, payload)),
    recv_exact: await receives(payload, async (fd) => {
      const room = Buffer.alloc(payload.length);
      const got = await soon.recv_exact(fd, room);
      return { got, came: room.subarray(0, got.ok ? got.value : got.error.received) };
    }),
    recv_frame: await receives(frame, async (fd) => {
      const got = await soon.recv_frame(fd);
      return { got, came: got.ok ? Buffer.from(got.value) : undefined };
    }),
  }),
);
