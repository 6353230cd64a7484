/** A proxy of the kind that stands in company networks: it knows HTTP, and nothing of WebSocket. */
import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';

/** What it does with a request to upgrade: answers that it may not, or takes it and says nothing more. */
export type Manner = 'refuses' | 'swallows';

export class OldProxy {
  private readonly agent = new Agent({ keepAlive: false });
  private readonly near = new Set<Socket>();
  private readonly lasting = new Set<ServerResponse>();
  private whole = true;
  /** How often an upgrade was asked for. */
  upgrades = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    manner: Manner,
  ) {
    server.on('connection', (socket: Socket) => {
      if (!this.whole) return socket.destroy();
      this.near.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.near.delete(socket));
    });
    server.on('upgrade', (_: IncomingMessage, socket: Socket) => {
      this.upgrades += 1;
      if (manner === 'refuses')
        socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
    server.on('request', (asked: IncomingMessage, answer: ServerResponse) => this.pass(asked, answer));
  }

  static async before(base: string, manner: Manner): Promise<OldProxy> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new OldProxy(server, new URL(base), manner);
  }

  get base(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** How many answers are under way that do not end. */
  get streams(): number {
    return this.lasting.size;
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { hostname, port } = this.target;
    const { method, url: path, headers } = asked;
    const onward = request({ agent: this.agent, hostname, port, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      if (got.headers['content-type']?.startsWith('text/event-stream')) {
        this.lasting.add(answer);
        answer.on('close', () => this.lasting.delete(answer));
      }
      got.on('error', () => answer.destroy());
      got.pipe(answer);
    });
    onward.on('error', () => {
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(502).end();
    });
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }

  /** Ends what lasts, properly, as at a time limit. */
  hangUp(): void {
    for (const answer of this.lasting) answer.end();
  }

  /** Everything that runs through it breaks off; nothing new comes through. */
  cut(): void {
    this.whole = false;
    for (const socket of this.near) socket.destroy();
  }

  mend(): void {
    this.whole = true;
  }

  async end(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.server.close(closed));
  }
}
