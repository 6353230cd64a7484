/** Sends the outbox, one message at a time and in order, until the server has confirmed or refused each. */
import type { Desk, NewMessage } from '../api/desk'
import { CallFailed } from '../api/request'
import type { VisitorMessage } from '../api/types'
import { backoff } from '../live/backoff'
import { isTold, next, outcomeOf, type Outbox, type Outcome, type Outgoing } from './queue'

export interface SenderPorts {
  outbox(): Outbox
  page(): NonNullable<NewMessage['page']>
  confirmed(message: VisitorMessage): void
  /** Nothing gets through for now. */
  held(code: string): void
  refused(clientId: string, outcome: Extract<Outcome, { result: 'refused' }>): void
}

export function createSender(desk: Desk, ports: SenderPorts) {
  let busy = false
  let attempt = 0
  let timer = 0

  function body(outgoing: Outgoing): NewMessage {
    const attachmentIds = outgoing.files.flatMap((file) => file.attachment?.id ?? [])
    return {
      clientId: outgoing.clientId,
      text: outgoing.text,
      ...(attachmentIds.length > 0 && { attachmentIds }),
      ...(outgoing.preChat && { preChat: outgoing.preChat }),
      page: ports.page(),
    }
  }

  async function send(outgoing: Outgoing): Promise<Outcome> {
    try {
      const { message } = await desk.send(body(outgoing))
      ports.confirmed(message)
      return { result: 'confirmed' }
    } catch (error) {
      const { status, code, retryAfter } = error as CallFailed
      return outcomeOf(status ?? 0, code ?? '', retryAfter ?? null)
    }
  }

  async function run(): Promise<void> {
    const outgoing = next(ports.outbox())
    if (busy || !outgoing) return
    busy = true
    clearTimeout(timer)
    const outcome = await send(outgoing)
    busy = false
    if (outcome.result === 'later') {
      if (isTold(outcome.code, attempt + 1)) ports.held(outcome.code)
      const wait = outcome.retryAfter ?? Math.max(300, backoff(attempt++, Math.random()))
      timer = window.setTimeout(run, wait)
      return
    }
    attempt = 0
    if (outcome.result === 'refused') ports.refused(outgoing.clientId, outcome)
    void run()
  }

  return {
    /** Something was added, or the network is back. */
    wake() {
      attempt = 0
      void run()
    },
  }
}
