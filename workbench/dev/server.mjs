/**
 * A fake of the server, for working on the workbench alone: API, live socket and the built app
 * under the server's CSP. `node dev/server.mjs [zh|en] [port]`; POST /dev/… plays the customer.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { makeApi } from './api.mjs';
import { makeWorld } from './world.mjs';

const language = process.argv[2] ?? 'zh';
const port = Number(process.argv[3] ?? 7790);
const DIST = new URL('../dist/', import.meta.url).pathname;
const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const PHOTO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 132"><rect width="220" height="132" fill="#A67C52"/><path d="M0 31h220M0 88h220" stroke="#5B3B1E" stroke-width="2" opacity=".6"/><g transform="rotate(-16 110 70)"><rect x="-40" y="58" width="300" height="15" fill="#DB7A28"/><rect x="84" y="55" width="42" height="21" rx="2" fill="#AEB7C0"/><path d="M96 55l3 6-3 4 4 5-2 6" fill="none" stroke="#15181B" stroke-width="2"/></g></svg>`;

const world = makeWorld(language);
world.signedIn = process.env.FAKE_SIGNED_OUT !== '1';
world.fresh = process.env.FAKE_FRESH === '1';
if (world.fresh) world.rows.clear();
const sockets = new Set();

function push(socket, frame) {
  socket.kept = frame.seq;
  socket.send(JSON.stringify(frame));
}
function emit(kind, extra) {
  const frame = {
    type: 'event',
    prev: world.seq,
    seq: ++world.seq,
    at: new Date().toISOString(),
    kind,
    ...extra,
  };
  world.log.push(frame);
  for (const socket of sockets) if (socket.kept !== undefined) push(socket, { ...frame, prev: socket.kept });
  const counters = JSON.stringify({ type: 'counters', ...count() });
  for (const socket of sockets) socket.send(counters);
}
const api = makeApi(world, emit);

function count() {
  const rows = [...world.rows.values()];
  const served = rows.filter((row) => ['open', 'offered', 'snoozed'].includes(row.status));
  return {
    mine: served.filter((row) => row.agentId === world.me.id).length,
    queue: rows.filter((row) => row.status === 'queued').length,
    colleagues: served.filter((row) => row.agentId && row.agentId !== world.me.id).length,
  };
}
function snapshot() {
  const conversations = [...world.rows.values()].filter(
    (row) => row.status === 'queued' || (row.agentId === world.me.id && row.status !== 'ended'),
  );
  const agents = world.agents.map(({ id, name, status }) => ({ id, name, status }));
  return {
    type: 'snapshot',
    seq: world.seq,
    agent: world.me.id,
    conversations,
    reads: world.reads,
    agents,
    counters: count(),
  };
}
function heard(socket, frame) {
  if (frame.type === 'hello' || frame.type === 'resume') {
    if (frame.after === null) return push(socket, snapshot());
    const missed = world.log.filter((event) => event.seq > frame.after);
    socket.kept = frame.after;
    for (const event of missed) push(socket, { ...event, prev: socket.kept });
    push(socket, { type: 'mark', prev: socket.kept, seq: world.seq });
  }
  if (frame.type === 'open') {
    const row = world.rows.get(frame.conversation);
    socket.send(JSON.stringify({ type: row ? 'opened' : 'refused', conversation: frame.conversation }));
    if (row)
      socket.send(JSON.stringify({ type: 'presence', conversation: row.id, online: row.status === 'open' }));
    const spec = row && world.data.mine.find((one) => one.name === row.customerName);
    const by = { kind: 'customer', id: row?.customerId, name: row?.customerName };
    if (spec?.typing)
      socket.send(JSON.stringify({ type: 'typing', conversation: row.id, by, on: true, text: spec.typing }));
  }
}
function asFile(request, response) {
  const path = normalize(new URL(request.url, 'http://x').pathname);
  const file = join(DIST, path);
  const found = existsSync(file) && statSync(file).isFile() ? file : join(DIST, 'index.html');
  response.writeHead(200, {
    'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
    'content-security-policy': CSP,
  });
  createReadStream(found).pipe(response);
}
function play(path, body) {
  if (path === 'say')
    api.customerSays(
      body.conversation ?? [...world.rows.values()].find((row) => row.customerName === body.name)?.id,
      body.text,
    );
  if (path === 'first') {
    const made = makeWorld(language);
    const row = [...made.rows.values()].find((one) => one.status === 'queued');
    world.rows.set(row.id, { ...row, inboxId: world.inboxes[0].id });
    world.messages.set(row.id, made.messages.get(row.id));
    world.customers.set(row.customerId, made.customers.get(row.customerId));
    world.past.set(row.customerId, []);
    emit('consultation.opened', {
      actor: { kind: 'customer', id: row.customerId, name: row.customerName },
      conversation: world.rows.get(row.id),
      message: made.messages.get(row.id).at(-1),
    });
  }
  if (path === 'drop') for (const socket of sockets) socket.close(body.code ?? 1012);
  if (path === 'set') Object.assign(world, body);
  return {
    rows: [...world.rows.values()].map((row) => [row.customerName, row.id, row.status]),
    sockets: sockets.size,
    reads: world.reads,
  };
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks);
  const json = () => (text.length ? JSON.parse(text.toString()) : {});
  const send = (status, body) =>
    response
      .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
      .end(body === undefined ? '' : JSON.stringify(body));
  if (url.pathname.startsWith('/dev/')) return send(200, play(url.pathname.slice(5), json()));
  if (!url.pathname.startsWith('/api/v1/')) return asFile(request, response);
  const path = url.pathname.slice('/api/v1/'.length);
  if (request.method !== 'GET' && !request.headers['x-yingke-csrf'])
    return send(403, { code: 'csrf', status: 403, title: 'csrf' });
  if (path.startsWith('attachments/')) {
    const file = world.files.get(path.split('/')[1]);
    if (file?.mediaType.startsWith('image/'))
      return response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(PHOTO);
    return response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.4');
  }
  if (path === 'attachments') {
    const head = text.toString('latin1');
    const name = Buffer.from(/filename="([^"]+)"/.exec(head)?.[1] ?? 'file', 'latin1').toString();
    const type = /Content-Type: (\S+)/.exec(head)?.[1] ?? 'application/octet-stream';
    return send(201, world.file(name, type, text.length, type.startsWith('image/') ? 640 : undefined, 400));
  }
  const body = api.answer(request.method, path, json(), url.searchParams);
  if (body?.problem) return send(body.status, body.problem);
  if (body === undefined) return response.writeHead(204).end();
  send(request.method === 'POST' ? 201 : 200, body);
});
const live = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, raw, head) => {
  if (!request.url.startsWith('/api/v1/live') || world.offline) return raw.destroy();
  live.handleUpgrade(request, raw, head, (socket) => {
    if (!world.signedIn) return socket.close(4001);
    sockets.add(socket);
    socket.on('message', (frame) => heard(socket, JSON.parse(frame.toString())));
    socket.on('close', () => sockets.delete(socket));
  });
});
server.listen(port, '127.0.0.1', () => console.log(`fake server (${language}) on http://127.0.0.1:${port}`));
