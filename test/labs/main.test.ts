import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { page_figure } from '../../labs/kit/figure.js';
import { hang } from '../support/hang.js';
import { root } from '../support/strace.js';
import { left_behind, processes_with, run_lab, start_lab, svg_file, titles_of } from './kit.js';

const no_python = spawnSync('python3', ['--version']).status === 0 ? '' : ' (skipped: no python3)';
const labs = readdirSync(join(root, 'labs')).filter(
  (name) => name !== 'kit' && existsSync(join(root, 'labs', name, 'lab.ts')),
);

// Whether a program is right is no question of time.
it.each(labs.filter((name) => name !== 'checklist'))('the lab %s is tested among what measures time', (name) => {
  expect(existsSync(join(root, 'test/labs', `${name}.timed.test.ts`)), 'rename test/labs/NAME.test.ts').toBe(true);
});

describe('npm run lab', () => {
  /** The section that a lab's page names. */
  const section_of = (name: string) => {
    const page = readFileSync(join(root, 'labs', name, 'README.md'), 'utf8');
    return /\*\*The question\*\* \((?:chapter|series, chapters?),? ([\d.]+\d|\d)/.exec(page)?.[1] ?? '';
  };

  it('lists every lab with its section, its tier, its last verdict and its question, in the order of LEARN.md', async () => {
    const { status, stdout } = await run_lab([]);
    expect(status).toBe(0);
    expect(labs.length).toBeGreaterThan(0);
    const listed = [...stdout.matchAll(/^([\d.]+) +([a-z-]+) +[012] +- +\S.*\?$/gm)].map(([, section, name]) => ({
      section,
      name,
    }));
    expect(listed.map(({ name }) => name).sort()).toEqual(labs.sort());
    for (const { section, name = '' } of listed)
      expect(`${section}.`.startsWith(`${section_of(name)}.`), name).toBe(true);
    const learn = readFileSync(join(root, 'LEARN.md'), 'utf8');
    const exercises = [...learn.matchAll(/^\|.*\]\(exercises\/.*\[([a-z-]+)\]\(labs\//gm)].map(([, name]) => name);
    const path = [...new Set(exercises)];
    expect(path.length).toBeGreaterThan(5);
    const names = listed.map(({ name }) => name);
    expect(names.slice(0, path.length)).toEqual(path);
    const numbers = listed.slice(path.length).map(({ section = '' }) =>
      section
        .split('.')
        .map((part) => part.padStart(3, '0'))
        .join('.'),
    );
    expect(numbers).toEqual([...numbers].sort());
  });

  it.each(['--help', '-h'])('says by %s how it is called, with status 0', async (option) => {
    const { status, stdout, stderr } = await run_lab([option]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const word of ['--quick', '--twin', '--docs', '--runs DIR', 'Exit status: 0 pass', 'LANG'])
      expect(stdout).toContain(word);
  });

  it('is broken, status 4, where it cannot write', () => {
    const main = join(root, 'out/labs/kit/main.js');
    const { status, stderr } = spawnSync(process.execPath, [main, 'stream', '--quick', '--runs', '/dev/null/runs'], {
      encoding: 'utf8',
      timeout: hang,
    });
    expect(status).toBe(4);
    expect(stderr).toMatch(/^lab: ENOTDIR: [^\n]*\n$/);
  });

  it.each([
    [['nothing-of-this-name'], 'there is no lab nothing-of-this-name; the labs are '],
    [['stream', 'stream'], 'one lab at a time'],
    [['stream', '--fast'], "Unknown option '--fast'"],
    [['--docs'], '--docs needs a full run of one lab'],
    [['stream', '--docs', '--quick'], '--docs needs a full run of one lab'],
    [['stream', '--docs', '--twin'], '--docs needs a full run of one lab'],
  ])('refuses %j with status 2 and the usage', async (args, why) => {
    const { status, stderr, files } = await run_lab(args);
    expect(status).toBe(2);
    expect(stderr).toContain(why);
    expect(stderr).toContain('npm run lab -- [NAME]');
    expect(files).toEqual([]);
  });
});

describe('a lab that is ended', () => {
  /** Starts one, and waits until its program runs. */
  async function under_way() {
    const lab = start_lab(['stream']);
    onTestFinished(() => rmSync(lab.runs, { recursive: true }));
    const is_program = (pid: number) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/stream/program.js');
      } catch {
        return false;
      }
    };
    for (let i = 0; i < 500 && !processes_with(lab.mark).some(is_program); i += 1) await sleep(20);
    expect(processes_with(lab.mark).some(is_program)).toBe(true);
    return lab;
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s says so by status %i, and leaves neither process nor run', async (signal, status) => {
    const { child, runs, mark, closed } = await under_way();
    child.kill(signal);
    await closed;
    expect(child.exitCode).toBe(status);
    expect(await left_behind(mark)).toEqual([]);
    expect(readdirSync(join(runs, 'stream'))).toEqual([]);
  });

  it('by SIGKILL leaves no process either', async () => {
    const { child, mark, closed } = await under_way();
    child.kill('SIGKILL');
    await closed;
    expect(await left_behind(mark)).toEqual([]);
  });
});

describe('every lab', () => {
  it.each(labs)('%s has a page in English and in Korean, and a wrong twin', (name) => {
    for (const file of ['README.md', 'README.ko.md', 'program.ts', 'twin.ts']) {
      expect(readdirSync(join(root, 'labs', name))).toContain(file);
    }
    const korean = readFileSync(join(root, 'labs', name, 'README.ko.md'), 'utf8');
    expect(korean).toMatch(/[가-힣]/);
  });

  it.each(labs)('%s shows its figure on both pages, and says what it shows', (name) => {
    for (const [page, own] of [
      ['README.md', /^[^가-힣]+$/],
      ['README.ko.md', /[가-힣]/],
    ] as const) {
      const text = readFileSync(join(root, 'labs', name, page), 'utf8');
      const shown = [...text.matchAll(/^!\[([^\]]+)\]\(([^)]+)\)\n\n(\S[^\n]+)/gm)];
      expect(shown.map(([, , file]) => file)).toEqual([page_figure]);
      const [[, what = '', , look = ''] = []] = shown;
      for (const said of [what, look]) {
        expect(said).toMatch(own);
        expect(said.length).toBeGreaterThan(20);
      }
    }
  });

  it.each(labs)('%s has the figure of a run: in English, small, and with nothing of the machine', (name) => {
    const figure = readFileSync(join(root, 'labs', name, page_figure), 'utf8');
    expect(svg_file.test(figure)).toBe(true);
    expect(titles_of(figure).length).toBeGreaterThan(0);
    expect(figure).not.toMatch(/[가-힣]|NaN|undefined|\/(home|tmp|work|root)\/|\b20\d\d-\d\d-\d\d\b/);
    expect(figure.length).toBeLessThan(60_000);
  });

  it.skipIf(no_python)(`has a figure that a parser of XML takes${no_python}`, () => {
    const files = labs.map((name) => join(root, 'labs', name, page_figure));
    const program = 'import sys, xml.dom.minidom\nfor f in sys.argv[1:]: xml.dom.minidom.parse(f)';
    const { status, stderr } = spawnSync('python3', ['-c', program, ...files], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(labs)('%s has programs that use nothing but the package', (name) => {
    for (const file of ['program.ts', 'twin.ts']) {
      const text = readFileSync(join(root, 'labs', name, file), 'utf8');
      const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
      expect(imports.filter((from) => !/^(sys-socket$|sys-socket\/|node:)/.test(from ?? ''))).toEqual([]);
    }
  });
});
