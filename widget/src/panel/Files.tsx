import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import { readableSize } from '../files/limits'
import { useObjectUrl } from '../files/useObjectUrl'
import type { Upload } from '../files/uploads'
import type { Attachment } from '../api/types'
import type { OutgoingFile } from '../outbox/queue'

const MAX_WIDTH = 220
const MAX_HEIGHT = 240
/** Formats every browser draws; others are offered as files. */
const isPicture = (mediaType: string) => /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(mediaType)

export function SentFiles({ attachments }: { attachments: readonly Attachment[] }) {
  return (
    <>
      {attachments.map((attachment) => (
        <SentFile key={attachment.id} attachment={attachment} />
      ))}
    </>
  )
}

/** Known dimensions keep the log from jumping while a picture loads. */
function fitted({ width, height }: Attachment) {
  if (!width || !height) return {}
  const share = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height)
  return { width: Math.max(48, Math.round(width * share)), height: Math.max(32, Math.round(height * share)) }
}

function SentFile({ attachment }: { attachment: Attachment }) {
  const { desk, links, text } = useShell().visit
  const url = desk.fileUrl(attachment.url)
  const size = readableSize(attachment.size, text.language)
  if (url && isPicture(attachment.mediaType)) {
    const label = `${text.log.image(attachment.name)} (${text.log.opensInNewTab})`
    return (
      <a class="picture" href={url} target="_blank" rel="noopener noreferrer" aria-label={label}>
        <img
          src={desk.fileUrl(attachment.thumbnailUrl) ?? url}
          alt={attachment.name}
          onError={links.failed}
          {...fitted(attachment)}
        />
      </a>
    )
  }
  const content = <FileCard name={attachment.name} detail={size} />
  if (!url) return <span class="file">{content}</span>
  return (
    <a class="file" href={url} target="_blank" rel="noopener noreferrer">
      {content}
    </a>
  )
}

function FileCard({ name, detail }: { name: string; detail: string }) {
  return (
    <>
      <Icon name="file" size={20} />
      <span class="grow">
        <bdi class="name cut">{name}</bdi> <bdi class="meta">{detail}</bdi>
      </span>
    </>
  )
}

export interface OutgoingFilesProps {
  files: readonly OutgoingFile[]
  uploads: Readonly<Record<string, Upload>>
}

export function OutgoingFiles({ files, uploads }: OutgoingFilesProps) {
  return (
    <>
      {files.map((file) => (
        <OutgoingFileView key={file.localId} file={file} upload={uploads[file.localId]} />
      ))}
    </>
  )
}

function OutgoingFileView({ file, upload }: { file: OutgoingFile; upload: Upload | undefined }) {
  const { text } = useShell().visit
  const preview = useObjectUrl(isPicture(file.mediaType) ? upload?.file : undefined)
  const progress = !file.attachment && upload && !upload.refusal && (
    <progress value={upload.progress} aria-label={text.mark.uploading} />
  )
  if (preview) {
    return (
      <span class="picture">
        <img src={preview} alt={file.name} />
        {progress}
      </span>
    )
  }
  return (
    <span class="file">
      <FileCard name={file.name} detail={readableSize(file.size, text.language)} />
      {progress}
    </span>
  )
}
