import type { ClientFrame, ServerFrame } from '@/api/types';
import { OFF, step, type Connection, type Effect, type Input } from './connection';

export interface SocketPorts {
  url: () => string;
  makeSocket: (url: string) => WebSocket;
  chance: () => number;
  /** Apply one frame to the state. */
  apply: (frame: ServerFrame) => void;
  /** The frames that say what is open and watched. */
  interests: () => ClientFrame[];
  /** Is the sign-in still good? */
  check: () => Promise<boolean>;
  changed: (connection: Connection) => void;
  report: (code: number) => void;
}

/** The thin rim around `step`: one socket, two timers. */
export class LiveSocket {
  private connection: Connection = OFF;
  private socket: WebSocket | null = null;
  private timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly ports: SocketPorts) {}

  dispatch(input: Input): void {
    const [next, effects] = step(this.connection, input, this.ports.chance());
    const moved = next !== this.connection;
    this.connection = next;
    for (const effect of effects) this.perform(effect);
    if (moved) this.ports.changed(this.connection);
  }

  /** Interest and typing: worthless when not connected, and restored after `hello` anyway. */
  send(frame: ClientFrame): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(frame));
  }

  private perform(effect: Effect): void {
    switch (effect.type) {
      case 'connect':
        return this.connect();
      case 'disconnect':
        return this.drop();
      case 'send':
        return this.send(effect.frame);
      case 'restore':
        return this.ports.interests().forEach((frame) => this.send(frame));
      case 'apply':
        return this.ports.apply(effect.frame);
      case 'timer':
        return this.arm(effect.name, effect.ms);
      case 'clear':
        this.timers.forEach((timer) => clearTimeout(timer));
        return this.timers.clear();
      case 'check':
        void this.ports.check().then((signedIn) => this.dispatch({ type: 'checked', signedIn }));
        return;
      case 'report':
        return this.ports.report(effect.code);
    }
  }

  private arm(name: 'retry' | 'quiet', ms: number): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(
      name,
      setTimeout(() => this.dispatch({ type: 'timer', name }), ms),
    );
  }

  private connect(): void {
    this.drop();
    const socket = this.ports.makeSocket(this.ports.url());
    this.socket = socket;
    const current = () => this.socket === socket;
    socket.onopen = () => current() && this.dispatch({ type: 'opened' });
    socket.onmessage = (event) => {
      if (!current()) return;
      this.dispatch({ type: 'frame', frame: JSON.parse(String(event.data)) as ServerFrame });
    };
    socket.onclose = (event) => {
      if (!current()) return;
      this.socket = null;
      this.dispatch({ type: 'closed', code: event.code });
    };
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (socket && socket.readyState <= 1) socket.close();
  }
}
