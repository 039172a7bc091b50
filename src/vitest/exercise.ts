import { check_string } from '../codec/check.js';
import { type Course, find, job, read_course, text_of } from '../learn/course.js';
import { judge } from '../learn/judge.js';
import { language } from '../learn/language.js';
import { verdict_lines } from '../learn/screen.js';

/** Assertions about solutions to exercises of `sys-socket learn`, for teachers who collect them: docs/exercises.md. */
export interface ExerciseMatchers {
  /**
   * The file at this path passes the exercise, which is given as `05-recv-exact`, by its number, or by its name without the number. The file
   * is judged in a separate process, and everything that it starts ends with the judging.
   *
   * @param course another course: its folder, or the name of its package
   */
  toPassExercise(exercise: string, course?: string): Promise<void>;
}

export const exercise_matchers = {
  async toPassExercise(file: unknown, exercise: unknown, place?: unknown) {
    check_string(file, 'toPassExercise: file');
    check_string(exercise, 'toPassExercise: exercise');
    const course = course_at(place);
    const name = find(course, exercise);
    if (name === undefined) {
      throw new RangeError(`toPassExercise: exercise must be an exercise of ${course.name}, got '${exercise}'`);
    }
    const [verdict] = await judge([job(course, name, file)]);
    if (verdict === undefined) throw new Error(`${file} was not judged`);
    const told = verdict_lines(name, text_of(course, name, language), verdict, (_, text) => text).join('\n');
    if (verdict.passed) return { pass: true, message: () => `expected ${file} not to pass ${name}\n\n${told}` };
    return { pass: false, message: () => `expected ${file} to pass ${name}\n\n${told}` };
  },
};

function course_at(place: unknown): Course {
  if (place === undefined) return read_course();
  check_string(place, 'toPassExercise: course');
  try {
    return read_course(place);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : cause;
    throw new RangeError(`toPassExercise: course must be a valid course: ${why}`, { cause });
  }
}
