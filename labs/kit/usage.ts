import { say } from '../../src/learn/language.js';

export const usage = say(
  'usage: npm run lab -- [NAME] [--quick] [--twin] [--docs] [--runs DIR]',
  '사용법: npm run lab -- [이름] [--quick] [--twin] [--docs] [--runs 폴더]',
);

export const help = say(
  `${usage}

Runs a lab: a question about the kernel, an experiment, a figure, and a verdict by a law. Without NAME, lists the labs in the
order of LEARN.md, with the result of the last run of each.

  --quick       take fewer measurements, with the same laws; the tests use this
  --twin        run the wrong program instead of the right one; the verdict must be fail
  --docs        if the run passes, write labs/NAME/figure.svg, which the pages of the lab show; the run is in English
  --runs DIR    write DIR/NAME/TIME/ with report.html, figure.svg, events.csv and verdict.json (runs)
  -h, --help

Exit status: 0 pass, 1 fail, 2 usage, 3 unchecked (a privilege or a tool is missing), 4 the lab itself broke, 128 + N signal N.
With LANG=ko_KR.UTF-8, texts and report are Korean.

  npm run lab stream
  npm run lab stream -- --twin`,
  `${usage}

실험(lab)을 실행한다: 커널에 던지는 질문, 실험, 그림, 그리고 법칙에 따른 판정. 이름이 없으면 실험을 LEARN.md의 순서대로 나열하고,
각 실험의 지난 결과를 보여 준다.

  --quick       양을 줄인다. 법칙은 같다. 테스트가 이것을 쓴다
  --twin        맞는 프로그램 대신 틀린 쌍둥이를 실행한다. 반드시 fail이어야 한다
  --docs        통과한 실행이 실험의 페이지에 보이는 labs/이름/figure.svg를 쓴다. 이 실행은 영어로 한다
  --runs 폴더   report.html, figure.svg, events.csv, verdict.json을 남길 곳: 폴더/이름/시각/ (runs)
  -h, --help

종료 상태: 0 pass, 1 fail, 2 잘못된 사용법, 3 unchecked(권한이나 도구가 없다), 4 실험 자체가 끝까지 가지 못했다, 128 + N 시그널 N.
LANG이 ko로 시작하면 글과 보고서가 한국어다.

  npm run lab stream
  npm run lab stream -- --twin`,
);
