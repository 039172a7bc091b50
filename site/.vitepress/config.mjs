// Of the site whose pages pages.mjs lays out.
import { readFileSync } from 'node:fs';
import { slug } from '../links.mjs';

const sidebar = JSON.parse(readFileSync(new URL('../pages/sidebar.json', import.meta.url), 'utf8'));

/** Nothing is asked of another host: no font, no script, no search. */
const policy =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:";

/** Vue would take braces in a text for an expression. */
function plain_braces(md) {
  const text = md.renderer.rules.text;
  md.renderer.rules.text = (...args) => text(...args).replaceAll('{{', '&#123;&#123;');
}

const korean = {
  search: {
    button: { buttonText: '검색', buttonAriaLabel: '검색' },
    modal: {
      displayDetails: '자세히 보기',
      resetButtonTitle: '지우기',
      backButtonTitle: '닫기',
      noResultsText: '찾지 못했다:',
      footer: { selectText: '선택', navigateText: '이동', closeText: '닫기' },
    },
  },
  theme: {
    nav: [
      { text: '튜토리얼', link: '/ko/' },
      { text: 'API', link: '/docs/api/man-pages' },
    ],
    outline: { level: 'deep', label: '이 페이지' },
    docFooter: { prev: '이전', next: '다음' },
    darkModeSwitchLabel: '밝기',
    lightModeSwitchTitle: '밝게',
    darkModeSwitchTitle: '어둡게',
    sidebarMenuLabel: '차례',
    returnToTopLabel: '맨 위로',
    langMenuLabel: '언어',
    skipToContentLabel: '본문으로',
    notFound: { title: '그런 페이지가 없다', quote: '', linkText: '처음으로', linkLabel: '처음으로' },
  },
};

export default {
  title: 'sys-socket',
  description: 'Raw POSIX sockets for TypeScript on Linux: one call, one syscall, one typed Result',
  srcDir: 'pages',
  outDir: '../out/site',
  head: [['meta', { 'http-equiv': 'Content-Security-Policy', content: policy }]],
  locales: {
    root: { label: 'English', lang: 'en' },
    ko: { label: '한국어', lang: 'ko', themeConfig: korean.theme },
  },
  themeConfig: {
    sidebar,
    nav: [
      { text: 'Tutorial', link: '/LEARN' },
      { text: 'Cookbook', link: '/cookbook/' },
      { text: 'API', link: '/docs/api/man-pages' },
      { text: 'Labs', link: '/labs/' },
    ],
    search: { provider: 'local', options: { locales: { ko: { translations: korean.search } } } },
    outline: 'deep',
    // Not every page is there in Korean: the switch leads to where the language begins, and a page with a twin links to it.
    i18nRouting: false,
  },
  markdown: { config: plain_braces, anchor: { slugify: slug } },
};
