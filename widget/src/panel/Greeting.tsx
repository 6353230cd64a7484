import { useShell } from '../app/context'
import type { Model } from '../app/model'
import { Avatar } from './Avatar'
import { LinkedText } from './LinkedText'

/** The inbox's welcome stands at the head of the thread; it is no message and nobody is told of it. */
export function Greeting({ model }: { model: Model }) {
  const { text } = useShell().visit
  const { inbox } = model
  if (model.phase === 'unknown') return <p class="empty">{text.bar.unknown}</p>
  if (!inbox) {
    return (
      <div class="skeleton" aria-hidden="true">
        <i />
        <i />
      </div>
    )
  }
  if (!inbox.greeting) return <span />
  return (
    <div class="message them greeting">
      <Avatar name={inbox.company || inbox.name} />
      <div class="stack">
        <div class="bubble" dir="auto">
          <span class="hidden">{`${text.log.team}: `}</span>
          <LinkedText text={inbox.greeting} />
        </div>
      </div>
    </div>
  )
}
