import { parsed } from '../api/request'
import type { ClientFrame, ServerFrame } from '../api/types'

export interface Connection {
  send(frame: ClientFrame): void
  close(): void
}

export interface Listener {
  opened(): void
  frame(frame: ServerFrame): void
  closed(code: number): void
}

/** Something with a `type`, or null: what is not understood is not acted upon. */
function asFrame(data: unknown): ServerFrame | null {
  const value = typeof data === 'string' ? parsed(data) : null
  return value && typeof value === 'object' && 'type' in value ? (value as ServerFrame) : null
}

/** Calls back at most until closed once; a connection we close ourselves says nothing more. */
function guard(listener: Listener) {
  let live = true
  return {
    opened: () => live && listener.opened(),
    heard(data: unknown) {
      const frame = asFrame(data)
      if (live && frame) listener.frame(frame)
    },
    closed(code: number) {
      if (live) {
        live = false
        listener.closed(code)
      }
    },
    mute: () => (live = false),
  }
}

export function openSocket(url: string, listener: Listener): Connection {
  const guarded = guard(listener)
  const socket = new WebSocket(url)
  socket.onopen = guarded.opened
  socket.onmessage = (event) => guarded.heard(event.data)
  socket.onclose = (event) => guarded.closed(event.code)
  return {
    send: (frame) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)),
    close() {
      guarded.mute()
      socket.close()
    },
  }
}

/** Server-sent events. The browser's own reconnecting would reuse the spent ticket, so an error ends it. */
export function openStream(url: string, listener: Listener, post: (frame: ClientFrame) => void): Connection {
  const guarded = guard(listener)
  const stream = new EventSource(url)
  stream.onopen = guarded.opened
  stream.onmessage = (event) => guarded.heard(event.data)
  stream.onerror = () => {
    stream.close()
    guarded.closed(1006)
  }
  return {
    send: post,
    close() {
      guarded.mute()
      stream.close()
    },
  }
}
