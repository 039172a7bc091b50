import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { package_root } from '../load.js';
import { type Course, file_of, text_of } from './course.js';
import { language, say } from './language.js';
import { progress_of, type State } from './state.js';

/** The learner's file of an exercise. */
export function learners_file(folder: string, name: string): string {
  return join(folder, 'exercises', `${name}.ts`);
}

/**
 * Creates what is missing in a learner's folder: what TypeScript and an editor need, and the exercises of each chapter up to the first
 * chapter that is not solved. Existing files stay as they are.
 *
 * @returns the files that were created
 */
export function scaffold(course: Course, folder: string, state: State): string[] {
  const made: string[] = [];
  const make = (file: string, content: string) => {
    if (existsSync(file)) return;
    writeFileSync(file, content);
    made.push(file);
  };
  mkdirSync(join(folder, 'exercises'), { recursive: true });
  make(join(folder, 'package.json'), package_json());
  make(join(folder, 'tsconfig.json'), tsconfig);
  make(join(folder, 'README.md'), readme());
  // A package.json that npm created has the type commonjs or no type, but the exercises are ES modules.
  if (!is_of_modules(join(folder, 'package.json')))
    make(join(folder, 'exercises/package.json'), '{ "type": "module" }\n');
  for (const { exercises } of course.chapters) {
    for (const name of exercises) make(learners_file(folder, name), starter(course, name));
    if (!exercises.every((name) => progress_of(state, name).state === 'passed')) break;
  }
  return made;
}

/** The starter, with its task above it. */
export function starter(course: Course, name: string): string {
  const { title, task } = text_of(course, name, language);
  const words = [`${name}: ${title}`, '', ...task.split('\n')].map((line) => `// ${line}`.trimEnd());
  return `${words.join('\n')}\n\n${readFileSync(file_of(course, name, 'starter.ts'), 'utf8')}`;
}

/** Restores the starter. The previous file is kept beside it, unless it was the starter. @returns the copy */
export function reset(course: Course, folder: string, name: string): string | undefined {
  const file = learners_file(folder, name);
  const fresh = starter(course, name);
  let kept: string | undefined;
  if (existsSync(file) && readFileSync(file, 'utf8') !== fresh) {
    let number = 1;
    while (existsSync(`${file}.${number}.bak`)) number += 1;
    kept = `${file}.${number}.bak`;
    copyFileSync(file, kept);
  }
  mkdirSync(join(folder, 'exercises'), { recursive: true });
  writeFileSync(file, fresh);
  return kept;
}

function is_of_modules(file: string): boolean {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).type === 'module';
  } catch {
    return false; // the learner's own file, whatever it contains
  }
}

function package_json(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(`${package_root}package.json`, 'utf8'));
  const devDependencies = { '@types/node': '^20.19.0', 'sys-socket': `^${version}`, typescript: '^6.0.0' };
  return `${JSON.stringify({ private: true, type: 'module', devDependencies }, null, 2)}\n`;
}

const tsconfig = `{
  "compilerOptions": {
    "target": "es2022",
    "lib": ["es2022", "esnext.disposable"],
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "skipLibCheck": true
  },
  "include": ["exercises"]
}
`;

function readme(): string {
  return say(
    `# Sockets, call by call

\`npx sys-socket learn\` goes on where you are: it shows the task, watches the file that you edit, and says what it does.
\`npx sys-socket learn list\` shows all exercises; \`npx sys-socket help learn\` the other commands.
`,
    `# 소켓, 호출 하나씩

\`npx sys-socket learn\`은 하던 곳에서 계속한다. 과제를 보여 주고, 고치는 파일을 지켜보고, 무엇을 하는지 말한다.
\`npx sys-socket learn list\`는 모든 과제를, \`npx sys-socket help learn\`은 다른 명령을 보여 준다.
`,
  );
}
