import type { Ref } from 'preact'
import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import type { Model } from '../app/model'
import { unread } from '../thread/merge'

interface LauncherProps {
  model: Model
  open(): void
  button: Ref<HTMLButtonElement>
}

export function Launcher({ model, open, button }: LauncherProps) {
  const { text } = useShell().visit
  const count = unread(model.thread, model.seen).length
  const wide = model.inbox?.theme.launcher === 'label'
  const label = count ? `${text.launcher.open} · ${text.launcher.unread(count)}` : text.launcher.open
  return (
    <button
      ref={button}
      type="button"
      class={`launcher ${wide ? 'wide' : ''}`}
      aria-label={label}
      aria-expanded={false}
      onClick={open}
    >
      <Icon name="chat" size={24} />
      {wide && <span class="words">{text.launcher.open}</span>}
      {count > 0 && <span class="badge">{count > 99 ? '99+' : count}</span>}
    </button>
  )
}
