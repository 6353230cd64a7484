import { readFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Connect, Plugin } from 'vite'
import { answer, readBody } from './http'
import { serveSockets, serveStream } from './live'
import { newest, outage, visitorApi } from './visitorApi'

// What the server will send for the two pages; kept here so that a breach shows in development.
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Lets a script play the agent and the faults: `POST /fake {"do":"reply","text":"…"}`. */
async function control(request: IncomingMessage, response: ServerResponse) {
  const body = JSON.parse(String(await readBody(request)))
  const conversation = newest()
  if (body.do === 'outage') Object.assign(outage, body.set)
  if (!conversation) return answer(response, 200, {})
  if (body.do === 'reply') conversation.write({ text: body.text, ...body.over }, body.state)
  if (body.do === 'state') conversation.change(null, body.state)
  if (body.do === 'typing') conversation.push({ type: 'typing', name: '周岚', on: body.on })
  if (body.do === 'refuse') conversation.refusals.push(...body.refusals)
  if (body.do === 'uploadDelay') conversation.uploadDelay = body.ms
  if (body.do === 'close') for (const viewer of [...conversation.viewers]) viewer.close(body.code)
  if (body.do === 'mute') conversation.viewers.clear()
  const { messages, state, signals } = conversation
  return answer(response, 200, { messages, state, signals, viewers: conversation.viewers.size })
}

function route(isBuilt: boolean): Connect.NextHandleFunction {
  return (request, response, next) => {
    const url = new URL(request.url ?? '', 'http://fake')
    if (url.pathname === '/fake') return void control(request, response)
    if (url.pathname === '/api/v1/visitor/events') return serveStream(request, response, url)
    if (url.pathname.startsWith('/api/v1/visitor/')) return void visitorApi(request, response, url)
    if (url.pathname === '/widget.js') {
      response.setHeader('Content-Type', 'text/javascript')
      return response.end(isBuilt ? readFileSync('dist/widget.js') : "import('/widget/src/loader/main.ts')")
    }
    const page = /^\/(c|try)\/[^/]+$/.exec(url.pathname)?.[1]
    if (page) {
      request.url = page === 'c' ? '/widget/chat.html' : '/widget/try.html'
      if (isBuilt) response.setHeader('Content-Security-Policy', CSP)
    }
    if (request.url?.startsWith('/widget/')) response.setHeader('Access-Control-Allow-Origin', '*')
    next()
  }
}

export function fakeDesk(): Plugin {
  return {
    name: 'fake-desk',
    config: (_, { command }) =>
      command === 'serve' ? { define: { __APP_PATH__: '"/widget/src/app/start.ts"' } } : {},
    configureServer(server) {
      serveSockets(server.httpServer as Server | null)
      server.middlewares.use(route(false))
    },
    configurePreviewServer(server) {
      serveSockets(server.httpServer as Server | null)
      server.middlewares.use(route(true))
    },
  }
}
