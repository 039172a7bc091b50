import { readdirSync, readFileSync } from 'node:fs';

/** The index of a network interface: `if_nametoindex("lo")`, or the number if no interface has it. */
export function interface_index(index: number): string {
  const name = index === 0 ? undefined : name_of_interface(index);
  return name === undefined ? String(index) : `if_nametoindex("${name}")`;
}

function name_of_interface(index: number): string | undefined {
  const root = '/sys/class/net';
  try {
    return readdirSync(root).find((name) => Number(readFileSync(`${root}/${name}/ifindex`, 'latin1')) === index);
  } catch {
    return undefined; // no sysfs here
  }
}
