import type { IncomingMessage, ServerResponse } from 'node:http'

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

export function answer(response: ServerResponse, status: number, body?: unknown) {
  response.statusCode = status
  response.setHeader('Access-Control-Allow-Origin', '*')
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type')
  response.setHeader('Content-Type', 'application/json')
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

export function problem(response: ServerResponse, status: number, code: string) {
  answer(response, status, { type: 'about:blank', title: code, status, code, detail: code, traceId: '0' })
}
