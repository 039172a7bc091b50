// Labs as processes of their own, in a folder of runs of their own.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { page_figure } from '../../labs/kit/figure.js';
import { namespace } from '../../labs/kit/needs.js';
import type { Verdict } from '../../labs/kit/verdict.js';
import { no_strace, root } from '../support/strace.js';

const main = join(root, 'out/labs/kit/main.js');

export interface LabRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The names of the files that it left. */
  readonly files: readonly string[];
  /** One of them, and its text. */
  bytes(name: string): Buffer;
  file(name: string): string;
  readonly verdict: Verdict;
}

/** A lab that runs, all of whose processes bear a mark. */
export function start_lab(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const runs = mkdtempSync(join(tmpdir(), 'sys-socket-labs-'));
  const mark = `SYS_SOCKET_TEST_LAB=${randomUUID()}`;
  const [name = '', value = ''] = mark.split('=');
  const child = spawn(process.execPath, [main, ...args, '--runs', runs], {
    env: { ...process.env, LC_ALL: 'C', ...env, [name]: value },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return { child, runs, mark, texts, closed };
}

/** The processes whose environment has the mark. */
export function processes_with(mark: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
    } catch {
      return false; // it has ended, or is not ours
    }
  });
}

/** Waits until no process has the mark: those that were ended need a moment. Says which are left after a second. */
export async function left_behind(mark: string): Promise<number[]> {
  for (let i = 0; i < 50 && processes_with(mark).length > 0; i += 1) await sleep(20);
  return processes_with(mark);
}

/** Runs a lab to its end. */
export async function run_lab(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<LabRun> {
  const { child, runs, mark, texts, closed } = start_lab(args, env);
  try {
    await closed;
    expect(await left_behind(mark)).toEqual([]);
    const [lab] = readdirSync(runs);
    const times = lab === undefined ? [] : readdirSync(join(runs, lab));
    const folder = join(runs, lab ?? '', times[0] ?? '');
    const contents = new Map(
      times.length === 0 ? [] : readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]),
    );
    const bytes = (name: string) => contents.get(name) ?? Buffer.alloc(0);
    const file = (name: string) => bytes(name).toString();
    const verdict: Verdict = contents.has('verdict.json') ? JSON.parse(file('verdict.json')) : undefined;
    return { status: child.exitCode, ...texts, files: [...contents.keys()].sort(), bytes, file, verdict };
  } finally {
    rmSync(runs, { recursive: true });
  }
}

/** An SVG file as `draw` makes it. */
export const svg_file = /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[\s\S]*<\/svg>\n$/;

/** The titles of the figures of an SVG file, without the numbers of its run. */
export function titles_of(svg: string): string[] {
  return [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title = '']) => title.replaceAll(/\d+/g, 'N'));
}

/**
 * What every lab must do: pass, leave its files and nothing else, and find its twin out.
 *
 * @param more further tests, of the two quick runs
 */
export function proves_itself(name: string, more?: (runs: { right: () => LabRun; twin: () => LabRun }) => void): void {
  describe(`the lab ${name}`, () => {
    let right: LabRun;
    let twin: LabRun;
    beforeAll(async () => {
      [right, twin] = await Promise.all([run_lab([name, '--quick']), run_lab([name, '--quick', '--twin'])]);
    }, 240_000);

    it('passes: every law holds', () => {
      expect(
        right.verdict?.checks.filter(({ holds }) => !holds),
        right.stderr,
      ).toEqual([]);
      expect(right.verdict?.reason).toBeUndefined();
      expect(right.verdict).toMatchObject({ lab: name, verdict: 'pass', twin: false, diagnoses: [] });
      expect(right.status).toBe(0);
    });

    it('says in three lines what was seen, and draws it in the terminal', () => {
      expect(right.verdict.conclusion).toHaveLength(3);
      for (const line of right.verdict.conclusion) expect(right.stdout).toContain(line);
      expect(right.stdout).toMatch(/[█▏▁]/);
    });

    it('leaves a figure with a title and axes, and a report that needs no other file', () => {
      const figure = right.file('figure.svg');
      expect(svg_file.test(figure)).toBe(true);
      // An axis of names needs no label; one of numbers has its unit.
      expect(/aria-label="[xy]-axis label"/.test(figure)).toBe(true);
      const report = right.file('report.html');
      expect(report.includes(figure)).toBe(true);
      expect(/<(script|link|img|iframe)\b|@import|url\(/.exec(report)).toBeNull();
    });

    it('draws what its page shows: npm run lab NAME -- --docs draws that anew', () => {
      const shown = readFileSync(join(root, 'labs', name, page_figure), 'utf8');
      expect(titles_of(shown)).toEqual(titles_of(right.file('figure.svg')));
    });

    it('leaves its events', () => {
      const [header, ...rows] = right.file('events.csv').trimEnd().split('\r\n');
      expect(rows.length).toBeGreaterThan(3);
      expect(header).toMatch(/^\w+(,\w+)+$/);
    });

    it.skipIf(no_strace)(`leaves the strace of its program${no_strace ? ` (${no_strace})` : ''}`, () => {
      const log = right.files.find((file) => file.endsWith('.strace'));
      expect(log === undefined ? '' : right.file(log)).toMatch(/^(\d+ +)?\d+\.\d+ (send|recv|accept|connect)/m);
    });

    it.skipIf(namespace.missing())(
      'leaves a capture where the network is its own (as it is here, or this is skipped)',
      () => {
        const pcap = right.bytes('capture.pcap');
        expect(pcap.readUInt32LE(0)).toBe(0xa1b23c4d);
        expect(pcap.length).toBeGreaterThan(24 + 16 + 14);
      },
    );

    it('finds its twin out, by its own diagnosis', async () => {
      const { default: lab } = await import(`${root}out/labs/${name}/lab.js`);
      expect(twin.verdict).toMatchObject({ verdict: 'fail', twin: true });
      expect(twin.verdict.diagnoses).toContain(lab.twin.diagnosis);
      expect(twin.status).toBe(1);
    });

    more?.({ right: () => right, twin: () => twin });
  });
}
