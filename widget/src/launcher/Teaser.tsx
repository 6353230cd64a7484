import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import type { Model } from '../app/model'
import { Avatar } from '../panel/Avatar'
import { unread } from '../thread/merge'

/** The last unread message beside the closed launcher, until it is opened or waved away. */
export function Teaser({ model, open }: { model: Model; open(): void }) {
  const { visit } = useShell()
  const { text } = visit
  const last = unread(model.thread, model.seen).at(-1)
  const shown = last && last.order > model.dismissed
  const preview = last?.text || last?.attachments[0]?.name || ''
  return (
    <div role="status">
      {shown && (
        <div class="teaser">
          <button type="button" class="teaser-open" onClick={open}>
            <Avatar name={last.name} />
            <span class="cut">
              <span class="hidden">{`${last.name ?? text.log.team}: `}</span>
              {preview}
            </span>
          </button>
          <button
            type="button"
            class="icon small"
            aria-label={text.launcher.dismiss}
            onClick={() => visit.store.set({ dismissed: last.order })}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
    </div>
  )
}
