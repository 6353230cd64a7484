import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk, password } from './desk';
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

it('an account with a second factor is told so, and finds the way back', async () => {
  const { page, problems } = await person(browser, look);
  const desks = new Workbench(page, desk.base, look);
  const { secondFactor, signIn } = desks.text;
  // No server answers this yet; it is part of the API from the first day.
  await page.route('**/api/v1/sign-in', (route) => route.fulfill({ json: { result: 'needsSecondFactor' } }));
  await page.goto(`${desk.base}/sign-in`);
  await page.getByLabel(signIn.email).fill(owner.email);
  await page.getByLabel(signIn.password).fill(password);
  await page.getByRole('button', { name: signIn.do }).click();
  await page.getByText(secondFactor.cannot).waitFor();
  await accessible(page, 'second factor');
  await page.screenshot({ path: shot('second-factor') });
  await page.getByRole('button', { name: secondFactor.back }).click();
  expect(await page.getByLabel(signIn.email).inputValue()).toBe(owner.email);
  expect(await page.getByLabel(signIn.password).inputValue()).toBe('');
  expect(problems).toEqual([]);
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
  await here.page.getByText(text.signIns.current).waitFor();
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

it('a new password is taken with the old one, and ends every other sign-in', async () => {
  const here = await person(browser, look);
  const there = await person(browser, look);
  const [mine, other] = [here, there].map(({ page }) => new Workbench(page, desk.base, look));
  if (!mine || !other) throw new Error('two browsers');
  await mine.signIn(owner.email);
  await other.signIn(owner.email);
  const { text, page } = mine;
  await page.goto(`${desk.base}/settings/profile`);
  const [current, next] = [text.password.current, text.password.new].map((name) =>
    page.getByLabel(name, { exact: true }),
  );
  const change = page.getByRole('button', { name: text.password.do, exact: true });
  await current?.fill('wrong horse battery');
  await next?.fill('short');
  await page.getByText(text.password.short.replace('{n}', '7')).waitFor();
  await next?.fill('a tent that never leaks');
  await page.getByText(text.password.strong, { exact: true }).waitFor();
  await change.click();
  await page.getByText(text.errors.password_wrong).waitFor();
  await accessible(page, 'a wrong password');
  await page.screenshot({ path: shot('password-wrong') });
  await current?.fill(password);
  await change.click();
  await page.getByText(text.password.changed).waitFor();
  await there.page.waitForURL('**/sign-in**');
  await page.goto(`${desk.base}/conversations`);
  await page.getByText(text.list.emptyMine).waitFor();
  expect([...here.problems, ...there.problems]).toEqual([]);
});
