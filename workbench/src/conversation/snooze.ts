/** The moments offered for "later". Pure; local time. */
export type SnoozeKey = 'hour' | 'today' | 'tomorrow' | 'monday' | 'week';

function at(now: Date, days: number, hour: number): Date {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  date.setHours(hour, 0, 0, 0);
  return date;
}

export function snoozeChoices(nowMs: number): { key: SnoozeKey; until: Date }[] {
  const now = new Date(nowMs);
  const choices: { key: SnoozeKey; until: Date }[] = [{ key: 'hour', until: new Date(nowMs + 3_600_000) }];
  const today = at(now, 0, 16);
  if (today.getTime() - nowMs > 1.5 * 3_600_000) choices.push({ key: 'today', until: today });
  choices.push({ key: 'tomorrow', until: at(now, 1, 9) });
  const toMonday = (8 - now.getDay()) % 7 || 7;
  if (toMonday > 1 && toMonday < 7) choices.push({ key: 'monday', until: at(now, toMonday, 9) });
  choices.push({ key: 'week', until: at(now, 7, 9) });
  return choices;
}
