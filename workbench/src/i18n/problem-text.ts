import { asProblem } from '@/api/problem';
import { hasText, text } from '.';

/** Faults of this program, not of whoever uses it: one text for all. */
export const OUR_FAULT: readonly string[] = [
  'malformed_body',
  'malformed_id',
  'malformed_query',
  'wrong_media_type',
  'second_tenant',
  'foreign_origin',
  'if_match_missing',
  'key_missing',
];

/** Which part of working hours is wrong, in words. */
function hoursText(field: string): string | undefined {
  const [, part = '', which = ''] = /(?:^|\.)hours\.(week|calendar)\.(.+)$/.exec(field) ?? [];
  const day = `hours.weekdays.d${which}`;
  const where = part === 'week' && hasText(day) ? text(day) : which;
  return part && text('errors.hours_wrong', { where });
}

/** What happened and what to do; for codes that are not known, the server's own title. */
export function problemText(error: unknown): string {
  const { problem, retryAfter } = asProblem(error);
  const hours = problem.code === 'field_wrong' && hoursText(problem.field ?? '');
  if (hours) return hours;
  const key = `errors.${OUR_FAULT.includes(problem.code) ? 'malformed' : problem.code}`;
  if (hasText(key)) return text(key, { seconds: retryAfter ?? 60, limit: problem.detail ?? '' });
  const parts = [problem.title, problem.detail].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : text('errors.unexpected');
}
