import { Misuse } from '../command.js';

const thousands = Object.entries({ T: 1e12, G: 1e9, M: 1e6, k: 1e3, '': 1 });
const seconds: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

const decimal = '(\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)';

function positive(text: string, number: number, what: string): number {
  if (!(number > 0 && Number.isFinite(number))) throw new Misuse(`${what} must be more than 0, got '${text}'`);
  return number;
}

/** The factor of a prefix, in upper or lower case. */
function power_of(kilo: string): number {
  const [, power] = thousands.find(([letter]) => letter.toLowerCase() === kilo.toLowerCase()) ?? [];
  return power ?? Number.NaN;
}

/** Parses `1Gbps`, `1Gbit/s`, `125MB/s` with decimal prefixes. @returns bits per second */
export function rate_of(text: string): number {
  const [, number, kilo = '', unit = ''] = new RegExp(`^${decimal}\\s*([kmgt]?)(bps|bit/s|B/s)$`, 'i').exec(text) ?? [];
  // By convention, a lower-case b is a bit and an upper-case B a byte.
  const bits = /^B\/s$/i.test(unit) ? (unit.startsWith('B') ? 8 : Number.NaN) : 1;
  const rate = Number(number) * power_of(kilo) * bits;
  if (Number.isNaN(rate)) throw new Misuse(`RATE must be like 1Gbps, 100Mbit/s or 12.5MB/s, got '${text}'`);
  return positive(text, rate, 'RATE');
}

/** Parses `50ms`, `0.2s`, `80us`. @returns seconds */
export function time_of(text: string): number {
  const [, number, unit = ''] = new RegExp(`^${decimal}\\s*(s|ms|us|µs|ns)$`).exec(text) ?? [];
  if (number === undefined) throw new Misuse(`RTT must be like 50ms, 0.2s or 80us, got '${text}'`);
  return positive(text, Number(number) * (seconds[unit] ?? Number.NaN), 'RTT');
}

/** Parses `1%`, `0.01`. @returns the fraction of the packets that is lost */
export function loss_of(text: string): number {
  const [, number, percent] = new RegExp(`^${decimal}\\s*(%?)$`).exec(text) ?? [];
  if (number === undefined) throw new Misuse(`LOSS must be like 1% or 0.01, got '${text}'`);
  const loss = positive(text, Number(number) / (percent === '%' ? 100 : 1), 'LOSS');
  if (loss >= 1) throw new Misuse(`LOSS must be less than 100%, got '${text}'`);
  return loss;
}

/** Parses `1460`, the bytes in a segment. Except in IPv6 jumbograms, no segment has more than 65535. */
export function mss_of(text: string): number {
  const mss = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(mss >= 1 && mss <= 65_535)) throw new Misuse(`MSS must be an integer from 1 to 65535, got '${text}'`);
  return mss;
}

/** Three significant digits, without trailing zeros. */
function short(number: number): string {
  return String(Number(number.toPrecision(3)));
}

function in_thousands(number: number, unit: string): string {
  const [letter, power] = thousands.find(([, power]) => number >= power) ?? ['', 1];
  return `${short(number / power)} ${letter}${unit}`;
}

export const show_rate = (bits: number): string => in_thousands(bits, 'bit/s');
export const show_bytes = (bytes: number): string => in_thousands(bytes, 'B');

export function show_time(time: number): string {
  const unit = ['s', 'ms', 'us'].find((name) => time >= (seconds[name] ?? 0)) ?? 'ns';
  return `${short(time / (seconds[unit] ?? 1))} ${unit}`;
}
