/** True for an error of Node with this code: `'ENOENT'`. */
export function has_code(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
