// A plugin of typedoc: docs/api shows only what the package exports, and its first page lists the exports by subject and from A to Z.
// Without the plugin the list would be the rooms of src/, with what they export for one another.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Converter, ReflectionKind, Renderer } from 'typedoc';
import ts from 'typescript';

/** The folders of src/ that `sys-socket` exports from, in the order of the first page; '' stands for the files of src/ itself. */
const subjects = [
  ['sys', 'System calls, a page for each man page'],
  ['stream', 'Streams and frames'],
  ['sockaddr', 'Addresses'],
  ['', 'Results, descriptors, options, control messages, requests of ioctl'],
  ['structs', 'Structs'],
  ['netlink', 'Questions over netlink'],
  ['interface', 'Network interfaces'],
  ['codec', 'How bytes become values'],
];

/** The other entries of the package, each on a separate page. */
const entries = ['promises', 'observe', 'strace', 'vitest'];

/** Resolves an alias to the symbol at its declaration. */
const declared = (checker, symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

/** The symbols that src/index.ts exports, each as it is declared. */
function exported_symbols(program) {
  const checker = program.getTypeChecker();
  const index = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('/src/index.ts'));
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(index));
  return new Set(symbols.map((symbol) => declared(checker, symbol)));
}

function remove_what_is_not_exported(context) {
  const { project } = context;
  const checker = context.programs[0].getTypeChecker();
  const exported = exported_symbols(context.programs[0]);
  const numbers = ReflectionKind.Variable;
  for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
    if (entries.includes(module.name)) continue;
    for (const child of [...(module.children ?? [])]) {
      const symbol = context.getSymbolFromReflection(child);
      const is_shown = symbol !== undefined && exported.has(declared(checker, symbol));
      // The numbers are in docs/constants.md, and a re-export is shown where it is declared.
      const is_elsewhere = child.kindOf(module.name === 'constants' ? numbers : ReflectionKind.Reference);
      if (!is_shown || is_elsewhere) project.removeReflection(child);
    }
    if (module.children === undefined || module.children.length === 0) project.removeReflection(module);
  }
}

const is_code = (reflection) =>
  reflection.kindOf([ReflectionKind.Function, ReflectionKind.Class])
    ? 0
    : reflection.kindOf(ReflectionKind.Variable)
      ? 2
      : 1;
const code = (name) => `\`${name}\``;

/** The first page: each page of a subject with the functions and types on it, then all of them from A to Z. */
function first_page(project, url_of) {
  const link = (reflection) => `[${code(reflection.name)}](${url_of(reflection)})`;
  const pages = project.children ?? [];
  const folder_of = ({ name }) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : '');
  const named = (page) =>
    (page.children ?? [])
      .filter((child) => is_code(child) < 2)
      .sort((a, b) => is_code(a) - is_code(b) || (a.name < b.name ? -1 : 1));
  const title = ({ name }) => name.slice(name.indexOf('/') + 1);
  const shown = (page) => named(page).filter(({ name }) => !/Code$/.test(name));
  const row = (page) =>
    [`- [${title(page)}](${url_of(page)})`, shown(page).map(link).join(', ')].filter(Boolean).join(': ');
  const section = (heading, those) => `## ${heading}\n\n${those.map(row).join('\n')}`;
  const of_package = pages.filter(({ name }) => !entries.includes(name));
  const all = pages.flatMap((page) => named(page).map((child) => ({ child, page })));
  const by_name = all.sort((a, b) => (a.child.name.toLowerCase() < b.child.name.toLowerCase() ? -1 : 1));
  const a_to_z = by_name.map(({ child, page }) =>
    entries.includes(page.name) ? `${link(child)} (sys-socket/${page.name})` : link(child),
  );
  return `# sys-socket

What the package exports, made from the docstrings. The options of sockets are in [docs/options.md](../options.md), and what each call
looks like under strace in [docs/strace.md](../strace.md).

${subjects
  .map(([folder, title]) =>
    section(
      title,
      of_package.filter((page) => folder_of(page) === folder),
    ),
  )
  .join('\n\n')}

${section(
  'Other entries: `sys-socket/promises`, `sys-socket/observe`, `sys-socket/strace`, `sys-socket/vitest`',
  pages.filter(({ name }) => entries.includes(name)),
)}

## From A to Z

${a_to_z.join(' ·\n')}
`;
}

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, remove_what_is_not_exported);
  app.renderer.on(Renderer.EVENT_END, ({ project, outputDirectory }) => {
    const { router } = app.renderer;
    writeFileSync(
      join(outputDirectory, 'README.md'),
      first_page(project, (of) => router.getFullUrl(of)),
    );
  });
}
