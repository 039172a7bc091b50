import { say } from './language.js';
import type { DiagnosisText } from './text.js';

/** Diagnoses that apply to any file, before the exercise judges it. */
export const usual_diagnoses: Readonly<Record<string, DiagnosisText>> = {
  todo: {
    said: say('The TODO is still there: replace it with your code.', '빈자리가 그대로다. TODO가 있는 곳을 채우라.'),
    read: say(
      'the task, at the top of the file; [h] or `learn hint` for a hint',
      '파일 맨 위의 과제. 힌트는 [h] 또는 `learn hint`',
    ),
  },
  'does-not-parse': {
    said: say('The file does not parse.', '파일의 문법이 틀렸다.'),
    read: say('the line above', '위의 줄'),
  },
  'does-not-type-check': {
    said: say('It throws, and the type checker says why.', '예외가 난다. 이유는 타입 검사가 말해 준다.'),
    read: say(
      'the line above; hover over the call in your editor. A call returns a Result: ok, then value or error',
      '위의 줄. 편집기에서 그 호출에 마우스를 올려 보라. 호출은 Result를 준다: ok, 그리고 value 또는 error',
    ),
  },
  'no-such-export': {
    said: say('The function that the task asks for is not exported.', '과제가 묻는 함수를 export하지 않는다.'),
    read: say('the task: its name, and `export` before it', '과제: 그 이름, 그리고 앞에 `export`'),
  },
  'uses-what-you-are-to-build': {
    said: say(
      'You import from the package what this exercise asks you to write.',
      '이 과제에서 만들 것을 패키지에서 가져다 쓴다.',
    ),
    read: say('the task: write it with the calls below it', '과제: 그 아래에 있는 호출들'),
  },
  throws: {
    said: say('The program throws an exception that nothing catches.', '프로그램이 예외를 던지고 아무도 잡지 않는다.'),
    read: say('the line above; check ok of a Result before value', '위의 줄. Result는 value보다 ok를 먼저 본다'),
  },
  'ends-the-process': {
    said: say('The file ends the process before the function returns.', '반환하기 전에 프로세스를 끝낸다.'),
    read: say('remove process.exit and process.kill', 'process.exit, process.kill을 빼라'),
  },
  'stops-the-judge': {
    said: say('The file stops its parent process.', '부모 프로세스를 멈춘다.'),
    read: 'signal(7), SIGSTOP',
  },
  'time-is-up': {
    said: say('It does not end.', '끝나지 않는다.'),
    read: say('the loop, and the condition that ends it', '반복문: 무엇이 끝나게 하는가?'),
  },
};
