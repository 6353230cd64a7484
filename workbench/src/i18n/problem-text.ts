import { asProblem } from '@/api/problem';
import { hasText, text } from '.';

/** What happened and what to do; for codes that are not known, the server's own title. */
export function problemText(error: unknown): string {
  const { problem, retryAfter } = asProblem(error);
  const key = `errors.${problem.code}`;
  if (hasText(key)) return text(key, { seconds: retryAfter ?? 60 });
  const parts = [problem.title, problem.detail, problem.hint].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : text('errors.unexpected');
}
