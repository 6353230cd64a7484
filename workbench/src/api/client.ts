import createClient, { type Middleware } from 'openapi-fetch';
import { asProblem, fromResponse } from './problem';
import type { paths } from './types';

let whenSignedOut: () => void = () => undefined;

/** Called once by the session: any answer `not_signed_in` ends it. */
export function onSignedOut(act: () => void): void {
  whenSignedOut = act;
}

export interface Writes {
  /** A write got through. */
  over: () => void;
  refused: (code: string) => void;
}
let writes: Writes | null = null;

/** Called once by the desk: told whether what is written gets through. */
export function onWrites(watcher: Writes): void {
  writes = watcher;
}
/** Also for what does not pass through `call`. */
export const tellRefused = (code: string): void => writes?.refused(code);

const headers: Middleware = {
  onRequest({ request }) {
    if (request.method === 'GET') return request;
    // Makes the request non-simple, so that no foreign page can send it.
    request.headers.set('X-Yingke-CSRF', '1');
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID());
    }
    return request;
  },
  onResponse({ request, response }) {
    if (request.method !== 'GET' && response.ok) writes?.over();
  },
};

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  fetch: (request) => globalThis.fetch(request),
});
api.use(headers);

/** Edits name the version they start from; somebody else's edit in between is answered with `changed`. */
export const ifMatch = ({ version }: { version: number }) => ({ 'If-Match': `"${version}"` });

type Answered<T> = { data?: T; error?: unknown; response: Response };

/** The body of a good answer; everything else is thrown as a `ProblemError`. */
export async function call<T>(request: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>;
  try {
    answered = await request;
  } catch (error) {
    throw asProblem(error);
  }
  if (answered.response.ok) return answered.data as T;
  const problem = fromResponse(answered.error, answered.response);
  if (problem.code === 'not_signed_in') whenSignedOut();
  tellRefused(problem.code);
  throw problem;
}

/** All items of a list endpoint that fits on one page. */
export async function items<T>(request: Promise<Answered<{ items: T[] }>>): Promise<T[]> {
  return (await call(request)).items;
}
