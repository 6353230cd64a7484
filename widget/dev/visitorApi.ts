/** A fake of the visitor's API for development: in memory, one process, an agent that answers by itself. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Attachment } from '../src/frames'
import { FakeConversation } from './conversation'
import { answer, problem, readBody } from './http'
import { inboxes } from './inboxes'

const conversations = new Map<string, FakeConversation>()
const tickets = new Map<string, FakeConversation>()
const files = new Map<string, { mediaType: string; bytes: Buffer; attachment: Attachment }>()
export const outage = { http: false, sockets: false }

export const newest = () => [...conversations.values()].at(-1)

export function takeTicket(ticket: string | null): FakeConversation | null {
  const found = tickets.get(ticket ?? '') ?? null
  tickets.delete(ticket ?? '')
  return found
}

function newTicket(conversation: FakeConversation): string {
  const ticket = randomUUID()
  tickets.set(ticket, conversation)
  return ticket
}

const byToken = (request: IncomingMessage) =>
  conversations.get((request.headers.authorization ?? '').replace('Bearer ', ''))

function enter(body: { key: string; token?: string }, response: ServerResponse) {
  const inbox = inboxes[body.key]
  if (!inbox) return problem(response, 404, 'inbox_unknown')
  const known = body.token && conversations.has(body.token)
  const token = known && body.token ? body.token : randomUUID()
  const conversation = conversations.get(token) ?? new FakeConversation(body.key, inbox.hours.open)
  conversations.set(token, conversation)
  answer(response, 200, {
    token,
    expiresAt: '2027-01-01T00:00:00.000Z',
    ticket: newTicket(conversation),
    inbox,
    snapshot: conversation.snapshot(null),
  })
}

interface Sent {
  clientId: string
  text: string
  attachmentIds?: string[]
  preChat?: Record<string, string>
}

function receive(conversation: FakeConversation, body: Sent, response: ServerResponse) {
  const known = conversation.messages.find((message) => message.clientId === body.clientId)
  if (known) return answer(response, 200, { message: known, cursor: conversation.cursor })
  const refusal = conversation.refusals.shift()
  if (refusal) return problem(response, refusal.status, refusal.code)
  if (body.text.length > 4000) return problem(response, 422, 'message_too_long')
  const attachments = (body.attachmentIds ?? []).flatMap((id) => files.get(id)?.attachment ?? [])
  const serving = conversation.state.status === 'open'
  const message = conversation.write(
    { from: 'customer', name: null, clientId: body.clientId, text: body.text, attachments },
    serving ? {} : { status: 'queued' },
  )
  answer(response, 201, { message, cursor: conversation.cursor })
  if (conversation.key === 'demo') void serve(conversation)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function serve(conversation: FakeConversation) {
  const own = conversation.messages.at(-1)
  if (conversation.state.status !== 'open') {
    await pause(1200)
    const joined = { from: 'system', kind: 'event', name: null, text: '周岚 已接入' } as const
    conversation.write(joined, { status: 'open', agent: { name: '周岚' } })
  }
  await pause(500)
  conversation.change(null, { agentReadOrder: own?.order ?? null })
  conversation.push({ type: 'typing', name: '周岚', on: true })
  await pause(1500)
  conversation.write({ text: own?.attachments.length ? '照片收到了，我看一下。' : '好的，我来帮您查一下。' })
}

async function takeFile(request: IncomingMessage, response: ServerResponse, delay: number) {
  const body = await readBody(request)
  await pause(delay)
  const head = body.subarray(0, 2000).toString('latin1')
  const name = Buffer.from(/filename="([^"]*)"/.exec(head)?.[1] ?? 'file', 'latin1').toString()
  const mediaType = /Content-Type: (\S+)/.exec(head)?.[1] ?? 'application/octet-stream'
  const start = body.indexOf('\r\n\r\n') + 4
  const bytes = body.subarray(start, body.lastIndexOf('\r\n--'))
  const id = randomUUID()
  const url = `/api/v1/visitor/attachments/${id}?t=signed`
  const picture = mediaType.startsWith('image/')
  const attachment = { id, name, mediaType, size: bytes.length, url, thumbnailUrl: picture ? url : null }
  files.set(id, { mediaType, bytes, attachment })
  answer(response, 201, attachment)
}

export async function visitorApi(request: IncomingMessage, response: ServerResponse, url: URL) {
  if (request.method === 'OPTIONS') return answer(response, 204)
  if (outage.http) return problem(response, 503, 'unavailable')
  const path = url.pathname.replace('/api/v1/visitor', '')
  const file = files.get(path.replace('/attachments/', ''))
  if (file) {
    response.setHeader('Content-Type', file.mediaType)
    return response.end(file.bytes)
  }
  if (path === '/enter') return enter(JSON.parse(String(await readBody(request))), response)
  const conversation = byToken(request)
  if (!conversation) return problem(response, 401, 'token_expired')
  if (path === '/attachments') return takeFile(request, response, conversation.uploadDelay)
  if (path === '/messages' && request.method === 'GET') {
    return answer(response, 200, conversation.older(Number(url.searchParams.get('before'))))
  }
  const body = JSON.parse(String(await readBody(request)) || '{}')
  switch (path) {
    case '/messages':
      return receive(conversation, body, response)
    case '/tickets':
      return answer(response, 200, { ticket: newTicket(conversation) })
    case '/end':
      conversation.change(null, { status: 'ended', agent: null })
      return answer(response, 200, { state: conversation.state })
    case '/signals':
    case '/attributes':
      conversation.signals.push(body)
      return answer(response, 204)
    default:
      return problem(response, 404, 'not_found')
  }
}
