// One run of one lab, which main.ts starts in a separate process and, if allowed, in a separate network.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { clean_up_at_exit } from '../../src/learn/children.js';
import { say } from '../../src/learn/language.js';
import { make_bench, type RunSettings } from './bench.js';
import { compiled, load, root, run_folder } from './catalogue.js';
import { draw, page_figure } from './figure.js';
import { exit_status, type Lab, type Outcome } from './lab.js';
import { namespace, needs_of } from './needs.js';
import { report } from './report.js';
import { type Findings, lines_of_verdict, verdict_of } from './verdict.js';

const [argument = ''] = process.argv.slice(2);
const { runs, docs, ...settings }: RunSettings & { readonly runs: string; readonly docs: boolean } =
  JSON.parse(argument);
const began = new Date();
const folder = run_folder(runs, settings.lab, began);

let made = false;
let finished = false;
clean_up_at_exit(() => {
  if (made && !finished) rmSync(folder, { recursive: true, force: true });
});
process.on('disconnect', () => process.exit(1)); // main.ts has ended

process.exit(await load(settings.lab).then(run).catch(broken));

/** Something other than the experiment failed, for example because the folder cannot be written or the disk is full. */
function broken(error: unknown): number {
  console.error(`lab: ${error instanceof Error ? error.message : error}`);
  return exit_status.broken;
}

async function run(lab: Lab): Promise<number> {
  mkdirSync(folder, { recursive: true });
  made = true;
  const needs = [...needs_of[lab.tier], ...(lab.needs ?? [])];
  const missing = needs.filter((need) => (need === namespace ? !settings.alone : need.missing()));
  if (missing.length > 0) return conclude(lab, { settings, began, missing });
  const bench = make_bench(settings, folder, compiled(settings.lab));
  let outcome: Outcome;
  try {
    outcome = await lab.experiment(bench);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return conclude(lab, { settings, began, missing: [], reason });
  }
  bench.csv.write();
  return conclude(lab, {
    settings,
    began,
    outcome,
    missing: [...bench.lacks, ...(lab.helps ?? []).filter((need) => need.missing())],
  });
}

/** Judges, writes the files, and prints the result. Returns the exit status. */
function conclude(lab: Lab, findings: Findings): number {
  const verdict = verdict_of(findings);
  write('verdict.json', `${JSON.stringify(verdict, null, 2)}\n`);
  if (findings.outcome !== undefined) {
    const figure = draw(findings.outcome.figure);
    write('figure.svg', figure);
    const files = readdirSync(folder).sort();
    const chart = findings.outcome.chart.join('\n');
    const quoted = [{ name: say('terminal output', '터미널에 나온 것'), text: chart }, ...texts()];
    write('report.html', report(lab, verdict, { figure, texts: quoted, files }));
    console.log(`\n${chart}\n`);
  }
  console.log(lines_of_verdict(verdict, lab).join('\n'));
  console.log(relative(process.cwd(), folder));
  if (docs && verdict.verdict === 'pass') show_on_page();
  finished = true;
  return exit_status[verdict.verdict];
}

/** Copies the figure of a run that passed to the lab's folder, where its pages show it. */
function show_on_page(): void {
  const shown = join(root, 'labs', settings.lab, page_figure);
  copyFileSync(join(folder, 'figure.svg'), shown);
  console.log(relative(process.cwd(), shown));
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** The texts that the report quotes: the program, its twin, and the beginning of each strace log. */
function texts(): { name: string; text: string }[] {
  const sources = ['program.ts', 'twin.ts'].map((name) => join(root, 'labs', settings.lab, name));
  const logs = readdirSync(folder)
    .filter((name) => name.endsWith('.strace'))
    .map((name) => join(folder, name));
  return [...sources, ...logs].filter(existsSync).map((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    // A log is shown from the program's first socket(2), since Node closes some of its own files before.
    const from = file.endsWith('.strace')
      ? Math.max(
          lines.findIndex((line) => / socket\(/.test(line)),
          0,
        )
      : 0;
    const shown = lines.slice(from, from + 200);
    const rest = lines.length - from - shown.length;
    const text = [...shown, ...(rest > 0 ? [say(`... and ${rest} more lines`, `... 그리고 ${rest}줄 더`)] : [])].join(
      '\n',
    );
    return { name: file.startsWith(folder) ? relative(folder, file) : relative(root, file), text };
  });
}
