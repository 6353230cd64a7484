/** The platforms' stand-ins of `providers/`: programs that hold a platform's state and let the test be its customers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { binary } from './desk';

type Json = Record<string, unknown>;

/** A stand-in that runs until it is ended. */
class Program {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(name: string, ...given: string[]) {
    // It ends with its standard input, also when the test does not come to its end.
    const child = spawn(join(dirname(binary), name), given, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child = child;
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async read<T>(): Promise<T> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.child.spawnfile} ended`);
    return JSON.parse(value) as T;
  }

  /** Has one act carried out; one after the other. */
  act<T = Json>(act: string, given: Json = {}): Promise<T> {
    const answer = this.turn.then(() => {
      this.child.stdin?.write(`${JSON.stringify({ act, ...given })}\n`);
      return this.read<T>();
    });
    this.turn = answer;
    return answer;
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((done) => this.child.once('close', done));
    this.child.stdin?.end();
    // What is still being answered need not be waited for.
    this.child.kill('SIGKILL');
    await ended;
  }
}

async function call<T>(url: string, body?: unknown): Promise<T> {
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(url, body === undefined ? {} : post);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The Bot API, with one bot. */
export class Telegram {
  private constructor(
    private readonly program: Program,
    readonly base: string,
    readonly token: string,
  ) {}

  static async start(): Promise<Telegram> {
    const program = new Program('fake_telegram');
    const { base_url, token } = await program.read<{ base_url: string; token: string }>();
    return new Telegram(program, base_url, token);
  }

  /** A customer does something; the number of their message, where it is one. */
  async customer(act: string, customer: number, given: Json = {}): Promise<number> {
    const { update } = await this.program.act<{ update?: { message?: { message_id?: number } } }>(act, {
      customer,
      ...given,
    });
    return update?.message?.message_id ?? 0;
  }
  says = (customer: number, text: string) => this.customer('says', customer, { text });

  async sent(): Promise<{ message_id: number; text?: string; reply_markup?: unknown }[]> {
    const { sent } = await this.program.act<{ sent: { message_id: number; text?: string }[] }>('sent');
    return sent;
  }
  async texts(): Promise<(string | undefined)[]> {
    return (await this.sent()).map((one) => one.text);
  }
  async reaction(customer: number, message: number): Promise<string[]> {
    return (await this.program.act<{ reaction: string[] }>('reaction', { customer, message })).reaction;
  }
  /** The token is good no more. */
  revoke = () => this.program.act('revoke');
  reissue = (token: string) => this.program.act('reissue', { text: token });
  /** The next message is refused. */
  refuse = (code: number, text: string) => this.program.act('refuse', { message: code, text });
  end = () => this.program.end();
}

/** A partner's bridge behind the open channel. */
export class Bridge {
  private constructor(
    private readonly program: Program,
    readonly base: string,
  ) {}

  static async start(): Promise<Bridge> {
    const program = new Program('fake_open', 'whsec_AAAA');
    return new Bridge(program, (await program.read<{ base: string }>()).base);
  }

  /** Where the desk posts to. */
  get url(): string {
    return `${this.base}/yingke`;
  }
  set = (change: Json) => call(`${this.base}/control/set`, change);
  /** Pushes an event, signed; the status of the desk's answer. */
  async push(event: unknown): Promise<number> {
    return (await call<{ status: number }>(`${this.base}/control/push`, { event })).status;
  }
  says = (id: string, customer: string, text: string) =>
    this.push({ type: 'message', id, from: { id: customer }, text });
  receipt = (id: string, message: string, state: string) =>
    this.push({ type: 'receipt', id, message, state });

  /** What it took of one type. */
  async taken(type: string): Promise<Json[]> {
    const all = await call<{ document: Json }[]>(`${this.base}/control/taken`);
    return all.map((one) => one.document).filter((one) => one['type'] === type);
  }
  /** The texts it passed on, each with the id it answered by. */
  async texts(): Promise<{ id: string; text: string }[]> {
    const all = await call<{ document: Json }[]>(`${this.base}/control/taken`);
    return all.flatMap(({ document }, at) =>
      document['type'] === 'send' ? [{ id: `s_${at + 1}`, text: String(document['text']) }] : [],
    );
  }
  end = () => this.program.end();
}

/** What an administrator copies from the account's console into the desk. */
interface WechatAccount {
  base_url: string;
  appid: string;
  secret: string;
}
/** A WeChat Official Account. */
export class Wechat {
  private constructor(
    private readonly program: Program,
    readonly account: WechatAccount,
  ) {}

  static async start(): Promise<Wechat> {
    const program = new Program('fake_wechat_oa');
    return new Wechat(program, await program.read<WechatAccount>());
  }
  private ask = <T>(path: string, body?: unknown) => call<T>(`${this.account.base_url}/fake/${path}`, body);

  /** The console's server settings are submitted; why they are refused, if they are. */
  async callback(url: string, made: { token: string; aes_key: string }): Promise<string | null> {
    return (await this.ask<{ error: string | null }>('callback', { url, ...made })).error;
  }
  says = (openid: string, text: string) =>
    this.ask('push', { openid, kind: 'text', fields: { Content: text } });
  template = (id: string, title: string, content: string) => this.ask('template', { id, title, content });
  sent = () => this.ask<{ to: string; kind: string; content: Json }[]>('sent');
  end = () => this.program.end();
}

interface KfAccount {
  address: string;
  account: string;
  corp_id: string;
  secret: string;
}
/** 微信客服 of an enterprise, and its people in the WeCom app. */
export class Wecom {
  private constructor(
    private readonly program: Program,
    readonly account: KfAccount,
  ) {}

  static async start(): Promise<Wecom> {
    const program = new Program('fake_wecom_kf');
    return new Wecom(program, await program.read<KfAccount>());
  }
  private ask = <T>(path: string, body?: Json) =>
    call<T>(
      `${this.account.address}/fake/${path}`,
      body ? { account: this.account.account, ...body } : undefined,
    );

  /** Whether the callback passes the handshake. */
  async callback(url: string, made: { token: string; aes_key: string }): Promise<boolean> {
    return (await this.ask<{ accepted: boolean }>('callback', { url, ...made })).accepted;
  }
  says = (customer: string, text: string) => this.ask('says', { customer, text });
  /** Who answers a customer: 0 nobody yet, 1 the desk, 2 the pool, 3 somebody in WeCom, 4 ended. */
  async state(customer: string): Promise<number> {
    return (await this.ask<{ state: number }>('state', { customer })).state;
  }
  /** Somebody in WeCom takes the thread; null ends it there. */
  holds = (customer: string, servicer: string | null) => this.ask('holds', { customer, servicer });
  servicerSays = (customer: string, text: string) => this.ask('servicer', { customer, text });
  sent = () => this.ask<{ customer: string; body: Json }[]>('sent');
  end = () => this.program.end();
}
