import type { Problem } from './types';

/** A refusal of the server (RFC 9457), or a local one with the same shape. */
export class ProblemError extends Error {
  readonly problem: Problem;
  /** Seconds to wait, from Retry-After. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(`${problem.code}: ${problem.title}`);
    this.name = 'ProblemError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get code(): string {
    return this.problem.code;
  }
}

export function localProblem(code: string, title: string, detail?: string): ProblemError {
  return new ProblemError({ type: 'about:blank', title, status: 0, code, ...(detail ? { detail } : {}) });
}

/** "Not now" rather than "not this": what was refused so goes again by itself. */
const FOR_NOW = [
  'network',
  'busy',
  'database_away',
  'outcome_unknown',
  'disk_full',
  'http_502',
  'http_503',
  'http_504',
];
export const passes = (code: string): boolean => FOR_NOW.includes(code);

/** Whatever was thrown, as a problem: no reader of errors has to guess. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  // fetch throws a TypeError when nothing answered.
  if (error instanceof TypeError) return localProblem('network', error.message);
  return localProblem('unexpected', error instanceof Error ? error.message : String(error));
}

export function fromResponse(body: unknown, response: Response): ProblemError {
  const given = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  const after = Number(response.headers.get('Retry-After'));
  return new ProblemError(
    {
      type: given.type ?? 'about:blank',
      title: given.title ?? response.statusText,
      status: response.status,
      code: given.code ?? `http_${response.status}`,
      detail: given.detail,
      field: given.field,
      traceId: given.traceId,
    },
    Number.isFinite(after) && after > 0 ? after : null,
  );
}
