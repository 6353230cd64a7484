import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('the install page, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('hands out the chat page as a link and as a QR code', async () => {
    const { page, context, problems } = await person(browser, look);
    const key = await found(desk, context, look);
    const { text } = new Workbench(page, desk.base, look);
    await page.goto(`${desk.base}/settings/inboxes`);
    await page.locator('main a[href^="/settings/inboxes/"]').first().click();
    await page.getByRole('img', { name: text.inbox.qr }).waitFor();
    await page.getByRole('button', { name: text.inbox.copyLink }).click();
    await page.getByRole('button', { name: text.common.copied }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${desk.base}/c/${key}`);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: text.inbox.qrDownload }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toMatch(/\.svg$/);
    expect(readFileSync(await file.path(), 'utf8')).toMatch(/^<svg xmlns.+<\/svg>\n$/);
    await accessible(page, 'install');
    await page.screenshot({ path: shot(`install-${look.locale}`) });
    expect(problems).toEqual([]);
  });

  it('opens a second one for another site, and closes it again', async () => {
    const { page, context, problems } = await person(browser, look);
    const other = await Desk.start();
    await found(other, context, look);
    const bench = new Workbench(page, other.base, look);
    const { channel, channels, inbox, common } = bench.text;
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await page.goto(`${other.base}/settings/inboxes`);
    await press(channel.add);
    await page.getByRole('link', { name: channels.web }).first().click();
    await page.getByLabel(inbox.name, { exact: true }).fill('海外官网');
    await press(inbox.create);
    await page.waitForURL('**/settings/inboxes/*-*');
    const link = page.getByText(new RegExp(`^${other.base}/c/`)).first();
    const chat = (await link.textContent())?.trim() ?? '';
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(chat);
    await visitor.say('Do you ship to Norway?');
    await bench.open('queue', 'Do you ship to Norway?');
    if (!bench.small) await bench.thread.getByText('海外官网').first().waitFor();

    // Closed: what was said stays at the desk, nobody new gets in.
    await page.goto(`${other.base}/settings/inboxes`);
    await page.getByRole('link', { name: '海外官网' }).click();
    await press(inbox.delete.replace('{name}', '海外官网'));
    await page.getByText(inbox.deleteHint).waitFor();
    await page.screenshot({ path: shot(`inbox-delete-${look.locale}`) });
    await press(common.delete);
    await page.waitForURL('**/settings/inboxes');
    await page.getByRole('link', { name: '海外官网' }).waitFor({ state: 'detached' });
    const late = await person(browser, look);
    await late.page.goto(chat);
    await late.page.screenshot({ path: shot(`inbox-gone-${look.locale}`) });
    expect(await late.page.locator('#yingke .panel textarea').count()).toBe(0);
    await bench.open('queue', 'Do you ship to Norway?');
    await bench.say('Yes, within a week');
    await expect.poll(() => bench.settled()).toBe(true);
    expect(problems).toEqual([]);
    await other.end();
  });

  it('gives the widget its look and a greeting in the visitor’s language', async () => {
    const { page, context } = await person(browser, look);
    const other = await Desk.start();
    const key = await found(other, context, look);
    const { text } = new Workbench(page, other.base, look);
    await page.goto(`${other.base}/settings/inboxes`);
    await page.locator('main a[href^="/settings/inboxes/"]').first().click();
    await page.getByRole('tab', { name: text.inbox.tabs.look }).click();
    const choose = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await page.getByLabel(text.inbox.greeting, { exact: true }).fill('common');
    await choose(look.locale === 'en' ? 'English' : '中文');
    await page.getByLabel(text.inbox.greeting, { exact: true }).fill('本店欢迎您 welcome');
    await choose(text.appearances.dark);
    await choose(text.inbox.left);
    await choose(text.launchers.label);
    await accessible(page, 'look');
    await page.screenshot({ path: shot(`look-${look.locale}`) });
    await choose(text.common.save);
    await page.getByText(text.common.saved).waitFor();
    // Nothing is left to save: what the server answered is what was asked.
    await page.getByRole('button', { name: text.common.save, exact: true }).waitFor({ state: 'detached' });

    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await onSite.page.goto(`${other.base}/try/${key}`);
    const launcher = onSite.page.locator('#yingke .launcher');
    await launcher.getByText(visitor.text.launcher.open).waitFor();
    await onSite.page.screenshot({ path: shot(`launcher-${look.locale}`) });
    const root = onSite.page.locator('#yingke .root');
    expect([await root.getAttribute('data-theme'), await root.getAttribute('data-side')]).toEqual([
      'dark',
      'left',
    ]);
    await launcher.click();
    await visitor.panel.getByText('本店欢迎您 welcome').waitFor();
    await accessible(onSite.page, 'a dark widget');
    await onSite.page.screenshot({ path: shot(`widget-${look.locale}`) });
    const foreign = await person(browser, { ...look, locale: look.locale === 'en' ? 'zh-CN' : 'en' });
    const stranger = new Visitor(foreign.page, look);
    await stranger.visit(`${other.base}/c/${key}`);
    await stranger.panel.getByText('common').waitFor();
    await other.end();
  });
});
