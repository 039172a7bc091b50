/** Where the bytes are, once nothing moves any more. */
export interface Where {
  /** All that send(2) has said to have taken. */
  readonly accepted: number;
  /** SIOCOUTQ of the sender: ss calls it Send-Q. */
  readonly send_queue: number;
  /** SIOCINQ of the receiver: ss calls it Recv-Q. */
  readonly receive_queue: number;
}

/** What you expect of your kernel. */
export function guess(): Readonly<Record<'sent' | 'read' | 'full', Where>> {
  return {
    sent: { accepted: 1000, send_queue: 0, receive_queue: 1000 },
    read: { accepted: 1000, send_queue: 0, receive_queue: 600 },
    full: { accepted: 65536, send_queue: 32768, receive_queue: 32768 },
  };
}
