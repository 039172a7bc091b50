import { AF_INET, AF_INET6, SHUT_WR, SOCK_NONBLOCK, SOCK_STREAM } from '../../constants.js';
import type { Fd } from '../../fd.js';
import { IPPROTO_TCP } from '../../level.js';
import { TCP_NODELAY } from '../../options.js';
import { connect } from '../../promises/connect.js';
import { recv_frame, send_frame } from '../../promises/frame.js';
import { unwrap } from '../../result.js';
import type { SockAddr } from '../../sockaddr/address.js';
import { close } from '../../sys/close.js';
import { setsockopt } from '../../sys/getsockopt.js';
import { shutdown } from '../../sys/shutdown.js';
import { socket } from '../../sys/socket.js';
import { Failure } from '../command.js';

/** The time limit for an answer, in milliseconds. */
const deadline = 5000;

/** A client that sends and receives frames. */
export interface Client {
  /** Sends a frame, and waits until it comes back. @returns milliseconds, or the reason why it did not come back */
  ask(payload: Uint8Array): Promise<number | string>;
  /** Ends the sending direction. */
  finish(): void;
  close(): void;
}

export async function client_of(addr: SockAddr): Promise<Client> {
  const domain = addr.sa_family === AF_INET6 ? AF_INET6 : AF_INET;
  const fd: Fd = unwrap(socket(domain, SOCK_STREAM | SOCK_NONBLOCK, 0));
  const connected = await connect(fd, addr, { timeout: deadline });
  if (!connected.ok) {
    close(fd);
    throw new Failure(`cannot connect to ${addr}: ${connected.error.message}`);
  }
  unwrap(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1));
  return {
    async ask(payload) {
      const began = performance.now();
      const [sent, answer] = await Promise.all([
        send_frame(fd, payload, { deadline }),
        recv_frame(fd, { deadline, cap: payload.length }),
      ]);
      if (!sent.ok) return sent.error.message;
      if (!answer.ok) return answer.error.message;
      return Buffer.compare(answer.value, payload) === 0
        ? performance.now() - began
        : 'the answer is a different frame';
    },
    finish: () => void shutdown(fd, SHUT_WR),
    close: () => void close(fd),
  };
}
