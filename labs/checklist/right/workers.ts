// A thread for each connection: descriptors belong to the process.
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { accept, as_fd, close, recv_frame, send_frame } from 'sys-socket';
import { cap, listening } from '../listen.js';

if (isMainThread) {
  const listener = listening();
  const serve_the_next = (): void => {
    const accepted = accept(listener);
    if (accepted.ok) new Worker(new URL(import.meta.url), { workerData: accepted.value });
    setImmediate(serve_the_next);
  };
  serve_the_next();
} else {
  const conn = as_fd(workerData);
  for (let frame = recv_frame(conn, { cap }); frame.ok; frame = recv_frame(conn, { cap })) {
    if (!send_frame(conn, frame.value).ok) break;
  }
  close(conn);
}
