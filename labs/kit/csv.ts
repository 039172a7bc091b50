import { writeFileSync } from 'node:fs';

/** Rows as text, with a header first: RFC 4180. */
export class Csv {
  readonly #file: string;
  readonly #lines: string[] = [];
  #columns: readonly string[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Adds a row. Throws unless its columns are those of the first row. */
  row(row: Readonly<Record<string, string | number>>): void {
    if (this.#lines.length === 0) {
      this.#columns = Object.keys(row);
      this.#lines.push(this.#columns.map(cell).join(','));
    }
    if (Object.keys(row).join() !== this.#columns.join()) {
      throw new Error(`events.csv has the columns ${this.#columns.join()}, not ${Object.keys(row).join()}`);
    }
    this.#lines.push(Object.values(row).map(cell).join(','));
  }

  write(): void {
    writeFileSync(this.#file, this.#lines.map((line) => `${line}\r\n`).join(''));
  }
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
