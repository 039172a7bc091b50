import { type Fd, MSG_NOSIGNAL, sendmsg, unwrap } from 'sys-socket';

export function send_frame(fd: Fd, message: string): void {
  const n = Buffer.byteLength(message);
  let rest = [Buffer.of(n >>> 24, n >>> 16, n >>> 8, n), Buffer.from(message)];
  while (rest.length > 0) {
    const all = Buffer.concat(rest);
    const taken = unwrap(sendmsg(fd, { msg_iov: rest }, MSG_NOSIGNAL));
    rest = taken < all.length ? [all.subarray(taken)] : [];
  }
}
