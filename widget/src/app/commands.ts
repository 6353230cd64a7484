/** `window.yingke(…)`, for the pages of our users: stable names, never throws into their code. */
import type { Attributes } from '../api/desk'
import type { Identity } from '../api/types'
import { unread } from '../thread/merge'
import type { Command } from './options'
import type { Visit } from './visit'

type Handler = (detail: unknown) => void

export interface Panel {
  open(): void
  close(): void
}

export function createCommands(visit: Visit, panel: Panel) {
  const handlers = new Map<string, Set<Handler>>()
  const { store } = visit

  function emit(event: string, detail?: unknown) {
    for (const handler of handlers.get(event) ?? []) {
      try {
        handler(detail)
      } catch (error) {
        console.error('yingke: a handler failed', error)
      }
    }
  }

  store.subscribe((model, before) => {
    if (model.open !== before.open) emit(model.open ? 'open' : 'close')
    if (model.thread !== before.thread && model.visitor === before.visitor) {
      const known = new Set(before.thread.messages.map((message) => message.id))
      for (const { id, from, name, text, at, order } of model.thread.messages) {
        const isNew = !known.has(id) && order > (before.thread.messages.at(-1)?.order ?? 0)
        if (isNew) emit('message', { id, from, name, text, at })
      }
    }
    const count = unread(model.thread, model.seen).length
    if (count !== unread(before.thread, before.seen).length) emit('unread', count)
  })

  const commands: Record<string, (...args: unknown[]) => void> = {
    open: panel.open,
    close: panel.close,
    identify(identity) {
      if ((identity as Identity | null)?.externalId) void visit.identify(identity as Identity)
      else console.warn('yingke: identify needs an externalId')
    },
    setAttributes: (attributes) => visit.setAttributes(attributes as Attributes),
    on(event, handler) {
      const name = String(event)
      handlers.set(name, (handlers.get(name) ?? new Set()).add(handler as Handler))
      if (name === 'unread') (handler as Handler)(unread(store.get().thread, store.get().seen).length)
    },
    off: (event, handler) => void handlers.get(String(event))?.delete(handler as Handler),
  }

  return ([name, ...args]: Command): void => {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (command) command(...args)
    else console.warn(`yingke: unknown command “${name}”`)
  }
}
