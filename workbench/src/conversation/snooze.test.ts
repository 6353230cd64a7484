import { expect, it } from 'vitest';
import { snoozeChoices } from './snooze';

it.each([
  ['Sunday noon', new Date(2026, 10, 22, 12), ['hour', 'today', 'tomorrow', 'week']],
  ['Monday noon', new Date(2026, 10, 23, 12), ['hour', 'today', 'tomorrow', 'week']],
  ['Wednesday evening', new Date(2026, 10, 25, 18), ['hour', 'tomorrow', 'monday', 'week']],
])('offers moments that are worth it: %s', (_, now, keys) => {
  const choices = snoozeChoices(now.getTime());
  expect(choices.map((one) => one.key)).toEqual(keys);
  for (const choice of choices) expect(choice.until.getTime()).toBeGreaterThan(now.getTime());
  const times = choices.map((one) => one.until.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
});
