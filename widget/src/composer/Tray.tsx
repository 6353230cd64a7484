import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import type { Model } from '../app/model'
import { useObjectUrl } from '../files/useObjectUrl'
import type { Upload } from '../files/uploads'
import { refusalText } from '../text/refusalText'

/** Files chosen for the next message, with their progress. */
export function Tray({ model }: { model: Model }) {
  const uploads = model.tray.flatMap((localId) => model.uploads[localId] ?? [])
  if (uploads.length === 0) return null
  return (
    <ul class="tray">
      {uploads.map((upload) => (
        <TrayItem key={upload.localId} upload={upload} />
      ))}
    </ul>
  )
}

function TrayItem({ upload }: { upload: Upload }) {
  const { visit } = useShell()
  const { text } = visit
  const { file, refusal, attachment, progress, localId } = upload
  const preview = useObjectUrl(file.type.startsWith('image/') ? file : undefined)
  return (
    <li class={refusal ? 'refused' : ''} title={file.name}>
      {preview ? <img src={preview} alt={file.name} /> : <Icon name="file" size={20} />}
      {!preview && <bdi class="cut">{file.name}</bdi>}
      {refusal && <span class="problem">{refusalText(refusal.code, text)}</span>}
      {!attachment && !refusal && (
        <progress value={progress} aria-label={`${text.mark.uploading} ${file.name}`} />
      )}
      <button
        type="button"
        class="remove"
        aria-label={text.composer.remove(file.name)}
        onClick={() => visit.attachments.remove(localId)}
      >
        <Icon name="close" size={12} />
      </button>
    </li>
  )
}
