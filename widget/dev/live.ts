import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { WebSocketServer } from 'ws'
import type { ClientFrame, ServerFrame } from '../src/frames'
import { outage, takeTicket } from './visitorApi'

export function serveSockets(server: Server | null) {
  if (!server) return
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '', 'http://fake')
    if (url.pathname !== '/api/v1/visitor/live') return
    const conversation = takeTicket(url.searchParams.get('ticket'))
    if (outage.sockets || outage.http || !conversation || conversation.key === 'no-socket')
      return socket.destroy()
    sockets.handleUpgrade(request, socket, head, (open) => {
      const send = (frame: ServerFrame) => open.send(JSON.stringify(frame))
      const viewer = { send, close: (code: number) => open.close(code) }
      open.on('message', (data) => {
        const frame = JSON.parse(String(data)) as ClientFrame
        if (frame.type === 'hello') conversation.viewers.add(viewer)
        if (frame.type === 'hello' || frame.type === 'resume') send(conversation.snapshot(frame.after))
        else conversation.signals.push(frame)
      })
      open.on('close', () => conversation.viewers.delete(viewer))
    })
  })
}

export function serveStream(request: IncomingMessage, response: ServerResponse, url: URL) {
  const conversation = takeTicket(url.searchParams.get('ticket'))
  response.setHeader('Access-Control-Allow-Origin', '*')
  if (!conversation || outage.http) {
    response.statusCode = 401
    return response.end()
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  const send = (frame: ServerFrame) => void response.write(`data: ${JSON.stringify(frame)}\n\n`)
  const viewer = { send, close: () => response.end() }
  conversation.viewers.add(viewer)
  send(conversation.snapshot(url.searchParams.get('after')))
  request.on('close', () => conversation.viewers.delete(viewer))
}
