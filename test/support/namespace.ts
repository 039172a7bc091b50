import { spawnSync } from 'node:child_process';
import { it } from 'vitest';

/**
 * The beginning of a command line: the command that follows runs in separate network and mount namespaces, as root, with `lo` up and no
 * sockets of other programs. It has the pid of the whole command line. A user who is not root also gets a user namespace, and is root there.
 */
export const alone: readonly string[] = [
  'unshare',
  '--net',
  '--mount',
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  ...['sh', '-c', 'ip link set lo up && exec "$@"', 'sh'],
];

/** Why namespaces cannot be created here, or undefined if they can. Tests that need them skip with this reason in their name. */
export const no_namespace: string | undefined = (() => {
  const [unshare = '', ...args] = alone;
  const tried = spawnSync(unshare, [...args, 'true'], { encoding: 'utf8' });
  if (tried.error) return 'unshare is not installed: apt-get install util-linux';
  return tried.status === 0 ? undefined : `no namespace of one's own: ${tried.stderr.trim()}`;
})();

/** A test that needs namespaces, or a visible skip with the reason in its name. */
export function it_in_namespace(name: string, test: () => void | Promise<void>): void {
  it.skipIf(no_namespace)(no_namespace ? `${name} (skipped: ${no_namespace})` : name, test);
}
