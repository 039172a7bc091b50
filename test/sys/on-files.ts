/**
 * Calls on files, which filesystem.test.ts gives every error that they document. `fd` and `other` are of one file, `into` is a pipe.
 */
export const on_files = {
  close: 'close(fd)',
  copy_file_range: 'copy_file_range(fd, 0, other, 100, 10)',
  ioctl: 'ioctl(fd, SIOCATMARK)',
  preadv: 'preadv(fd, [bytes], 0)',
  pwritev: 'pwritev(fd, [bytes], 0)',
  read: 'read(fd, bytes)',
  readv: 'readv(fd, [bytes])',
  sendfile: 'sendfile(into, fd, 0, 10)',
  splice: 'splice(fd, 0, into, null, 10)',
  write: 'write(fd, bytes)',
  writev: 'writev(fd, [bytes])',
} as const;
