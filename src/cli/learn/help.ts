import { say } from '../../learn/language.js';

/** The text that `sys-socket learn --help` prints. */
export function help(): string {
  return say(english, korean);
}

const english = `usage: sys-socket learn [COMMAND] [OPTION]...

Exercises at the system call level, judged call by call. In an empty folder: npx sys-socket learn

  learn                    begin or continue: show the task, and judge the file each time it is saved
  learn NAME               begin or continue this exercise
  learn list               list chapters and exercises: done or not, minutes, section of the chapter
  learn verify [NAME]...   judge once, without watching: all exercises in this folder, or these; --all judges the course
  learn hint NAME [N]      show the next of three hints, or hint N
  learn reset NAME         restore the starter file; your file is kept beside it
  learn solution NAME      show the solution, if you have passed, or with --give-up
  learn diff NAME          compare your file with the solution line by line, on the same condition
  learn doctor             check Node, TypeScript and the tools, and show how to install what is missing

For teachers (docs/exercises.md):
  learn new NAME           create a new exercise in the course of --course (or ./course.json)
  learn check [DIR]        check that a course judges as it claims: --times N judges solutions N times, --only NAME

  --lang en|ko             the language; by default the last one used here, then LANG
  --course DIR|PACKAGE     use another course
  --json                   verify: print one JSON document, for programs
  --color auto|always|never

NAME is 05-recv-exact, recv-exact, 5 or a file of that name.
Keys while it watches: h hint, r run again, t task, l list, n next, d diff with the solution, x reset, q quit.

exit status of verify: 0 passed, 1 failed, 2 wrong command line, 4 the judge itself failed`;

const korean = `사용법: sys-socket learn [명령] [옵션]...

시스템 콜 과제를 호출 하나씩 판정한다. 빈 폴더에서: npx sys-socket learn

  learn                    시작하거나 계속한다: 과제를 보여 주고, 파일을 저장할 때마다 판정한다
  learn NAME               지금 어디에 있든 이 과제를 시작한다
  learn list               장과 과제, 끝낸 것, 걸리는 시간, 글의 절
  learn verify [NAME]...   지켜보지 않고 판정한다: 여기 있는 과제 모두, 또는 이 과제들. --all은 과정 전체
  learn hint NAME [N]      힌트 셋 중 다음 것, 또는 N번째
  learn reset NAME         파일을 처음으로 되돌린다. 쓰던 것은 옆에 남긴다
  learn solution NAME      풀이. 통과한 다음에, 또는 --give-up과 함께
  learn diff NAME          쓴 것과 풀이를 줄마다 비교한다. 조건은 풀이와 같다
  learn doctor             Node, TypeScript와 도구 중 무엇이 있는지, 없는 것은 무엇으로 설치하는지

가르치는 사람에게(docs/exercises.md):
  learn new NAME           새 과제의 폴더를 --course의 과정에(없으면 ./course.json에) 만든다
  learn check [DIR]        과정이 약속을 지키는지 본다: --times N은 풀이를 N번씩 판정, --only NAME은 그 과제만

  --lang en|ko             말하는 언어. 없으면 전에 쓰던 것, 그것도 없으면 LANG
  --course DIR|PACKAGE     다른 과정
  --json                   verify: 결과를 모으는 프로그램을 위한 문서 하나
  --color auto|always|never

NAME은 05-recv-exact, recv-exact, 5, 또는 그 이름의 파일이다.
지켜보는 동안의 키: h 힌트, r 다시 실행, t 과제, l 목록, n 다음, d 풀이와 비교, x 처음으로, q 끝.

verify의 종료 상태: 0 통과, 1 실패, 2 잘못된 명령줄, 4 판정기의 고장`;
