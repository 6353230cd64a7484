/** A call that did not succeed. `status` 0: no answer at all. `code` is the stable code of the problem document. */
export class CallFailed extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfter: number | null,
  ) {
    super(`${status} ${code}`)
  }
}

export interface Call {
  method: 'GET' | 'POST'
  url: string
  token: string | null
  body?: unknown
}

/** The answer's JSON (undefined for 204). No cookie is ever sent. Throws CallFailed only. */
export async function request<T>(call: Call): Promise<T> {
  const headers: Record<string, string> = {}
  if (call.token) headers['Authorization'] = `Bearer ${call.token}`
  if (call.body !== undefined) headers['Content-Type'] = 'application/json'
  let response: Response
  let body: string
  try {
    response = await fetch(call.url, {
      method: call.method,
      headers,
      credentials: 'omit',
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal: AbortSignal.timeout(20_000),
    })
    body = await response.text()
  } catch {
    throw new CallFailed(0, 'unreachable', null)
  }
  if (!response.ok) throw failed(response.status, body, response.headers.get('Retry-After'))
  return parsed(body) as T
}

export function failed(status: number, body: string, retryAfter: string | null): CallFailed {
  const problem = parsed(body) as { code?: unknown } | undefined
  const code = typeof problem?.code === 'string' ? problem.code : String(status)
  const seconds = Number(retryAfter)
  return new CallFailed(status, code, retryAfter && seconds >= 0 ? seconds * 1000 : null)
}

export function parsed(body: string): unknown {
  try {
    return body ? JSON.parse(body) : undefined
  } catch {
    return undefined
  }
}
