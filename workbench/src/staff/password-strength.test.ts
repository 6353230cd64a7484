import { describe, expect, it } from 'vitest';
import { missingOf, strengthOf } from './password-strength';

describe('a new password', () => {
  // The table of staff/src/password.rs: what is refused there is never called good here.
  it.each([
    ['short', 'short'],
    ['x'.repeat(129), 'long'],
    ['aaaaaaaaaaaaaaaa', 'guessable'],
    ['password123456', 'guessable'],
    ['zhou.lan12345678', 'guessable'],
    ['correct horse battery', 'strong'],
    ['tent leaks 7', 'good'],
    ['山野集的帐篷一点也不漏雨', 'good'],
  ])('%s is %s', (password, strength) => {
    expect(strengthOf(password, ['周岚', 'zhou.lan@example.com'])).toBe(strength);
  });

  it('says how much is missing', () => {
    expect(missingOf('帐篷')).toBe(10);
    expect(missingOf('correct horse battery')).toBe(0);
  });
});
