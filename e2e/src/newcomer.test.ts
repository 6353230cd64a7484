import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import en from '../../workbench/src/i18n/en';
import zh from '../../workbench/src/i18n/zh-CN';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk, password } from './desk';
import { founding } from './found';
import { Visitor } from './visitor';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('a newcomer, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());
  const text = look.locale === 'en' ? en : zh;

  it('sets up, connects the website, and has a chat page', async () => {
    const { page, problems, context } = await person(browser, look);
    await page.goto(desk.setupLink);
    await page.getByLabel(text.setup.company).fill('山野集');
    await accessible(page, 'set-up');
    expect(page.url(), 'the token leaves the address bar').not.toContain('#');

    await page.getByLabel(text.setup.name, { exact: true }).fill('何婧');
    await page.getByLabel(text.signIn.email).fill('hejing@shop.example');
    await page.getByLabel(text.signIn.password, { exact: true }).fill('short');
    await page.getByRole('button', { name: text.setup.do }).click();
    await page.getByText(text.errors.weak_password).waitFor();
    await page.getByLabel(text.signIn.password, { exact: true }).fill(password);
    await page.getByRole('button', { name: text.setup.do }).click();

    await page.getByText(text.welcome.title).waitFor();
    const snippet = await page.getByText('/widget.js').textContent();
    expect(snippet).toContain(`${desk.base}/widget.js`);
    await accessible(page, 'welcome');
    await page.screenshot({ path: shot(`welcome-${look.locale}`) });

    const chat = await page.getByRole('link', { name: text.inbox.chatPage }).getAttribute('href');
    const visitor = new Visitor((await person(browser, look)).page, look);
    await visitor.page.goto(desk.base + chat);
    await visitor.field.waitFor();
    await accessible(visitor.page, 'chat page');
    await visitor.say('有人吗？');
    await page.getByText(text.welcome.arrived).waitFor();
    await page.getByRole('button', { name: text.welcome.answer }).click();
    await page.waitForURL('**/conversations/**');

    expect((await context.request.get(`${desk.base}/api/v1/setup`)).status()).toBe(404);
    const again = await context.request.post(`${desk.base}/api/v1/setup`, { data: founding(desk, look) });
    expect(again.status()).toBe(404);
    const late = await person(browser, look);
    await late.page.goto(desk.setupLink);
    await late.page.getByText(text.setup.done).waitFor();
    expect([...problems, ...late.problems]).toEqual([]);
  });
});
