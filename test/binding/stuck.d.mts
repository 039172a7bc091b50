/** The calls that may block, by name: each makes what it needs, and gives a function that then blocks for ever. */
export function stuck(sys: typeof import('sys-socket')): Readonly<Record<string, () => () => unknown>>;
