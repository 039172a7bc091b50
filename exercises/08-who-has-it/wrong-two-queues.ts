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
  return {
    sent: { accepted: 1000, send_queue: 0, receive_queue: 1000 },
    read: { accepted: 1000, send_queue: 0, receive_queue: 600 },
    full: { accepted: 131072, send_queue: 0, receive_queue: 131072 },
  };
}
