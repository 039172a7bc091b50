/** How to print a call. */
export interface PrintOptions {
  /** strace's `-s`: the longest string, and array, that is printed whole. */
  readonly strings: number;
  /** A descriptor of this process, or of another: `4`, or with `-yy` `4<TCP:[127.0.0.1:9000]>`. */
  fd(fd: number, pid?: number): string;
}
