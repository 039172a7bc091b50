// The cookbook: a page for each program of examples/, made of the comment at its head and the program itself.

/** What each recipe shows, in the order of the book, and the programs that show it. */
export const recipes = [
  ['The echo server of the chapter', 'echo-server', 'echo-client', 'demo'],
  ['A server on an epoll set', 'echo-service'],
  ['A server that awaits', 'await-server'],
  ['Threads that share a port', 'threads'],
  ['UDP with timeouts', 'udp-ask'],
  ['Multicast', 'multicast'],
  ['UDP in super-packets', 'udp-gso'],
  ['Unix datagrams: the system log', 'syslog'],
  ['Passing descriptors', 'pass-fd', 'fd-store'],
  ['Peer credentials', 'peer-cred'],
  ['Sockets and children', 'inetd', 'child-channel'],
  ['systemd: socket activation', 'systemd'],
  ['D-Bus', 'dbus'],
  ['A proxy by splice', 'splice-proxy'],
  ['rtnetlink', 'ip', 'ip-monitor'],
  ['ICMP', 'ping'],
  ['A packet capture', 'capture'],
  ['TLS', 'tls'],
  ['The sockets of another process', 'sockets-of'],
];

/** A program's text: the comment at its head, as Markdown, and what follows. */
export function parted(source) {
  const lines = source.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  const comment = lines.slice(0, end).map((line) => line.replace(/^\/\/ ?/, ''));
  return { about: markdown(comment), program: lines.slice(end).join('\n').trim() };
}

/** What is indented behind an empty line is a command or a table, and stays as it is. */
function markdown(comment) {
  const blocks = comment.join('\n').split(/\n\n+/);
  return blocks
    .map((block) => (block.startsWith('  ') ? fenced(undented(block), 'text') : escaped(block)))
    .join('\n\n');
}

function undented(block) {
  return block.replaceAll(/^ {1,2}/gm, '');
}

function escaped(text) {
  return text.replaceAll('<', '&lt;').replaceAll(/(?<!\w)([A-Z]+)_\*/g, '$1_\\*');
}

export function fenced(text, language) {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** The page of a recipe. `source_of` gives a file of examples/, or undefined. */
export function recipe(title, names, source_of) {
  const programs = names.map((name) => {
    const { about, program } = parted(source_of(`${name}.ts`));
    const modules = [...program.matchAll(/from '\.\/([\w-]+)\.(?:js|ts)'/g)].map(([, module]) => {
      const part = parted(source_of(`${module}.ts`));
      return `\`examples/${module}.ts\`: ${part.about}\n\n${fenced(part.program, 'ts')}`;
    });
    return [
      `## ${name}`,
      about,
      `\`npx sys-socket example ${name}\` prints it, \`--copy\` copies it here, \`--run\` runs it.`,
      fenced(program, 'ts'),
      ...modules,
    ].join('\n\n');
  });
  return `# ${title}\n\n${programs.join('\n\n')}\n`;
}

export function contents(source_of) {
  const rows = recipes.map(([title, ...names]) => {
    const what = names.map((name) => `\`${name}\`: ${first_sentence(parted(source_of(`${name}.ts`)).about)}`);
    return `- [${title}](/cookbook/${names[0]})\n${what.map((line) => `  - ${line}`).join('\n')}`;
  });
  const head =
    'Each recipe is a program of `examples/`, as it stands there: it ships with the package, and a test runs it. `npx sys-socket example` lists them.';
  return `# Cookbook\n\n${head}\n\n${rows.join('\n')}\n`;
}

function first_sentence(text) {
  return /^[\s\S]*?[.:](?=\s|$)/.exec(text)[0].replaceAll('\n', ' ').replace(/:$/, '.');
}
