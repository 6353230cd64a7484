/** One visitor on one page: enters, keeps the thread up to date, sends. The screen calls these, and nothing else. */
import { createDesk, type Attributes } from '../api/desk'
import { CallFailed } from '../api/request'
import type { ConversationState, Entered, Identity, Page, ServerFrame } from '../api/types'
import { backoff } from '../live/backoff'
import { createLive } from '../live/driver'
import { adopt, change, hold, outcomeOf, without, type Outbox } from '../outbox/queue'
import { createSender } from '../outbox/sender'
import { storedOutbox, storeOutbox } from '../outbox/storage'
import { newId } from '../storage/newId'
import type { Keep } from '../storage/keep'
import type { Text } from '../text/text'
import {
  confirmedIds,
  emptyThread,
  insert,
  lastOrder,
  overlap,
  prepend,
  reset,
  type Thread,
} from '../thread/merge'
import { createAttachments } from './attachments'
import { createLinks } from './links'
import { initialModel, type Model } from './model'
import { createStore } from './store'

const TYPING_LAPSES = 6_000

export interface VisitOptions {
  origin: string
  inboxKey: string
  text: Text
  keep: Keep
}

export type Visit = ReturnType<typeof createVisit>

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const currentPage = (): Page => ({ url: location.href, title: document.title, referrer: document.referrer })

