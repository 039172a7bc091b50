import { describe, expect, it } from 'vitest';
import { constant, layout } from '../src/headers.js';

describe('the headers', () => {
  it('have no number for a name that no list of the binding has, and say what lists it', () => {
    expect(constant('AF_INET')).toBe(2);
    expect(() => constant('AF_NO_SUCH_FAMILY')).toThrow(
      'the binary has no number for AF_NO_SUCH_FAMILY: `npm run constants` adds the name to binding/typed.txt',
    );
  });

  it('have no layout for a struct that nobody asked the compiler about', () => {
    expect(layout('sockaddr_in').size).toBe(16);
    expect(() => layout('no_such_struct')).toThrow('the binary has no layout for struct no_such_struct');
  });
});
