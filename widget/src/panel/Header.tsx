import { useState } from 'preact/hooks'
import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import type { Model } from '../app/model'
import type { Text } from '../text/text'
import { initial } from './Avatar'

function subtitle({ state, inbox }: Model, text: Text): string {
  if (state?.agent && state.status === 'open') return text.header.serving(state.agent.name)
  if (state?.status === 'queued') return text.header.connecting
  return inbox?.hours.open === false ? text.header.closed : text.header.open
}

export function Header({ model }: { model: Model }) {
  const { visit, layout, close } = useShell()
  const { text } = visit
  const [menu, setMenu] = useState(false)
  const { inbox, state } = model
  const Title = layout === 'page' ? 'h1' : 'h2'
  const canEnd = !!state && ['open', 'queued'].includes(state.status)

  function end() {
    setMenu(false)
    visit.end().catch(() => undefined) // The log shows when it has ended; otherwise it goes on.
  }

  return (
    <div class="header">
      <span class="logo" aria-hidden="true">
        {initial(inbox?.company || inbox?.name)}
      </span>
      <div class="grow">
        <Title class="title cut">{inbox?.company || inbox?.name || text.header.chat}</Title>
        <p class="subtitle cut">{inbox ? subtitle(model, text) : ' '}</p>
      </div>
      {canEnd && (
        <div
          class="menu-holder"
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || !menu) return
            event.stopPropagation()
            setMenu(false)
          }}
          onFocusOut={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setMenu(false)
          }}
        >
          <button
            type="button"
            class="icon"
            aria-label={text.header.menu}
            aria-expanded={menu}
            onClick={() => setMenu(!menu)}
          >
            <Icon name="more" size={20} />
          </button>
          {menu && (
            <div class="menu">
              <button type="button" onClick={end}>
                {text.header.end}
              </button>
            </div>
          )}
        </div>
      )}
      {layout === 'widget' && (
        <button type="button" class="icon" aria-label={text.launcher.close} onClick={close}>
          <Icon name="down" size={20} />
        </button>
      )}
    </div>
  )
}
