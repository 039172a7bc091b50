import { close, type Fd } from 'sys-socket';

export function serve(fd: Fd, handle: (fd: Fd) => void): void {
  let thrown: { error: unknown } | undefined;
  try {
    handle(fd);
  } catch (error) {
    thrown = { error };
  }
  close(fd);
  if (thrown !== undefined) throw thrown.error;
}
