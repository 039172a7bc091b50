// Of the site whose pages pages.mjs lays out.
import { readFileSync } from 'node:fs';

const { en, ko } = JSON.parse(readFileSync(new URL('../pages/sidebar.json', import.meta.url), 'utf8'));

/** Vue would take braces in a text for an expression. */
function plain_braces(md) {
  const text = md.renderer.rules.text;
  md.renderer.rules.text = (...args) => text(...args).replaceAll('{{', '&#123;&#123;');
}

export default {
  title: 'sys-socket',
  description: 'Raw POSIX sockets for TypeScript on Linux: one call, one syscall, one typed Result',
  srcDir: 'pages',
  outDir: '../out/site',
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { sidebar: en } },
    ko: { label: '한국어', lang: 'ko', themeConfig: { sidebar: ko } },
  },
  themeConfig: { search: { provider: 'local' }, outline: 'deep', i18nRouting: false },
  markdown: { config: plain_braces },
};
