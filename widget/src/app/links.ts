/**
 * Keeps the addresses of files good. They lapse after some hours, and a page may stay open for days: before that, and
 * when a picture fails, what is held of the thread is read again.
 */
import type { Desk } from '../api/desk'
import type { Thread } from '../thread/merge'
import type { VisitorMessage } from '../api/types'

/** The shortest that an address is good for is 12 hours. */
const GOOD_FOR = 11 * 3_600_000
/** Timers stand still while a machine sleeps: looked at often, and at once when it wakes. */
const LOOK = 60_000
/** A picture that is broken for another reason asks no more often. */
const PAUSE = 30_000

export interface LinkPorts {
  thread(): Thread
  renewed(messages: readonly VisitorMessage[]): void
}

export function createLinks(desk: Pick<Desk, 'older'>, ports: LinkPorts) {
  let good = Date.now()
  let asked = 0

  /** Page by page from the newest line back to the oldest one held that has a file. */
  async function renew(): Promise<void> {
    if (Date.now() - asked < PAUSE) return
    asked = Date.now()
    const { messages } = ports.thread()
    const first = messages.find((message) => message.attachments.length > 0)
    let before = (messages.at(-1)?.order ?? 0) + 1
    while (first && before > first.order) {
      const page = await desk.older(String(before))
      ports.renewed(page.messages)
      before = page.messages[0]?.order ?? 0
    }
    good = asked
  }

  function look() {
    if (Date.now() - good > GOOD_FOR) void renew().catch(() => undefined) // With the next look.
  }
  setInterval(look, LOOK)
  return {
    look,
    /** A picture did not come. */
    failed: () => void renew().catch(() => undefined),
  }
}
