import { err, ok, unwrap } from 'sys-socket';
import { describe, expect, it } from 'vitest';

describe('unwrap', () => {
  it('gives the value of a success', () => {
    expect(unwrap(ok(7))).toBe(7);
  });

  it("throws an Error in Node's own shape for a refusal", () => {
    const refused = err({ syscall: 'bind', code: 'EADDRINUSE', errno: 98, message: 'Address already in use' });
    expect(() => unwrap(refused)).toThrow(
      expect.objectContaining({
        message: 'EADDRINUSE: Address already in use, bind',
        code: 'EADDRINUSE',
        errno: -98,
        syscall: 'bind',
      }),
    );
  });

  it('names the address that was refused', () => {
    const refused = err({
      syscall: 'bind',
      code: 'EADDRINUSE',
      message: 'Address already in use',
      address: '[::1]:80',
    });
    expect(() => unwrap(refused)).toThrow(
      expect.objectContaining({ message: 'EADDRINUSE: Address already in use, bind [::1]:80', address: '[::1]:80' }),
    );
  });

  it('keeps what else the error says', () => {
    expect(() => unwrap(err({ code: 'EOF', message: 'ended', received: 3 }))).toThrow(
      expect.objectContaining({ received: 3 }),
    );
  });
});
