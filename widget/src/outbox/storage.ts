import type { Keep } from '../storage/keep'
import type { Outbox, Outgoing } from './queue'

/** One entry a message, so that two tabs never overwrite each other's. */
const PREFIX = 'out:'

export function storedOutbox(keep: Keep): Outbox {
  return keep.names(PREFIX).flatMap((name) => keep.get<Outgoing>(name) ?? [])
}

/** Writes what is new or changed, removes what has left. */
export function storeOutbox(keep: Keep, before: Outbox, after: Outbox): void {
  const kept = new Set(after.map((outgoing) => outgoing.clientId))
  for (const { clientId } of before) if (!kept.has(clientId)) keep.remove(PREFIX + clientId)
  for (const outgoing of after) if (!before.includes(outgoing)) keep.set(PREFIX + outgoing.clientId, outgoing)
}