export function createVisit({ origin, inboxKey, text, keep }: VisitOptions) {
  const store = createStore<Model>({
    ...initialModel,
    online: navigator.onLine,
    outbox: adopt([], storedOutbox(keep)),
    seen: keep.get<number>('seen') ?? 0,
    preChat: keep.get('preChat'),
  })
  let identity: Identity | null = null
  let attributes: Attributes = {}
  let entering: Promise<void> | null = null
  let typingTimer = 0

  const desk = createDesk(origin, { token: () => keep.get('token'), renew: () => enter() })
  const live = createLive(desk, {
    changed: (next) => store.set({ live: next }),
    frame: apply,
    isWatched: () => document.visibilityState === 'visible' && store.get().open,
  })
  const sender = createSender(desk, {
    outbox: () => (store.get().phase === 'ready' ? store.get().outbox : []),
    page: currentPage,
    confirmed(message) {
      setThread(insert(store.get().thread, [message]))
      setOutbox(hold(store.get().outbox, null))
      live.expect()
    },
    held: (code) => setOutbox(hold(store.get().outbox, code)),
    refused: (clientId, { refusal }) => setOutbox(change(store.get().outbox, clientId, { refusal })),
  })
  const links = createLinks(desk, {
    thread: () => store.get().thread,
    renewed: (messages) => setThread(insert(store.get().thread, messages)),
  })
  const attachments = createAttachments({ desk, store, text, setOutbox, wake: sender.wake })

  function setOutbox(outbox: Outbox) {
    storeOutbox(keep, store.get().outbox, outbox)
    store.set({ outbox })
  }

  /** What the server has confirmed leaves the outbox in the same step, so that nothing is seen twice. */
  function setThread(thread: Thread) {
    const { outbox } = store.get()
    const left = without(outbox, confirmedIds(thread))
    if (left !== outbox) storeOutbox(keep, outbox, left)
    store.set({ thread, outbox: left })
  }

  function apply(frame: ServerFrame) {
    const { thread } = store.get()
    switch (frame.type) {
      case 'snapshot': {
        store.set({ state: frame.state })
        setThread(frame.delta ? insert(thread, frame.messages) : reset(thread, frame.messages, frame.more))
        live.say({ type: 'page', url: location.href, title: document.title })
        arrived(frame)
        sender.wake()
        return
      }
      case 'event':
        store.set({ state: frame.state, ...(frame.message?.from === 'agent' && { typing: null }) })
        if (frame.message) setThread(insert(thread, [frame.message]))
        arrived(frame)
        void sendAttributes()
        return
      case 'typing':
        clearTimeout(typingTimer)
        store.set({ typing: frame.on ? frame.name : null })
        if (frame.on) typingTimer = window.setTimeout(() => store.set({ typing: null }), TYPING_LAPSES)
    }
  }

  /** Tells what is here and not shown yet, or was shown while nobody could be told; learns what was shown elsewhere. */
  function arrived({ cursor, state }: { cursor: string; state: ConversationState }) {
    const { thread, seen } = store.get()
    const last = lastOrder(thread)
    if (state.customerReadOrder > seen) remember(state.customerReadOrder)
    else if (state.customerReadOrder < last) live.say({ type: 'read', cursor, shown: last <= seen })
  }

  function remember(seen: number) {
    keep.set('seen', seen)
    store.set({ seen })
  }

  /** Single flight. Ends when the desk has let us in, or when there is no such inbox. */
  function enter(): Promise<void> {
    entering ??= tryToEnter().finally(() => (entering = null))
    return entering
  }

  async function tryToEnter(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const token = keep.get<string>('token')
      const asked = identity
      try {
        const entered = await desk.enter({
          key: inboxKey,
          language: text.language,
          page: currentPage(),
          ...(token && { token }),
          ...(asked && { identity: asked }),
        })
        return welcome(entered, asked?.externalId ?? '')
      } catch (error) {
        const { status, code, retryAfter } = error as CallFailed
        if (code === 'inbox_unknown' || (status === 404 && !token)) return unknown()
        if (status >= 400 && status < 500 && status !== 429) {
          console.warn(`yingke: entering was refused: ${status} ${code}`)
          // First doubt the identity, then the token; the visitor is never locked out by either.
          if (asked && identity === asked) identity = null
          else if (token) keep.remove('token')
        }
        await pause(retryAfter ?? Math.max(500, backoff(attempt, Math.random())))
      }
    }
  }

  function unknown() {
    console.error(`yingke: no inbox has the key “${inboxKey}”`)
    store.set({ phase: 'unknown' })
  }

  function welcome({ token, ticket, inbox, snapshot }: Entered, who: string) {
    keep.set('token', token)
    const { thread, seen, visitor } = store.get()
    const isAnother = (keep.get('who') ?? '') !== who || !overlap(thread, snapshot.messages)
    keep.set('who', who)
    store.set({
      phase: 'ready',
      inbox,
      state: snapshot.state,
      thread: reset(isAnother ? emptyThread : thread, snapshot.messages, snapshot.more),
      seen: isAnother ? snapshot.state.customerReadOrder : Math.max(seen, snapshot.state.customerReadOrder),
      visitor: isAnother ? visitor + 1 : visitor,
    })
    setThread(store.get().thread)
    live.start(snapshot.cursor, ticket)
    void attachments.resume()
    void sendAttributes()
  }

  async function sendAttributes() {
    const sending = attributes
    const { phase, state } = store.get()
    // There is nobody to keep them for before the first message.
    if (Object.keys(sending).length === 0 || phase !== 'ready' || state?.status === 'idle') return
    attributes = {}
    try {
      await desk.attributes(sending)
    } catch (error) {
      const { status, code } = error as CallFailed
      if (outcomeOf(status, code, null).result === 'later') {
        attributes = { ...sending, ...attributes } // With the next entering.
      } else {
        console.warn(`yingke: attributes were refused: ${status} ${code}`)
      }
    }
  }

  return {
    desk,
    store,
    text,
    keep,
    attachments,
    links,
    enter,
    wake() {
      links.look()
      live.wake()
      sender.wake()
    },
    setOnline: (online: boolean) => store.set({ online }),
    identify(next: Identity): Promise<void> {
      identity = next
      return (entering ?? Promise.resolve()).then(enter)
    },
    setAttributes(next: Attributes) {
      attributes = { ...attributes, ...next }
      void sendAttributes()
    },
    send(message: string) {
      const { outbox, preChat, thread } = store.get()
      const files = attachments.take()
      if (!message && files.length === 0) return
      const first = thread.messages.every((sent) => sent.from !== 'customer')
      setOutbox([
        ...outbox,
        {
          clientId: newId(),
          at: new Date().toISOString(),
          text: message,
          files,
          refusal: null,
          ...(preChat && first && { preChat }),
        },
      ])
      sender.wake()
    },
    retry(clientId: string) {
      attachments.retry(clientId)
      setOutbox(change(store.get().outbox, clientId, { refusal: null, held: null }))
      sender.wake()
    },
    discard: (clientId: string) => setOutbox(without(store.get().outbox, new Set([clientId]))),
    typing: (on: boolean, preview: string) => live.say({ type: 'typing', on, text: preview.slice(0, 500) }),
    page: () => live.say({ type: 'page', url: location.href, title: document.title }),
    /** Everything that is there has been shown. */
    read() {
      const { thread, seen, live: now } = store.get()
      const last = lastOrder(thread)
      if (last <= seen) return
      remember(last)
      if (now.cursor !== null) live.say({ type: 'read', cursor: now.cursor, shown: true })
    },
    async older(): Promise<void> {
      const first = store.get().thread.messages[0]
      if (!first || !store.get().thread.more) return
      const { messages, more } = await desk.older(String(first.order))
      store.set({ thread: prepend(store.get().thread, messages, more) })
    },
    async end(): Promise<void> {
      const { state } = await desk.end()
      store.set({ state })
    },
    fillPreChat(values: Record<string, string>) {
      keep.set('preChat', values)
      store.set({ preChat: values })
    },
  }
}
