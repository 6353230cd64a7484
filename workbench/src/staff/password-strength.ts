/**
 * How a new password looks before it is sent: the rule of staff/src/password.rs, so that nobody is refused after
 * having been told that it is fine. The server decides.
 */
export type Strength = 'short' | 'long' | 'guessable' | 'good' | 'strong';

const SHORTEST = 12;
const LONGEST = 128;
const FIRST_TRIED = [
  'password',
  'passw0rd',
  '123456',
  '12345678',
  'qwerty',
  'admin',
  'welcome',
  'letmein',
  'iloveyou',
  'abc123',
  'yingke',
  '111111',
];

/** Characters as people count them: 中文 pass phrases and emoji too. */
export const lengthOf = (password: string): number => [...password].length;
export const missingOf = (password: string): number => Math.max(0, SHORTEST - lengthOf(password));

/** `words`: the person's own name, address, company. */
export function strengthOf(password: string, words: readonly string[]): Strength {
  const length = lengthOf(password);
  if (length < SHORTEST) return 'short';
  if (length > LONGEST) return 'long';
  const own = words.flatMap((word) => word.split(/[@ ]/)).filter((word) => lengthOf(word) > 2);
  const rest = [...FIRST_TRIED, ...own.map((word) => word.toLowerCase())].reduce(
    (left, word) => left.replaceAll(word, ''),
    password.toLowerCase(),
  );
  const distinct = new Set(rest).size;
  if (distinct < 5) return 'guessable';
  return lengthOf(rest) >= 16 && distinct >= 9 ? 'strong' : 'good';
}
