// What stands at the left of a page, by language. A page of docs/ has its place here by name, so that a new one is not forgotten.
const reference = [
  'command',
  'trace',
  'observe',
  'strace',
  'strace-library',
  'check',
  'faults',
  'promises',
  'interrupt',
  'eslint',
  'options',
  'constants',
  'surface',
  'support',
];
const benchmarks = ['bench', 'cost', 'net'];
const project = ['docs/architecture', 'docs/exercises', 'CONTRIBUTING', 'SECURITY', 'CHANGELOG'];
const subjects = ['sys', 'sockaddr', 'structs', 'codec', 'stream', 'interface', 'netlink', 'explain'];

const words = {
  en: {
    begin: 'Begin',
    tutorial: 'Tutorial',
    guides: 'Guides',
    cookbook: 'Cookbook',
    reference: 'Reference',
    api: 'API',
    all: 'By subject',
    benchmarks: 'Benchmarks',
    labs: 'Labs',
    all_labs: 'All labs',
    project: 'The project',
  },
  ko: {
    begin: '시작',
    tutorial: '튜토리얼',
    guides: '가이드',
    labs: '실험',
    all_labs: '실험 목록',
    english: '영어로 된 문서',
    reference: '레퍼런스',
    cookbook: '쿡북',
    api: 'API',
  },
};

/** `site` is what lay_out gives: titles by place, the chapters of the course, guides, recipes and labs in their order. */
export function sidebars(site) {
  const item = (place) => {
    const title = site.titles.get(place);
    if (title === undefined) throw new Error(`site/sidebar.mjs names ${place}, which is no page`);
    return { text: title, link: `/${place.replace(/(^|\/)index$/, '$1')}` };
  };
  const group = (text, places, collapsed = true) => ({ text, collapsed, items: places.map(item) });
  const some = (text, places) => (places.length > 0 ? [group(text, places, false)] : []);
  const tutorial = (language) => ({
    text: words[language].tutorial,
    collapsed: false,
    items: site.chapters.map(({ title, exercises }) =>
      group(
        title[language],
        exercises.map((name) => `${language === 'ko' ? 'ko/' : ''}exercises/${name}/index`),
      ),
    ),
  });
  const en = words.en;
  const ko = words.ko;
  const api = site.places.filter((place) => place.startsWith('docs/api/'));
  const of_subject = (subject) => api.filter((place) => place.startsWith(`docs/api/${subject}/`));
  const other = api.filter((place) => place.split('/').length === 3 && !/\/(index|man-pages)$/.test(place));

  const english = [
    group(en.begin, ['index', 'LEARN'], false),
    tutorial('en'),
    ...some(en.guides, site.guides),
    group(en.cookbook, ['cookbook/index', ...site.recipes]),
    group(
      en.reference,
      reference.map((name) => `docs/${name}`),
    ),
    { text: en.api, collapsed: true, items: [item('docs/api/man-pages'), { text: en.all, link: '/docs/api/' }] },
    group(
      en.benchmarks,
      benchmarks.map((name) => `docs/${name}`),
    ),
    group(en.labs, ['labs/index', ...site.labs]),
    group(en.project, project),
  ];
  const korean = [
    group(ko.begin, ['ko/index'], false),
    tutorial('ko'),
    ...some(
      ko.guides,
      site.guides.map((place) => `ko/${place}`),
    ),
    group(ko.labs, ['ko/labs/index', ...site.labs.map((place) => `ko/${place}`)]),
    {
      text: ko.english,
      items: [
        { text: 'README', link: '/' },
        { text: ko.cookbook, link: '/cookbook/' },
        { text: ko.reference, link: '/docs/command' },
        { text: ko.api, link: '/docs/api/' },
      ],
    },
  ];
  const of_api = [
    { text: '← sys-socket', link: '/' },
    group(en.api, ['docs/api/man-pages', 'docs/api/index', ...other], false),
    ...subjects.map((subject) => group(subject, of_subject(subject), subject !== 'sys')),
  ];
  const shown = JSON.stringify([english, korean, of_api]);
  const lost = site.places.filter((place) => !shown.includes(`"/${place.replace(/(^|\/)index$/, '$1')}"`));
  if (lost.length > 0) throw new Error(`site/sidebar.mjs has no place for ${lost.join(', ')}`);
  return { '/docs/api/': of_api, '/ko/': korean, '/': english };
}
