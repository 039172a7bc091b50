import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { err, ok, type Result } from '../result.js';

/** The path of strace, as a shell would find it. */
export function find_strace(
  name = 'strace',
  path = process.env.PATH ?? '',
): Result<string, { readonly message: string }> {
  const found = find_program(name, path);
  if (found !== undefined) return ok(found);
  const where = name.includes('/') ? `${name} is not an executable file` : `${name} is not in the PATH`;
  return err({ message: `${where}: apt-get install strace, apk add strace, or the equivalent` });
}

/** The path of a program, as a shell would find it. */
export function find_program(name: string, path = process.env.PATH ?? ''): string | undefined {
  const places = name.includes('/') ? [name] : path.split(delimiter).map((folder) => resolve(folder, name));
  const found = places.find(is_program);
  return found && resolve(found);
}

function is_program(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
