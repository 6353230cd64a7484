/** Files from choice to message: checked, uploaded, kept until their message is sent. */
import type { Desk } from '../api/desk'
import { MOST_AT_ONCE, readableSize, refuses } from '../files/limits'
import { createUploads, type Upload } from '../files/uploads'
import { change, uploaded, type Outbox, type OutgoingFile } from '../outbox/queue'
import { forgetFile, keepFile, keptFile } from '../storage/fileKeep'
import { newId } from '../storage/newId'
import type { Text } from '../text/text'
import type { Model } from './model'
import type { Store } from './store'

export interface AttachmentPorts {
  desk: Desk
  store: Store<Model>
  text: Text
  setOutbox(outbox: Outbox): void
  wake(): void
}

export function createAttachments({ desk, store, text, setOutbox, wake }: AttachmentPorts) {
  const uploads = createUploads(desk, { changed, held })

  function setUpload(upload: Upload) {
    store.set({ uploads: { ...store.get().uploads, [upload.localId]: upload } })
  }

  function changed(upload: Upload) {
    const { localId, attachment, refusal } = upload
    if (!store.get().uploads[localId]) return
    setUpload(upload)
    const owner = ownerOf(localId)
    if (!owner) return
    if (attachment) {
      setOutbox(uploaded(store.get().outbox, localId, attachment))
      void forgetFile(localId)
      wake()
    } else if (refusal) {
      setOutbox(change(store.get().outbox, owner.clientId, { refusal }))
    }
  }

  const ownerOf = (localId: string) =>
    store.get().outbox.find((outgoing) => outgoing.files.some((file) => file.localId === localId))

  function held(localId: string, code: string) {
    const owner = ownerOf(localId)
    if (owner) setOutbox(change(store.get().outbox, owner.clientId, { held: code }))
  }

  function refusalText(file: File, already: number): string | null {
    const limits = store.get().inbox?.attachments
    if (!limits) return null
    const name = file.name
    switch (refuses(limits, file, already)) {
      case 'tooLarge':
        return text.file.tooLarge(name, readableSize(limits.maxBytes, text.language))
      case 'wrongType':
        return text.file.wrongType(name)
      case 'empty':
        return text.file.empty(name)
      case 'tooMany':
        return text.file.tooMany(MOST_AT_ONCE)
      default:
        return null
    }
  }

  function unfinished(files: readonly OutgoingFile[]) {
    return files.filter((file) => !file.attachment)
  }

  return {
    /** Takes what is allowed into the tray and answers why the rest is not. */
    add(files: readonly File[]): string[] {
      return files.flatMap((file) => {
        const { tray } = store.get()
        const refusal = refusalText(file, tray.length)
        if (refusal) return [refusal]
        const localId = newId()
        setUpload(uploads.start(localId, file))
        store.set({ tray: [...tray, localId] })
        return []
      })
    },
    remove(localId: string) {
      uploads.stop(localId)
      store.set({ tray: store.get().tray.filter((id) => id !== localId) })
    },
    /** Empties the tray into a message. What still uploads is kept over a reload. */
    take(): OutgoingFile[] {
      const { tray, uploads: all } = store.get()
      store.set({ tray: [] })
      return tray.flatMap((localId) => {
        const upload = all[localId]
        if (!upload || upload.refusal) return []
        const { file, attachment } = upload
        if (!attachment) void keepFile(localId, file)
        return { localId, name: file.name, mediaType: file.type, size: file.size, attachment }
      })
    },
    retry(clientId: string) {
      const outgoing = store.get().outbox.find((candidate) => candidate.clientId === clientId)
      for (const { localId } of unfinished(outgoing?.files ?? [])) {
        const upload = store.get().uploads[localId]
        if (upload) setUpload(uploads.start(localId, upload.file))
      }
    },
    /** After a reload: uploads that an earlier page did not finish. */
    async resume(): Promise<void> {
      for (const outgoing of store.get().outbox) {
        for (const { localId } of unfinished(outgoing.files)) {
          if (store.get().uploads[localId]) continue
          const file = await keptFile(localId)
          if (file) {
            setUpload(uploads.start(localId, file))
          } else {
            const refusal = { code: 'upload_interrupted', again: false }
            setOutbox(change(store.get().outbox, outgoing.clientId, { refusal }))
          }
        }
      }
    },
  }
}
