/** The visitor's part of the HTTP API. Every operation is one function; the token is renewed once on 401. */
import type {
  Attachment,
  ConversationState,
  Cursor,
  Entered,
  EnterRequest,
  Page,
  Signal,
  VisitorMessage,
} from './types'
import { webAddress } from '../text/links'
import { CallFailed, request } from './request'
import { upload } from './upload'

export interface NewMessage {
  clientId: string
  text: string
  attachmentIds?: string[]
  preChat?: Record<string, string>
  page?: Page
}

export type Attributes = Record<string, string | number | boolean | null>

export interface TokenHolder {
  token(): string | null
  /** Enters again; single flight. */
  renew(): Promise<void>
}

export type Desk = ReturnType<typeof createDesk>

export function createDesk(origin: string, holder: TokenHolder) {
  const base = `${origin}/api/v1/visitor`

  /** Runs with the token; on 401 renews it and runs once more. */
  async function withToken<T>(run: (token: string | null) => Promise<T>): Promise<T> {
    try {
      return await run(holder.token())
    } catch (error) {
      if (!(error instanceof CallFailed) || error.status !== 401) throw error
      await holder.renew()
      return run(holder.token())
    }
  }

  const get = <T>(path: string) =>
    withToken((token) => request<T>({ method: 'GET', url: base + path, token }))
  const post = <T>(path: string, body: unknown = {}) =>
    withToken((token) => request<T>({ method: 'POST', url: base + path, token, body }))

  return {
    enter: (body: EnterRequest) =>
      request<Entered>({ method: 'POST', url: `${base}/enter`, token: null, body }),
    send: (body: NewMessage) => post<{ message: VisitorMessage; cursor: Cursor }>('/messages', body),
    older: (before: string) =>
      get<{ messages: VisitorMessage[]; more: boolean }>(
        `/messages?before=${encodeURIComponent(before)}&limit=30`,
      ),
    ticket: () => post<{ ticket: string }>('/tickets'),
    attributes: (attributes: Attributes) => post<undefined>('/attributes', { attributes }),
    signal: (signal: Signal) => post<undefined>('/signals', signal),
    end: () => post<{ state: ConversationState }>('/end'),
    upload: (file: File, onProgress: (share: number) => void, signal: AbortSignal) =>
      withToken((token) =>
        upload({ url: `${base}/attachments`, token, file, onProgress, signal }),
      ) as Promise<Attachment>,
    socketUrl: (ticket: string) => `${base.replace(/^http/, 'ws')}/live?ticket=${encodeURIComponent(ticket)}`,
    streamUrl: (ticket: string, after: Cursor | null) =>
      `${base}/events?ticket=${encodeURIComponent(ticket)}` +
      (after === null ? '' : `&after=${encodeURIComponent(after)}`),
    /** Addresses in messages may be relative; only http(s) ever becomes a link. */
    fileUrl: (url: string | null | undefined) => (url ? webAddress(url, origin) : null),
  }
}
