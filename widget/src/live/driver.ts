/** Performs what the machine decides: tickets, connections, timers. */
import type { Desk } from '../api/desk'
import type { ClientFrame, Cursor, ServerFrame, Signal } from '../api/types'
import { openSocket, openStream, type Connection } from './connection'
import { off, step, type Effect, type Input, type Live } from './machine'

/** Nothing heard for so long while somebody looks: ask. (WebSocket pings are invisible to a page.) */
const SILENCE = 60_000
/** An answer that does not come for so long: the connection is dead. */
const PATIENCE = 10_000

export interface LiveListener {
  changed(live: Live): void
  frame(frame: ServerFrame): void
  /** Somebody is looking at the thread: a dead connection would be noticed. */
  isWatched(): boolean
}

export type LiveDriver = ReturnType<typeof createLive>

export function createLive(desk: Desk, listener: LiveListener) {
  let live = off
  let connection: Connection | null = null
  const timers = new Map<'due' | 'silence' | 'dead', number>()

  function clear(name: 'due' | 'silence' | 'dead') {
    clearTimeout(timers.get(name))
    timers.delete(name)
  }

  function after(name: 'due' | 'silence' | 'dead', ms: number) {
    clear(name)
    timers.set(
      name,
      window.setTimeout(() => {
        timers.delete(name)
        if (name === 'silence' && !listener.isWatched()) after('silence', SILENCE)
        else feed({ type: name })
      }, ms),
    )
  }

  function feed(input: Input) {
    const [next, effects] = step(live, input, Math.random())
    live = next
    listener.changed(live)
    for (const effect of effects) perform(effect)
  }

  function perform(effect: Effect) {
    switch (effect.do) {
      case 'askTicket':
        clear('due')
        desk.ticket().then(
          ({ ticket }) => feed({ type: 'ticket', ticket }),
          () => feed({ type: 'ticketFailed' }),
        )
        return
      case 'connect':
        connection?.close()
        connection = connect(effect)
        after('dead', PATIENCE)
        return
      case 'disconnect':
        connection?.close()
        connection = null
        for (const name of ['due', 'silence', 'dead'] as const) clear(name)
        return
      case 'send':
        connection?.send(effect.frame)
        after('dead', PATIENCE)
        return
      case 'wait':
        clear('dead')
        clear('silence')
        after('due', effect.ms)
        return
      case 'apply':
        if (effect.frame.type === 'snapshot') clear('dead')
        listener.frame(effect.frame)
    }
  }

  function connect(effect: Extract<Effect, { do: 'connect' }>): Connection {
    const heard = {
      opened: () => feed({ type: 'opened' }),
      frame(frame: ServerFrame) {
        after('silence', SILENCE)
        feed({ type: 'frame', frame })
      },
      closed: (code: number) => feed({ type: 'closed', code }),
    }
    if (effect.transport === 'socket') return openSocket(desk.socketUrl(effect.ticket), heard)
    const post = (frame: ClientFrame) => {
      if (frame.type !== 'hello' && frame.type !== 'resume') desk.signal(frame).catch(() => undefined)
    }
    return openStream(desk.streamUrl(effect.ticket, effect.cursor), heard, post)
  }

  return {
    start: (cursor: Cursor, ticket: string) => feed({ type: 'start', cursor, ticket }),
    stop: () => feed({ type: 'stop' }),
    wake: () => feed({ type: 'wake' }),
    /** Signals are never owed: what cannot go now is not kept. */
    say: (signal: Signal) => live.phase === 'open' && connection?.send(signal),
    /** The server has just stored something of ours: its event must come, or the connection is dead. */
    expect() {
      const cursor = live.cursor
      window.setTimeout(() => live.cursor === cursor && feed({ type: 'silence' }), PATIENCE)
    },
  }
}
