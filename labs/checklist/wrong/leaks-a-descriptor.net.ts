// Never looks at the end: half-open connections stay for ever.
import { createServer } from 'node:net';
import { FrameDecoder, frame_header } from 'sys-socket';
import { cap, listening_net } from '../listen.js';

listening_net(
  createServer({ allowHalfOpen: true }, (conn) => {
    const decoder = new FrameDecoder({ cap });
    conn
      .on('error', () => {})
      .on('data', (bytes) => {
        const frames = decoder.push(bytes);
        if (!frames.ok) conn.destroy();
        else for (const frame of frames.value) conn.write(Buffer.concat([frame_header(frame.length), frame]));
      });
  }),
);
