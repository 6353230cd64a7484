/**
 * Messages on their way. Invariant: an entry leaves only when the server has confirmed its `clientId`, or when the
 * visitor throws a refused one away. The client id is made once and never changes, so that sending again is harmless.
 */
import type { Attachment } from '../api/types'

export interface OutgoingFile {
  localId: string
  name: string
  mediaType: string
  size: number
  /** Set once the upload is complete. */
  attachment: Attachment | null
}

/** Why it was not sent: a stable code of the server, or one of ours. */
export interface Refusal {
  code: string
  /** Sending the same again can succeed. */
  again: boolean
}

export interface Outgoing {
  clientId: string
  at: string
  text: string
  files: OutgoingFile[]
  preChat?: Record<string, string>
  refusal: Refusal | null
  /** Why it could not be sent so far, by code. It is tried again by itself, and whenever the visitor asks. */
  held?: string | null
}

export type Outbox = readonly Outgoing[]

/** What became of one attempt to send. */
export type Outcome =
  | { result: 'confirmed' }
  | { result: 'refused'; refusal: Refusal }
  /** Unknown or temporary: the same again, later. */
  | { result: 'later'; code: string; retryAfter: number | null }

export const isUploaded = (outgoing: Outgoing) => outgoing.files.every((file) => file.attachment)

/** The next to send: oldest first; one that still uploads lets later ones pass. */
export function next(outbox: Outbox): Outgoing | null {
  return outbox.find((outgoing) => !outgoing.refusal && isUploaded(outgoing)) ?? null
}

export function change(outbox: Outbox, clientId: string, patch: Partial<Outgoing>): Outbox {
  return outbox.map((outgoing) => (outgoing.clientId === clientId ? { ...outgoing, ...patch } : outgoing))
}

export function without(outbox: Outbox, clientIds: ReadonlySet<string>): Outbox {
  return outbox.some((outgoing) => clientIds.has(outgoing.clientId))
    ? outbox.filter((outgoing) => !clientIds.has(outgoing.clientId))
    : outbox
}

export function uploaded(outbox: Outbox, localId: string, attachment: Attachment): Outbox {
  return outbox.map((outgoing) => ({
    ...outgoing,
    files: outgoing.files.map((file) => (file.localId === localId ? { ...file, attachment } : file)),
  }))
}

/** Nothing gets through (`code`), or something did again (null): whatever waits behind waits for the same. */
export function hold(outbox: Outbox, code: string | null): Outbox {
  return outbox.map((outgoing) =>
    outgoing.refusal || (outgoing.held ?? null) === code ? outgoing : { ...outgoing, held: code },
  )
}

/** What takes somebody to end it is told at once, anything else only when it lasts. */
export const isTold = (code: string, failures: number) =>
  code === 'disk_full' || code === 'files_away' || failures >= 3

/** Entries of another tab or an earlier page, oldest first, each once. */
export function adopt(outbox: Outbox, stored: Outbox): Outbox {
  const held = new Set(outbox.map((outgoing) => outgoing.clientId))
  return [...outbox, ...stored.filter((outgoing) => !held.has(outgoing.clientId))].sort((a, b) =>
    a.at.localeCompare(b.at),
  )
}

/** Answers that say "not now" rather than "not this". 507: the disk is full, recovery is expected. */
const TEMPORARY = new Set([0, 401, 408, 425, 429, 500, 502, 503, 504, 507])

export function outcomeOf(status: number, code: string, retryAfter: number | null): Outcome {
  if (TEMPORARY.has(status)) return { result: 'later', code, retryAfter }
  return { result: 'refused', refusal: { code, again: status !== 413 && status !== 415 } }
}
