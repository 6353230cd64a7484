/** Channels of a desk, for what a test needs and does not prove: connected the way the pages connect them. */
import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import type { Look } from './browser';
import { Desk } from './desk';
import { create } from './found';

/** A desk that may call stand-ins on this machine. */
export const startDesk = () => Desk.with(() => ({ YINGKE_ALLOWED_NETWORKS: '127.0.0.0/8' }));

type Words = Record<'zh' | 'en', string>;
interface Manifest {
  key: string;
  name: Words;
  form: { key: string; label: Words }[];
  hints: { ability: string; instead: Words }[];
}
/** What the desk says of its channels, in the words of a look. */
export class Manifests {
  private constructor(
    private readonly all: Manifest[],
    private readonly language: 'zh' | 'en',
  ) {}

  static async of(desk: Desk, context: BrowserContext, look: Look): Promise<Manifests> {
    const read = await context.request.get(`${desk.base}/api/v1/channels`);
    return new Manifests((await read.json()) as Manifest[], look.locale === 'en' ? 'en' : 'zh');
  }
  private the<T>(found: T | undefined): T {
    if (!found) throw new Error('no such part of a manifest');
    return found;
  }
  private of = (channel: string) => this.the(this.all.find((one) => one.key === channel));
  name = (channel: string) => this.of(channel).name[this.language];
  label = (channel: string, key: string) =>
    this.the(this.of(channel).form.find((one) => one.key === key)).label[this.language];
  instead = (channel: string, ability: string) =>
    this.the(this.of(channel).hints.find((one) => one.ability === ability)).instead[this.language];
}

export interface Connected {
  app: string;
  inbox: string;
  callbackUrl: string;
  /** What was made here. */
  made: Record<string, string>;
}

/** An app with its inbox, saved and not tried yet. */
export async function make(
  desk: Desk,
  context: BrowserContext,
  channel: string,
  name: string,
  settings: Record<string, string>,
): Promise<Connected> {
  interface App {
    id: string;
    callbackUrl: string;
    inboxes: { id: string }[];
  }
  const app = await create<App>(desk, context, 'apps', { channel, name, settings });
  const made = await context.request.get(`${desk.base}/api/v1/apps/${app.id}/made`);
  expect(made.ok(), await made.text()).toBe(true);
  return {
    app: app.id,
    inbox: app.inboxes[0]?.id ?? '',
    callbackUrl: app.callbackUrl,
    made: (await made.json()) as Record<string, string>,
  };
}

/** Tries the credentials, as the button does. */
export async function connect(desk: Desk, context: BrowserContext, { app }: Connected): Promise<void> {
  const answer = await create<{ ok: boolean }>(desk, context, `apps/${app}/connect`, {});
  expect(answer, 'connecting').toMatchObject({ ok: true });
}
