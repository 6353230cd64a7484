/** What is chosen at the set-up is kept, and the first pages it leads to work. */
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import en from '../../workbench/src/i18n/en';
import zh from '../../workbench/src/i18n/zh-CN';
import { launch, looks, person } from './browser';
import { Desk, password } from './desk';
import { owner } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** What a camera reads. */
function read(picture: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(picture);
  return jsqr(new Uint8ClampedArray(data), width, height)?.data;
}

describe.each(looks)('first steps, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('language and time zone are kept; try-it page, chat page and QR code lead to the desk', async () => {
    const { page, context, problems } = await person(browser, look);
    const first = new Workbench(page, desk.base, look);
    // The other language than the browser's, and a zone that is nobody's default.
    const [language, text] = look.locale === 'en' ? (['zh-CN', zh] as const) : (['en', en] as const);
    await page.goto(desk.setupLink);
    await first.choose(first.text.profile.language, language === 'en' ? 'English' : '简体中文');
    await page.getByText(text.setup.title).waitFor();
    await page.locator('.n-base-selection').last().click();
    await page.keyboard.type('Lisbon');
    await page.locator('.n-base-select-option').filter({ hasText: 'Lisbon' }).click();
    await page.getByLabel(text.setup.company).fill('山野集');
    await page.getByLabel(text.setup.name, { exact: true }).fill(owner.name);
    await page.getByLabel(text.signIn.email).fill(owner.email);
    await page.getByLabel(text.signIn.password, { exact: true }).fill(password);
    await page.getByRole('button', { name: text.setup.do }).click();
    await page.getByText(text.welcome.title).waitFor();
    const get = async (path: string) =>
      await (await context.request.get(`${desk.base}/api/v1/${path}`)).json();
    expect(await get('workspace')).toMatchObject({ language, timeZone: 'Europe/Lisbon' });
    expect(await get('me')).toMatchObject({ agent: { language } });

    // The shop to try it in, and the chat page that the QR code leads to.
    const tried = new Visitor((await person(browser, look)).page, look);
    const shop = await page.getByRole('link', { name: text.inbox.tryPage }).getAttribute('href');
    await tried.visit(new URL(shop ?? '', desk.base).href);
    await tried.say('从试用页面来');
    await page.getByText(text.welcome.arrived).waitFor();
    await page.goto(`${desk.base}/settings/inboxes`);
    await page.locator('main a[href^="/settings/inboxes/"]').first().click();
    const code = page.getByRole('img', { name: text.inbox.qr });
    await code.waitFor();
    const { items } = (await get('inboxes')) as { items: { publicKey?: string; key?: string }[] };
    const link = read(await code.screenshot());
    expect(link).toMatch(new RegExp(`^${desk.base}/c/`));
    expect(JSON.stringify(items)).toContain(link?.split('/c/')[1]);
    const scanned = new Visitor((await person(browser, look)).page, look);
    await scanned.visit(link ?? '');
    await scanned.say('扫码来的');
    await expect.poll(() => scanned.settled()).toBe(true);
    const agent = new Workbench(page, desk.base, { ...look, locale: language });
    await agent.open('queue', '扫码来的');
    await agent.say('收到');
    await scanned.panel.getByText('收到').waitFor();
    expect(problems).toEqual([]);
  });
});
