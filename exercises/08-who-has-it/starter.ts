/** Where the bytes are when nothing moves any more. */
export interface Where {
  /** The bytes that send(2) has taken, all together. */
  readonly accepted: number;
  /** SIOCOUTQ of the sender: ss calls it Send-Q. */
  readonly send_queue: number;
  /** SIOCINQ of the receiver: ss calls it Recv-Q. */
  readonly receive_queue: number;
}

/** What you expect your kernel to report. */
export function guess(): Readonly<Record<'sent' | 'read' | 'full', Where>> {
  throw new Error('TODO: three rows of numbers');
  // return {
  //   // 1000 bytes are sent. The receiver has called nothing.
  //   sent: { accepted: 0, send_queue: 0, receive_queue: 0 },
  //   // It has received 400 of them.
  //   read: { accepted: 0, send_queue: 0, receive_queue: 0 },
  //   // Another connection. The sender sends until EAGAIN, again and again; the receiver calls nothing.
  //   full: { accepted: 0, send_queue: 0, receive_queue: 0 },
  // };
}
