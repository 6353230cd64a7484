/** Uploads under way. Temporary failures are tried again for ever, with back-off; a refusal ends one. */
import type { Desk } from '../api/desk'
import { CallFailed } from '../api/request'
import type { Attachment } from '../api/types'
import { backoff } from '../live/backoff'
import { isTold, outcomeOf, type Refusal } from '../outbox/queue'

export interface Upload {
  localId: string
  file: File
  /** Share sent, 0 to 1. */
  progress: number
  attachment: Attachment | null
  refusal: Refusal | null
}

export interface UploadListener {
  changed(upload: Upload): void
  /** It does not get through for now, and is tried again. */
  held(localId: string, code: string): void
}

export type Uploads = ReturnType<typeof createUploads>

export function createUploads(desk: Desk, listener: UploadListener) {
  const running = new Map<string, AbortController>()

  async function run(upload: Upload, attempt: number): Promise<void> {
    const abort = new AbortController()
    running.set(upload.localId, abort)
    const progress = (share: number) => listener.changed({ ...upload, progress: share })
    try {
      const attachment = await desk.upload(upload.file, progress, abort.signal)
      running.delete(upload.localId)
      listener.changed({ ...upload, progress: 1, attachment })
    } catch (error) {
      if (abort.signal.aborted) return
      const { status, code, retryAfter } = error as CallFailed
      const outcome = outcomeOf(status ?? 0, code ?? '', retryAfter ?? null)
      if (outcome.result === 'refused') {
        running.delete(upload.localId)
        return listener.changed({ ...upload, refusal: outcome.refusal })
      }
      listener.changed(upload)
      if (isTold(code ?? '', attempt + 1)) listener.held(upload.localId, code ?? '')
      const wait = Math.max(500, retryAfter ?? backoff(attempt + 1, Math.random()))
      await new Promise((resolve) => setTimeout(resolve, wait))
      if (!abort.signal.aborted) await run(upload, attempt + 1)
    }
  }

  return {
    start(localId: string, file: File): Upload {
      const upload: Upload = { localId, file, progress: 0, attachment: null, refusal: null }
      // Not in this turn: the caller shows it first.
      if (!running.has(localId)) setTimeout(() => void run(upload, 0))
      return upload
    },
    stop(localId: string) {
      running.get(localId)?.abort()
      running.delete(localId)
    },
  }
}
