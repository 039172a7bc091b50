// Writes the pages to site/pages/, from where VitePress takes them.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lay_out, root } from './layout.mjs';

const out = join(root, 'site/pages');
const { pages, sidebar, figures } = lay_out();

rmSync(out, { recursive: true, force: true });
// What has no headings has all the width.
for (const [place, text] of pages) write(`${place}.md`, /^##/m.test(text) ? text : `---\naside: false\n---\n\n${text}`);
for (const file of figures) {
  const copy = join(out, 'public', file);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(join(root, file), copy);
}
write('sidebar.json', JSON.stringify(sidebar));

function write(file, text) {
  mkdirSync(dirname(join(out, file)), { recursive: true });
  writeFileSync(join(out, file), text);
}
