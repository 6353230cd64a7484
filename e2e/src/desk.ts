/** A real server on a fresh folder, as a newcomer starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
export const binary = process.env['YINGKE_BIN'] ?? join(root, 'target/debug/yingke');

export const password = 'correct horse battery';

async function freePort(): Promise<number> {
  return await new Promise((found) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => found(port));
    });
  });
}

/** Whose server runs. A test that fails does not come to where it ends its own. */
const running = new Set<Desk>();
export const endAll = async () => void (await Promise.all([...running].map((desk) => desk.end())));

export class Desk {
  private child: ChildProcess | undefined;
  private env: Record<string, string> = {};
  private readonly folder = mkdtempSync(join(tmpdir(), 'yingke-e2e-'));
  setupLink = '';
  /** In the demo: the way to the owner's seat, and the shop with the chat window on it. */
  ownerLink = '';
  shopLink = '';

  private constructor(
    readonly base: string,
    private readonly port: number,
  ) {}

  static async start(...command: string[]): Promise<Desk> {
    const port = await freePort();
    const desk = new Desk(`http://127.0.0.1:${port}`, port);
    await desk.up(...command);
    return desk;
  }

  /** Starts a server with what its environment holds besides; `prepare` gets its data folder. */
  static async with(prepare: (folder: string) => Record<string, string>): Promise<Desk> {
    const port = await freePort();
    const desk = new Desk(`http://127.0.0.1:${port}`, port);
    desk.env = prepare(desk.folder);
    await desk.up();
    return desk;
  }

  /** Starts the server; waits until it says that it listens. */
  async up(...command: string[]): Promise<void> {
    const child = spawn(binary, command.length > 0 ? command : ['serve'], {
      cwd: root,
      env: {
        ...process.env,
        YINGKE_LISTEN: `127.0.0.1:${this.port}`,
        YINGKE_DATA: this.folder,
        YINGKE_LOG: 'warn',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    running.add(this);
    await new Promise<void>((listening, failed) => {
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        this.setupLink = /http\S+\/setup#\S+/.exec(said)?.[0] ?? this.setupLink;
        this.ownerLink = /http\S+\/invite#\S+/.exec(said)?.[0] ?? this.ownerLink;
        this.shopLink = /http\S+\/try\/\S+/.exec(said)?.[0] ?? this.shopLink;
        if (said.includes('listens on')) setTimeout(listening, 50);
      });
      child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
    });
  }

  /** Carries out a command of the administrator's beside the running server; `typed` is what they type in. */
  async run(typed: string, ...command: string[]): Promise<string> {
    const env = { ...process.env, YINGKE_DATA: this.folder, YINGKE_LOG: 'warn' };
    const child = spawn(binary, command, { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdin.end(`${typed}\n`);
    const code = await new Promise((done) => child.once('close', done));
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${String(code)}: ${said}`);
    return said;
  }

  /** Stops it: gently, or as a power cut does. */
  async down(how: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(how);
    await ended;
    this.child = undefined;
  }

  async end(): Promise<void> {
    running.delete(this);
    await this.down('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
