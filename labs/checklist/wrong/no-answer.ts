// Takes everything, and says nothing.
import { close, recv } from 'sys-socket';
import { clients } from '../listen.js';

const room = Buffer.alloc(65536);
for (const conn of clients()) {
  for (let received = recv(conn, room); received.ok && received.value > 0; ) received = recv(conn, room);
  close(conn);
}
