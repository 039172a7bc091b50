import { mmsghdr, ok, recv, recvfrom, recvmmsg, recvmsg, send, sendmmsg, sendmsg, sendto } from 'sys-socket';

type SendArgs = Parameters<typeof send>;
type RecvArgs = Parameters<typeof recv>;

/** The three calls that send the same bytes to the peer. */
export const ways_to_send = [
  { name: 'send', call: (...[fd, buf, flags]: SendArgs) => send(fd, buf, flags) },
  { name: 'sendto', call: (...[fd, buf, flags = 0]: SendArgs) => sendto(fd, buf, flags) },
  { name: 'sendmsg', call: (...[fd, buf, flags]: SendArgs) => sendmsg(fd, { msg_iov: [buf] }, flags) },
] as const;

/** The two that take what came. */
export const ways_to_recv = [
  { name: 'recv', call: recv },
  { name: 'recvfrom', call: (...[fd, buf, flags]: RecvArgs) => recvfrom(fd, buf, flags) },
] as const;

/** With sendmmsg of a single message: the Result is its bytes. */
export const all_ways_to_send = [
  ...ways_to_send,
  {
    name: 'sendmmsg',
    call: (...[fd, buf, flags]: SendArgs) => {
      const batch = mmsghdr(1, { bytes: 0 });
      batch.set_iov(0, [buf]);
      const sent = sendmmsg(fd, batch, 1, flags);
      return sent.ok ? ok(batch.msg_len(0)) : sent;
    },
  },
] as const;

/** With recvmsg, and recvmmsg of a single message: the Result is the bytes of it. */
export const all_ways_to_recv = [
  ...ways_to_recv,
  {
    name: 'recvmsg',
    call: (...[fd, buf, flags]: RecvArgs) => {
      const came = recvmsg(fd, { msg_iov: [buf] }, flags);
      return came.ok ? ok(came.value.received) : came;
    },
  },
  {
    name: 'recvmmsg',
    call: (...[fd, buf, flags]: RecvArgs) => {
      const batch = mmsghdr(1, { bytes: 0 });
      batch.set_iov(0, [buf]);
      const came = recvmmsg(fd, batch, 1, flags);
      return came.ok ? ok(batch.msg_len(0)) : came;
    },
  },
] as const;
