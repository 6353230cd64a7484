import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Launcher } from '../launcher/Launcher'
import { Teaser } from '../launcher/Teaser'
import { Panel } from '../panel/Panel'
import { palette } from '../theme/contrast'
import { useDark } from '../theme/useDark'
import { ShellContext, useModel, type Shell } from './context'
import type { Options } from './options'
import type { Visit } from './visit'

export interface AppProps {
  visit: Visit
  options: Options
  setOpen(open: boolean): void
}

export function App({ visit, options, setOpen }: AppProps) {
  const model = useModel(visit)
  const layout = options.layout ?? 'widget'
  const dark = useDark(model.inbox?.theme.appearance ?? (layout === 'page' ? 'auto' : 'light'))
  const launcher = useRef<HTMLButtonElement>(null)
  const [wasOpen, setWasOpen] = useState(false)

  useEffect(() => {
    if (wasOpen && !model.open) launcher.current?.focus({ preventScroll: true })
    setWasOpen(model.open)
  }, [model.open])

  const color = model.inbox?.theme.color
  const colors = useMemo(() => palette(color, dark), [color, dark])
  const shell = useMemo<Shell>(() => ({ visit, layout, close: () => setOpen(false) }), [visit, layout])
  // Until the inbox is known there is no colour, no side, nothing to show; the hosted page shows its frame.
  if (!model.inbox && layout === 'widget') return null

  return (
    <ShellContext.Provider value={shell}>
      <div
        class="root"
        lang={visit.text.language}
        dir={options.direction === 'rtl' ? 'rtl' : visit.text.direction}
        data-theme={dark ? 'dark' : 'light'}
        data-layout={layout}
        data-side={options.position ?? model.inbox?.theme.position ?? 'right'}
        style={{
          '--accent': colors.accent,
          '--accent-hover': colors.accentHover,
          '--on-accent': colors.onAccent,
          '--accent-text': colors.accentText,
          '--accent-soft': colors.accentSoft,
          '--accent-line': colors.accentLine,
        }}
      >
        {model.open ? (
          <Panel model={model} />
        ) : (
          <>
            <Teaser model={model} open={() => setOpen(true)} />
            <Launcher model={model} open={() => setOpen(true)} button={launcher} />
          </>
        )}
      </div>
    </ShellContext.Provider>
  )
}
