// Decodes each piece by itself: a letter that is cut in the middle is lost.
import { createServer } from 'node:net';
import { cap, listening_net } from '../listen.js';

listening_net(
  createServer((conn) => {
    let text = '';
    conn
      .on('error', () => {})
      .on('data', (bytes) => {
        for (text += bytes.toString(); text.length >= 4; ) {
          const length = Buffer.from(text.slice(0, 4), 'latin1').readUInt32BE();
          if (length > cap) {
            conn.destroy();
            return;
          }
          const payload = Buffer.from(text.slice(4));
          if (payload.length < length) return;
          conn.write(Buffer.concat([Buffer.from(text.slice(0, 4), 'latin1'), payload.subarray(0, length)]));
          text = payload.subarray(length).toString();
        }
      });
  }),
);
