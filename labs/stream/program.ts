// Receives frames, and says each message. A stream has no messages: recv(2) gives whatever bytes are there, and the decoder
// finds out where one message ends.
import {
  AF_INET,
  accept,
  bind,
  close,
  FrameDecoder,
  getsockname,
  listen,
  recv,
  SOCK_STREAM,
  sockaddr_in,
  sockaddr_storage,
  socket,
  unwrap,
} from 'sys-socket';

const listener = unwrap(socket(AF_INET, SOCK_STREAM, 0));
unwrap(bind(listener, sockaddr_in('127.0.0.1', 0)));
unwrap(listen(listener, 1));
const name = sockaddr_storage();
unwrap(getsockname(listener, name));
console.log(`listening on ${name}`);

const conn = unwrap(accept(listener));
const room = Buffer.alloc(65536);
const decoder = new FrameDecoder();
for (;;) {
  const received = unwrap(recv(conn, room));
  if (received === 0) break;
  for (const message of unwrap(decoder.push(room.subarray(0, received)))) {
    console.log(JSON.stringify(Buffer.from(message).toString('latin1')));
  }
}
unwrap(decoder.end());
unwrap(close(conn));
unwrap(close(listener));
