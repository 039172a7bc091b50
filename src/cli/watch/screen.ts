import type { Output } from '../output.js';

/** Shows lines that replace the previous ones in a terminal; elsewhere they follow them, after an empty line. */
export class Screen {
  readonly #output: Output;
  readonly #live: boolean;
  #lines = 0;
  #hidden = false;

  constructor(output: Output, live: boolean) {
    this.#output = output;
    this.#live = live;
  }

  show(lines: readonly string[]): void {
    if (!this.#live) {
      this.#output.write(`${this.#lines > 0 ? '\n' : ''}${lines.join('\n')}\n`);
      this.#lines = lines.length;
      return;
    }
    const room = (process.stdout.rows ?? 25) - 2;
    const cut = lines.length > room ? [...lines.slice(0, room), `... and ${lines.length - room} more`] : lines;
    const before = this.#hidden ? '' : '\x1b[?25l'; // hides the cursor; ?7l (DECAWM) below cuts lines at the width of the terminal
    const back = this.#lines > 0 ? `\x1b[${this.#lines}A` : '';
    this.#hidden = true;
    this.#lines = cut.length;
    this.#output.write(`${before}\x1b[?7l${back}\x1b[J${cut.join('\n')}\n`);
  }

  /** Shows the cursor again. Ignores a failed write: the reader may be gone. */
  restore(): void {
    if (!this.#hidden) return;
    this.#hidden = false;
    try {
      this.#output.write('\x1b[?7h\x1b[?25h\x1b[0m');
    } catch {}
  }
}
