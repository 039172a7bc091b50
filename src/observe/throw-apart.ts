/** Throws an error of a sink or watcher where no call of the program catches it: it is an uncaught error. */
export function throw_apart(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
