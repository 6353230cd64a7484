/** Files of messages that are still uploading, in IndexedDB, so that a reload does not lose them. */

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('yingke', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('files')
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error ?? new Error('IndexedDB'))
  })
}

async function run<T>(
  mode: IDBTransactionMode,
  act: (files: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  try {
    const database = await open()
    return await new Promise((resolve, reject) => {
      const asked = act(database.transaction('files', mode).objectStore('files'))
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => reject(asked.error ?? new Error('IndexedDB'))
    })
  } catch {
    return null // Private windows: the file lives as long as the page.
  }
}

export const keepFile = (localId: string, file: File) => run('readwrite', (files) => files.put(file, localId))
export const forgetFile = (localId: string) => run('readwrite', (files) => files.delete(localId))

export async function keptFile(localId: string): Promise<File | null> {
  const found = await run<unknown>('readonly', (files) => files.get(localId))
  return found instanceof File ? found : null
}
