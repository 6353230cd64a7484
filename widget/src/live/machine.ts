/**
 * The live connection as a pure reducer: what happened goes in, the next state and what to do come out.
 * Knows nothing of sockets, timers, HTTP or chance; `driver.ts` performs.
 */
import type { ClientFrame, Cursor, ServerFrame } from '../api/types'
import { backoff, between } from './backoff'

export type Transport = 'socket' | 'stream'

export interface Live {
  /** off → ticket (asked for) → opening (until the first snapshot) → open; waiting between attempts. */
  phase: 'off' | 'ticket' | 'opening' | 'open' | 'waiting'
  transport: Transport
  /** The last cursor applied; null asks for a fresh snapshot. */
  cursor: Cursor | null
  /** Failures in a row, for the back-off. */
  attempt: number
  /** Connections in a row that never opened although HTTP had just answered. */
  refused: number
  /** The connection opened (the handshake went through), a snapshot may still be missing. */
  reached: boolean
  /** A snapshot is on its way; events before it are contained in it. */
  resuming: boolean
  /** The server once said that it did not understand us. */
  misunderstood: boolean
}

export type Input =
  | { type: 'start'; cursor: Cursor | null; ticket: string | null }
  | { type: 'stop' }
  | { type: 'ticket'; ticket: string }
  | { type: 'ticketFailed' }
  | { type: 'opened' }
  | { type: 'frame'; frame: ServerFrame }
  | { type: 'closed'; code: number }
  /** The wait is over. */
  | { type: 'due' }
  /** The browser is online again, or the page is looked at again. */
  | { type: 'wake' }
  /** Nothing was heard for too long: ask. */
  | { type: 'silence' }
  /** An awaited answer never came. */
  | { type: 'dead' }

export type Effect =
  | { do: 'askTicket' }
  | { do: 'connect'; transport: Transport; ticket: string; cursor: Cursor | null }
  | { do: 'disconnect' }
  | { do: 'send'; frame: ClientFrame }
  | { do: 'wait'; ms: number }
  | { do: 'apply'; frame: ServerFrame }

export type Step = [Live, Effect[]]

const REFUSED_BEFORE_SWITCH = 2

export const off: Live = {
  phase: 'off',
  transport: 'socket',
  cursor: null,
  attempt: 0,
  refused: 0,
  reached: false,
  resuming: false,
  misunderstood: false,
}

export function step(live: Live, input: Input, chance: number): Step {
  switch (input.type) {
    case 'start':
      return start({ ...off, transport: live.transport, cursor: input.cursor }, input.ticket)
    case 'stop':
      return [{ ...live, phase: 'off' }, [{ do: 'disconnect' }]]
    case 'ticket':
      return live.phase === 'ticket' ? connect(live, input.ticket) : [live, []]
    case 'ticketFailed':
      return live.phase === 'ticket' ? wait(live, backoff(live.attempt, chance)) : [live, []]
    case 'opened':
      return opened(live)
    case 'frame':
      return frame(live, input.frame)
    case 'closed':
      return closed(live, input.code, chance)
    case 'due':
      return live.phase === 'waiting' ? askTicket(live) : [live, []]
    case 'wake':
      return wake(live)
    case 'silence':
      return live.phase === 'open' ? resume(live) : [live, []]
    case 'dead':
      return isConnected(live) ? reconnect(blamed(live), 0) : [live, []]
  }
}

const isConnected = (live: Live) => live.phase === 'opening' || live.phase === 'open'

function start(live: Live, ticket: string | null): Step {
  const [next, effects] = ticket ? connect(live, ticket) : askTicket(live)
  return [next, [{ do: 'disconnect' }, ...effects]]
}

function askTicket(live: Live): Step {
  return [{ ...live, phase: 'ticket' }, [{ do: 'askTicket' }]]
}

function connect(live: Live, ticket: string): Step {
  const next: Live = { ...live, phase: 'opening', reached: false, resuming: true }
  return [next, [{ do: 'connect', transport: live.transport, ticket, cursor: live.cursor }]]
}

function opened(live: Live): Step {
  if (live.phase !== 'opening') return [live, []]
  const hello: Effect[] =
    live.transport === 'socket' ? [{ do: 'send', frame: { type: 'hello', after: live.cursor } }] : []
  return [{ ...live, reached: true }, hello]
}

function frame(live: Live, received: ServerFrame): Step {
  if (!isConnected(live)) return [live, []]
  switch (received.type) {
    case 'snapshot': {
      const settled = { attempt: 0, refused: 0, reached: true, resuming: false, misunderstood: false }
      return [
        { ...live, ...settled, phase: 'open', cursor: received.cursor },
        [{ do: 'apply', frame: received }],
      ]
    }
    case 'event':
      if (live.resuming || received.cursor === live.cursor) return [live, []]
      if (received.prev !== live.cursor) return resume(live)
      return [{ ...live, cursor: received.cursor }, [{ do: 'apply', frame: received }]]
    case 'typing':
      return [live, [{ do: 'apply', frame: received }]]
    default:
      return [live, []] // A newer server may say more than we know.
  }
}

/** Something is missing, or may be. A stream cannot be asked, so it is opened anew from the cursor. */
function resume(live: Live): Step {
  if (live.transport === 'stream' || live.cursor === null) return reconnect(live, 0)
  return [{ ...live, resuming: true }, [{ do: 'send', frame: { type: 'resume', after: live.cursor } }]]
}

function reconnect(live: Live, ms: number): Step {
  const [next, effects] = wait(live, ms)
  return [next, [{ do: 'disconnect' }, ...effects]]
}

function wait(live: Live, ms: number): Step {
  return [{ ...live, phase: 'waiting', attempt: live.attempt + 1, resuming: false }, [{ do: 'wait', ms }]]
}

function wake(live: Live): Step {
  if (live.phase === 'waiting') return askTicket({ ...live, attempt: 0 })
  if (live.phase === 'open' && !live.resuming) return resume(live)
  return [live, []]
}

function closed(live: Live, code: number, chance: number): Step {
  if (!isConnected(live)) return [live, []]
  const usual = backoff(live.attempt, chance)
  const first = live.attempt === 0
  const next = blamed(live)
  switch (code) {
    case 1012: // the server restarts
      return wait(next, between(500, 5_000, chance))
    case 4000: // too slow, or the queue ran over
    case 4001: // ticket spent; every attempt takes a new one
      return wait(next, first ? 0 : usual)
    case 4002: // not understood: once more, then seldom
      return wait({ ...next, misunderstood: true }, live.misunderstood ? 30_000 : 0)
    case 4008: // too many
      return wait(next, 30_000)
    default:
      return wait(next, usual)
  }
}

/**
 * After two tries that never opened although HTTP works, the other transport has its turn: a proxy may refuse an
 * upgrade, or take it and say nothing more.
 */
function blamed(live: Live): Live {
  if (live.reached) return live
  const refused = live.refused + 1
  if (refused < REFUSED_BEFORE_SWITCH) return { ...live, refused }
  return { ...live, refused: 0, transport: live.transport === 'socket' ? 'stream' : 'socket' }
}
