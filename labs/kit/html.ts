import { escaped } from '../../src/cli/markup.js';
import { type Language, language } from '../../src/learn/language.js';

/** An HTML page that needs no other file. `style` comes after the common style. */
export function html(title: string, style: string, body: string, lang: Language = language): string {
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${common}${style}</style>
${body}
</html>
`;
}

const common = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; background: #fff }
figure { margin: 1rem 0 } figure svg { max-width: 100%; height: auto }
table { border-collapse: collapse; width: 100% } th { text-align: left } td, th { padding: .3em .6em .3em 0; vertical-align: top; border-bottom: 1px solid #ddd }
pre { overflow: auto; background: #f6f6f6; padding: .8em; font-size: .85rem }
`;
