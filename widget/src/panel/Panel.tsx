import { useEffect, useRef, useState } from 'preact/hooks'
import { useShell } from '../app/context'
import { needsPreChat, type Model } from '../app/model'
import { Composer } from '../composer/Composer'
import { allowsFiles } from '../files/limits'
import { Header } from './Header'
import { Log } from './Log'
import { PreChat } from './PreChat'
import { StatusBar } from './StatusBar'

export function Panel({ model }: { model: Model }) {
  const { visit, layout, close } = useShell()
  const { text } = visit
  const [dragging, setDragging] = useState(false)
  const [refusals, setRefusals] = useState<readonly string[]>([])
  const panel = useRef<HTMLElement>(null)
  const form = needsPreChat(model)
  const takesFiles = !!model.inbox && allowsFiles(model.inbox.attachments) && !form

  useEffect(() => {
    // The text field takes the focus itself; the form and touch screens leave it to the panel.
    const inside = panel.current?.getRootNode() as ShadowRoot | undefined
    if (layout === 'widget' && !inside?.activeElement) panel.current?.focus({ preventScroll: true })
  }, [])

  const add = (files: Iterable<File>) => setRefusals(visit.attachments.add([...files]))
  const hasFiles = (event: DragEvent) => takesFiles && !!event.dataTransfer?.types.includes('Files')

  return (
    <section
      ref={panel}
      class="panel"
      role={layout === 'page' ? 'main' : 'dialog'}
      aria-label={model.inbox?.company || model.inbox?.name || text.header.chat}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && layout === 'widget' && close()}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setDragging(true)
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setDragging(false)}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setDragging(false)
        add(event.dataTransfer?.files ?? [])
      }}
    >
      <Header model={model} />
      <StatusBar model={model} />
      <Log model={model}>{form && model.inbox && <PreChat fields={model.inbox.preChat.fields} />}</Log>
      {!form && model.phase !== 'unknown' && (
        <Composer
          model={model}
          takesFiles={takesFiles}
          add={add}
          refusals={refusals}
          clearRefusals={() => setRefusals([])}
        />
      )}
      {dragging && (
        <div class="drop" onDragLeave={() => setDragging(false)}>
          {text.composer.drop}
        </div>
      )}
    </section>
  )
}
