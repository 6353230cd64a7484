import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found } from './found';
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
});
