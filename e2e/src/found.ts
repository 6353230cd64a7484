/** A desk that has been set up, without the walk through the set-up page. */
import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import type { Look } from './browser';
import { Desk, password } from './desk';

export const owner = { name: '何婧', email: 'hejing@shop.example' };

/** What the set-up page sends. */
export const founding = (desk: Desk, look: Look) => ({
  ...owner,
  password,
  token: new URL(desk.setupLink).hash.slice(1),
  company: '山野集',
  language: look.locale,
  timeZone: 'Asia/Shanghai',
});

/** Signs the owner in to `context`; answers the key of the website inbox. */
export async function found(desk: Desk, context: BrowserContext, look: Look): Promise<string> {
  const data = founding(desk, look);
  const answer = await context.request.post(`${desk.base}/api/v1/setup`, { data });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { inboxKey: string }).inboxKey;
}

/** The mark of the shop, 96 × 64 pixels: a real picture, because its bytes are examined. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAGAAAABACAIAAABqVuVZAAABUElEQVR42u3QwW0DQQxDUXWUBlyJm04LObkOx9jLIs5uZoaUlAU+MFdyqBefXw/eyQsIAAIIIIAAAggggHgAAQQQQAABBBBAPIAAAggggAACCCBefNxvlz4ge78KpO/rHfBn/AWk/PEf4qkDJCDXvq4BI3EP0FqDGDcCnTRE44XGeN6AdSDvvvoBg3Eb0GyDGLcDHTVE14X2eNKARaCMfZUDxuNOoPEGMZ4E9GtDLPxx1K4D1QyYipuBRhrEeCrQe0PUX5gatw+YBsrelz1gNu4HOm8Q4wVAPxqi+MKCuHfAHFDNvrwBC/EUoKMGMV4GtG+IygvL4sYBE0BT+94bxLgOtDYgyi4sjrsGjALV7/MOWI4nAu0bxHgL0NYQNRe2xC0DhoC69rkGKPFcoK1BjDcCfb8ouLAxrjeE+H3Bhb0vLr0eIIAAAggggHgAAZT2ntiyrkT5UlVLAAAAAElFTkSuQmCC';
export const picture = (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(PNG, 'base64'),
});
export const paper = (name: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
});

/** What the workbench sends when it creates something; for what a test needs and does not prove. */
export async function create<T = { id: string }>(
  desk: Desk,
  context: BrowserContext,
  path: string,
  data: object,
): Promise<T> {
  const headers = { 'X-Yingke-CSRF': '1', 'Idempotency-Key': crypto.randomUUID() };
  const made = await context.request.post(`${desk.base}/api/v1/${path}`, { data, headers });
  expect(made.ok(), await made.text()).toBe(true);
  return (await made.json()) as T;
}

/** The link to an agent's seat for `email`. */
export async function invitation(desk: Desk, owner: BrowserContext, email: string): Promise<string> {
  const roles = await owner.request.get(`${desk.base}/api/v1/roles`);
  const { items } = (await roles.json()) as { items: { id: string; name: string }[] };
  const roleId = items.find((one) => one.name === 'agent')?.id;
  return (await create<{ link: string }>(desk, owner, 'invitations', { email, roleId })).link;
}

/** Somebody else takes a seat, in a browser of their own; the address they sign in with. */
export async function colleague(desk: Desk, owner: BrowserContext, name: string): Promise<string> {
  const email = `${crypto.randomUUID().slice(0, 8)}@shop.example`;
  const link = await invitation(desk, owner, email);
  const browser = await owner.browser()?.newContext();
  if (!browser) throw new Error('a context without its browser');
  const data = { token: new URL(link).hash.slice(1), name, password };
  const seat = await browser.request.post(`${desk.base}/api/v1/invitations/accept`, { data });
  expect(seat.ok(), await seat.text()).toBe(true);
  await browser.close();
  return email;
}
