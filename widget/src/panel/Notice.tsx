import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import type { Model } from '../app/model'
import { moment } from '../text/time'

/** What to expect now: closed hours, a place in the queue, an ended conversation. */
export function Notice({ model }: { model: Model }) {
  const { text } = useShell().visit
  const { inbox, state } = model
  if (!inbox || !state) return null
  if (state.status === 'ended') return <p class="line">{text.notice.ended}</p>
  if (state.status === 'open') return null
  if (!inbox.hours.open) {
    const { notice, nextOpenAt } = inbox.hours
    return (
      <div class="card notice">
        <Icon name="clock" size={20} />
        <div class="grow">
          <p>{notice || text.notice.closed}</p>
          {nextOpenAt && <p class="meta">{text.notice.nextOpen(moment(nextOpenAt, new Date(), text))}</p>}
        </div>
      </div>
    )
  }
  if (state.status !== 'queued') return null
  return (
    <div class="card notice">
      <span class="pulse" aria-hidden="true" />
      <div class="grow">
        <p class="strong">{text.notice.queued}</p>
        <p class="meta">{text.notice.queuedHint}</p>
      </div>
    </div>
  )
}
