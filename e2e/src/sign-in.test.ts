import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, looks, person } from './browser';
import { Desk } from './desk';
import { found, owner } from './found';
import { Workbench } from './workbench';

const [look] = looks;
if (!look) throw new Error('no look');
let browser: Browser;
let desk: Desk;
beforeAll(async () => void ([browser, desk] = await Promise.all([launch(), Desk.start()])));
afterAll(async () => {
  await browser.close();
  await desk.end();
});

it('signing out another device cuts its socket and shows it the door', async () => {
  const here = await person(browser, look);
  const there = await person(browser, look);
  await found(desk, here.context, look);
  const other = new Workbench(there.page, desk.base, look);
  const closed = new Promise<void>((gone) =>
    there.page.on('websocket', (socket) => socket.on('close', () => gone())),
  );
  await other.signIn(owner.email);
  await there.page.getByText(other.text.list.emptyMine).waitFor();

  await here.page.goto(`${desk.base}/settings/sign-ins`);
  const text = other.text;
  expect(await here.page.getByText(text.signIns.current).count()).toBe(1);
  await here.page.getByRole('button', { name: text.signIns.revoke }).click();
  await here.page.getByText(text.signIns.revoked).waitFor();
  await closed;
  await there.page.waitForURL('**/sign-in**');
  expect((await there.context.request.get(`${desk.base}/api/v1/me`)).status()).toBe(401);
  // Whoever acted stays.
  await here.page.goto(`${desk.base}/conversations`);
  await here.page.getByText(text.list.emptyMine).waitFor();
  expect([...here.problems, ...there.problems]).toEqual([]);
});
