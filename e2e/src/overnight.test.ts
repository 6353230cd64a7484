import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, looks, person } from './browser';
import { Desk } from './desk';
import { found, paper, picture } from './found';
import { Visitor } from './visitor';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** From now on every address given out before has lapsed, as on a server that is so many hours on. */
async function lapse(page: Page): Promise<void> {
  let time = 0;
  await page.route(/\/visitor\/attachments\//, async (route) => {
    const url = route.request().url();
    if (/t=fresh\d+-/.test(url)) return await route.continue({ url: url.replace(/fresh\d+-/, '') });
    const body = '{"code":"link_refused"}';
    await route.fulfill({ status: 401, contentType: 'application/problem+json', body });
  });
  await page.route(/\/visitor\/messages\?/, async (route) => {
    const response = await route.fetch();
    time += 1;
    await route.fulfill({ response, body: (await response.text()).replaceAll('?t=', `?t=fresh${time}-`) });
  });
}

describe.each(looks)('a page that stays open overnight, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('still shows its pictures and opens its files', async () => {
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    const { page, context, problems } = await person(browser, look);
    await page.clock.install();
    const visitor = new Visitor(page, look);
    await visitor.visit(`${desk.base}/try/${key}`);
    await visitor.send(picture('pole.png'), paper('order.pdf'));
    await expect.poll(() => visitor.settled()).toBe(true);
    const shown = () =>
      visitor.panel
        .locator('.picture img')
        .evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));
    await expect.poll(shown).toEqual([96]);
    const file = visitor.panel.locator('a.file');
    await lapse(page);

    // A picture that fails gets a fresh address, and with it everything else.
    await page.reload();
    await visitor.field.waitFor();
    await expect.poll(shown).toEqual([96]);
    await expect.poll(() => file.getAttribute('href')).toContain('t=fresh1-');

    // Before they lapse they are replaced, also where nothing fails: a file is only a link.
    await page.clock.fastForward('10:00:00');
    expect(await file.getAttribute('href')).toContain('t=fresh1-');
    await page.clock.fastForward('02:00:00');
    await expect.poll(() => file.getAttribute('href')).toContain('t=fresh2-');
    await expect.poll(shown).toEqual([96]);
    const href = (await file.getAttribute('href')) ?? '';
    const got = await context.request.get(href.replace('fresh2-', ''));
    expect([got.status(), got.headers()['content-type']]).toEqual([200, 'application/pdf']);
    expect(problems).toEqual([]);
  });
});
