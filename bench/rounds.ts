import { type Child, type Line, start } from './children.js';

/** The lines that the subjects of one case printed, round by round. */
export type Rounds = Readonly<Record<string, readonly Line[]>>;

/** How each subject is started. */
export type Subjects = Readonly<Record<string, () => Promise<Child>>>;

/**
 * Lets the subjects take turns: in each round every subject has a short turn, and each round begins with another subject, so that none has
 * an advantage.
 *
 * @param lives how often the processes are started: the addresses of a process's code and stack make a difference of some percent
 */
export async function rounds_of(subjects: Subjects, seconds: number, lives: number): Promise<Rounds> {
  const rounds: Record<string, Line[]> = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let life = 0; life < lives; life++) {
    const started = Object.entries(subjects).map(async ([name, start]) => ({ name, child: await start() }));
    const children = await Promise.all(started);
    const end = performance.now() + (seconds * 1000) / lives;
    do {
      for (const { name, child } of children) rounds[name]?.push(await child.ask());
      children.push(...children.splice(0, 1));
    } while (performance.now() < end);
    for (const { child } of children) child.stop();
  }
  return rounds;
}

/** Subjects that are one command each. */
export function commands(subjects: Readonly<Record<string, readonly string[]>>): Subjects {
  return Object.fromEntries(Object.entries(subjects).map(([name, command]) => [name, () => start(command)]));
}
