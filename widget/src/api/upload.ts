import type { Attachment } from './types'
import { CallFailed, failed, parsed } from './request'

export interface Upload {
  url: string
  token: string | null
  file: File
  /** Share sent, 0 to 1. */
  onProgress: (share: number) => void
  signal: AbortSignal
}

/** One multipart upload. XMLHttpRequest, because fetch does not tell the progress. Throws CallFailed only. */
export function upload({ url, token, file, onProgress, signal }: Upload): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    const unreachable = () => reject(new CallFailed(0, 'unreachable', null))
    xhr.open('POST', url)
    if (token) xhr.setRequestHeader('Authorization', `Bearer ${token}`)
    xhr.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    xhr.onerror = unreachable
    xhr.onabort = unreachable
    xhr.onload = () => {
      const body = parsed(xhr.responseText)
      if (xhr.status >= 200 && xhr.status < 300 && body) resolve(body as Attachment)
      else reject(failed(xhr.status, xhr.responseText, xhr.getResponseHeader('Retry-After')))
    }
    signal.addEventListener('abort', () => xhr.abort())
    const form = new FormData()
    form.append('file', file, file.name)
    xhr.send(form)
  })
}
