import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import type { Model } from '../app/model'
import { rows } from '../thread/rows'
import { dayName } from '../text/time'
import { Bubble } from './Bubble'
import { Greeting } from './Greeting'
import { Notice } from './Notice'
import { TypingLine } from './TypingLine'

const NEAR = 48

export function Log({ model, children }: { model: Model; children?: ComponentChildren }) {
  const { visit } = useShell()
  const { text } = visit
  const list = rows(model.thread, model.outbox, model.state)
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const before = useRef({ first: '', last: '', height: 0 })
  const [away, setAway] = useState(false)
  const [loading, setLoading] = useState(false)

  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight })

  /** Own words and the end of the log are followed; otherwise the place stays, also when older ones come in. */
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const first = model.thread.messages[0]?.id ?? ''
    const last = list.at(-1)
    const isOwn = last?.row === 'bubble' && last.outgoing && last.key !== before.current.last
    if (atEnd.current || isOwn) toEnd()
    else if (first !== before.current.first) element.scrollTop += element.scrollHeight - before.current.height
    before.current = { first, last: last?.key ?? '', height: element.scrollHeight }
  })

  useEffect(() => {
    const read = () => document.visibilityState === 'visible' && atEnd.current && visit.read()
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [model.thread, away])

  useEffect(() => {
    // Pictures, the keyboard of a phone, a growing text field: the end stays in view.
    const observer = new ResizeObserver(() => atEnd.current && toEnd())
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [])

  async function older() {
    setLoading(true)
    await visit.older().catch(() => undefined) // The button stays, to try again.
    setLoading(false)
  }

  function scrolled() {
    const element = box.current
    if (!element) return
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
    setAway(!atEnd.current)
    if (element.scrollTop < NEAR && model.thread.more && !loading) void older()
  }

  return (
    <div class="log-holder">
      <div
        ref={box}
        class="log"
        role="log"
        aria-live="polite"
        aria-label={text.log.label}
        tabIndex={0}
        onScroll={scrolled}
        onLoadCapture={() => atEnd.current && toEnd()}
      >
        {model.thread.more ? (
          <button type="button" class="link earlier" disabled={loading} onClick={older}>
            {loading ? text.log.loading : text.log.earlier}
          </button>
        ) : (
          <Greeting model={model} />
        )}
        {list.map((row) => {
          if (row.row === 'day') {
            return (
              <p key={row.key} class="line">
                {dayName(row.at, new Date(), text)}
              </p>
            )
          }
          if (row.row === 'event') {
            return (
              <p key={row.key} class="line">
                {row.joined ? text.log.joined(row.joined) : row.text}
              </p>
            )
          }
          return <Bubble key={row.key} row={row} uploads={model.uploads} />
        })}
        <Notice model={model} />
        <TypingLine name={model.typing} />
        {children}
      </div>
      {away && (
        <button type="button" class="latest" aria-label={text.log.latest} onClick={toEnd}>
          <Icon name="down" size={20} />
        </button>
      )}
    </div>
  )
}
