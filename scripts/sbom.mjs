// Prints the bill of materials of the package and its dependencies, as CycloneDX. npm makes it from package-lock.json and names it after the folder,
// so the name is replaced. Each component must be a dependency in package.json.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const { name, version, dependencies = {} } = JSON.parse(readFileSync(`${cwd}package.json`, 'utf8'));
const args = [
  'sbom',
  '--package-lock-only',
  '--omit=dev',
  '--omit=peer',
  '--sbom-format=cyclonedx',
  '--sbom-type=library',
];
const bill = JSON.parse(execFileSync('npm', args, { cwd, encoding: 'utf8' }));
bill.metadata.component.name = name;
const strangers = bill.components.filter((component) => !Object.hasOwn(dependencies, component.name));
for (const { purl } of strangers) console.error(`sbom: ${purl} is no dependency of package.json`);
if (strangers.length > 0 || bill.metadata.component.version !== version) process.exit(1);
console.log(JSON.stringify(bill, null, 2));
