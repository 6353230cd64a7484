/** The way between a browser and the desk, which can be cut and mended. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export class Wire {
  private readonly server: Server;
  private readonly open = new Set<Socket>();
  private whole = true;

  private constructor(target: number) {
    this.server = createServer((near) => {
      if (!this.whole) return near.destroy();
      const far = connect(target, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  /** A wire to the desk at `base`; its own address is what the browser opens. */
  static async to(base: string): Promise<{ wire: Wire; base: string }> {
    const wire = new Wire(Number(new URL(base).port));
    await new Promise<void>((listening) => wire.server.listen(0, '127.0.0.1', listening));
    const address = wire.server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return { wire, base: `http://127.0.0.1:${port}` };
  }

  /** Everything that runs over it breaks off; nothing new comes through. */
  cut(): void {
    this.whole = false;
    for (const socket of this.open) socket.destroy();
  }

  mend(): void {
    this.whole = true;
  }

  end(): void {
    this.cut();
    this.server.close();
  }
}
