// There is no loop around accept.
import { accept, close, recv_frame, send_frame, unwrap } from 'sys-socket';
import { cap, listening } from '../listen.js';

const conn = unwrap(accept(listening()));
for (let frame = recv_frame(conn, { cap }); frame.ok; frame = recv_frame(conn, { cap })) send_frame(conn, frame.value);
close(conn);
