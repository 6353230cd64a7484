import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import type { Upload } from '../files/uploads'
import type { BubbleRow } from '../thread/rows'
import { heldText, refusalText } from '../text/refusalText'
import { clock } from '../text/time'
import { Avatar } from './Avatar'
import { OutgoingFiles, SentFiles } from './Files'
import { LinkedText } from './LinkedText'

export interface BubbleProps {
  row: BubbleRow
  uploads: Readonly<Record<string, Upload>>
}

export function Bubble({ row, uploads }: BubbleProps) {
  const { text } = useShell().visit
  const own = row.from === 'customer'
  const speaker = own ? text.log.you : row.name || text.log.team
  return (
    <div class={`message ${own ? 'me' : 'them'} ${row.first ? 'first' : ''} ${row.mark ?? ''}`}>
      {!own && (row.first ? <Avatar name={speaker} /> : <span class="avatar none" />)}
      <div class="stack">
        <span class="hidden">{`${speaker}: `}</span>
        <SentFiles attachments={row.attachments} />
        {row.outgoing && <OutgoingFiles files={row.outgoing.files} uploads={uploads} />}
        {row.text && (
          <div class="bubble" dir="auto">
            <LinkedText text={row.text} />
          </div>
        )}
        {row.mark === 'failed' ? <Failed row={row} /> : row.last && <Meta row={row} speaker={speaker} />}
      </div>
    </div>
  )
}

function Meta({ row, speaker }: { row: BubbleRow; speaker: string }) {
  const { text } = useShell().visit
  const time = clock(row.at, text.language)
  if (!row.mark) return <p class="meta">{`${speaker} · ${time}`}</p>
  const uploading = row.mark === 'sending' && row.outgoing?.files.some((file) => !file.attachment)
  const mark = text.mark[uploading ? 'uploading' : row.mark]
  if (row.mark === 'read') {
    return (
      <p class="meta read">
        <Icon name="checks" size={14} />
        {`${time} ${mark}`}
      </p>
    )
  }
  return <p class="meta">{row.mark === 'sending' ? mark : `${time} · ${mark}`}</p>
}

/** What was not stored stays, with the reason and what can be done; what only waits cannot be thrown away. */
function Failed({ row }: { row: BubbleRow }) {
  const { visit } = useShell()
  const { text } = visit
  const { refusal, held } = row.outgoing ?? {}
  const reason = refusal ? refusalText(refusal.code, text) : heldText(held ?? '', text)
  return (
    <div class="failure">
      <p class="reason">
        <Icon name="alert" size={14} />
        <span>{`${text.mark.failed} · ${reason}`}</span>
      </p>
      <div class="actions">
        <button type="button" class="link" onClick={() => visit.retry(row.key)}>
          {text.retry}
        </button>
        {refusal && (
          <button type="button" class="link" onClick={() => visit.discard(row.key)}>
            {text.discard}
          </button>
        )}
      </div>
    </div>
  )
}
