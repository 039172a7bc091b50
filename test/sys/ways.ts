import { recv, recvfrom, send, sendmsg, sendto } from 'sys-socket';

/** The three calls that send the same bytes to the peer. */
export const ways_to_send = [
  { name: 'send', call: (...[fd, buf, flags]: Parameters<typeof send>) => send(fd, buf, flags) },
  { name: 'sendto', call: (...[fd, buf, flags = 0]: Parameters<typeof send>) => sendto(fd, buf, flags) },
  { name: 'sendmsg', call: (...[fd, buf, flags]: Parameters<typeof send>) => sendmsg(fd, { msg_iov: [buf] }, flags) },
] as const;

/** The two that take what came. */
export const ways_to_recv = [
  { name: 'recv', call: recv },
  { name: 'recvfrom', call: (...[fd, buf, flags]: Parameters<typeof recv>) => recvfrom(fd, buf, flags) },
] as const;
