export const kilobyte = 1024;

/** When a sender is first told that it is too fast, and where its bytes are then. */
export interface FirstNo {
  /** Bytes handed over at a time. */
  readonly chunk: number;
  readonly told_by: string;
  /** Bytes that were handed over until then, and were not refused. */
  readonly written: number;
  /** Of these, what the kernels have: SIOCOUTQ here, and FIONREAD at the peer, which never reads. */
  readonly kernel: number;
  /** `writableLength`, what net says that it holds. */
  readonly writable_length: number;
}

/** What one side tells of the same connections. Nothing here is a time. */
export interface Facts {
  /** TCP_NODELAY of a new connection. */
  readonly nodelay: number;
  /** How often a payload of a {@link kilobyte} is copied in user space between the read that brings it and its frame. */
  readonly copies: number;
  readonly first_no: readonly FirstNo[];
  /** The same after 16 MiB, of a sender that does not heed it. */
  readonly heedless: FirstNo;
  /** Of an answer of 6 bytes to a peer that has shut its side down: what arrives. */
  readonly half_close: Readonly<Record<string, number>>;
  /** What the program is told, in order. */
  readonly refused: readonly string[];
  readonly reset: readonly string[];
  readonly broken_pipe: Readonly<Record<string, readonly string[]>>;
}

export const heedless_bytes = 16 << 20;
export const chunks = [1024, 65536] as const;
