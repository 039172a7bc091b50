export const help = `usage: sys-socket learn [COMMAND] [OPTION]...

Exercises at the syscall level, judged call by call. In an empty folder: npx sys-socket learn

  learn                    begin, or go on: shows the task, and judges the file whenever it is saved
  learn NAME               the same with this exercise, wherever you are
  learn list               chapters, exercises, what is done, minutes, the chapter's section
  learn verify [NAME]...   judge without watching: the exercises that are here, or these; --all judges every one
  learn hint NAME [N]      the next hint of three, or hint N
  learn reset NAME         the starter again; what you wrote is kept beside it
  learn solution NAME      a solution, after you have passed, or with --give-up
  learn diff NAME          yours and the solution, line by line, on the same terms
  learn doctor             what is there of Node, TypeScript and the tools, and what installs the rest

For teachers (docs/exercises.md):
  learn new NAME           a folder for an exercise of your own, in the course of --course (or ./course.json)
  learn check [DIR]        hold a course to what it promises: --times N judges right solutions N times, --only NAME

  --lang en|ko             what it speaks; else what it spoke before, else LANG
  --course DIR|PACKAGE     another course
  --json                   verify: one document, for whoever collects
  --color auto|always|never

Names are 05-recv-exact, recv-exact, 5 or a file of that name.
Keys while it watches: h hint, r run again, t task, l list, n next, d diff to the solution, x reset, q quit.

exit status of verify: 0 passed, 1 failed, 2 wrong command line, 4 the judge itself broke`;
