import { useShell } from '../app/context'
import { Avatar } from './Avatar'

export function TypingLine({ name }: { name: string | null }) {
  const { text } = useShell().visit
  if (name === null) return null
  return (
    <div class="message them" aria-live="off">
      <Avatar name={name} />
      <div class="bubble dots">
        <span class="hidden">{text.log.typing(name)}</span>
        <i />
        <i />
        <i />
      </div>
    </div>
  )
}
