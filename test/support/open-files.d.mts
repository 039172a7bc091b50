/** The open descriptors of this process, and the file of each, without those of libc. */
export function open_files(): Map<number, string>;
