import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found, owner, picture } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** Every write is answered as by a server whose disk is full; answers how to make room again. */
async function fillDisk(page: Page, path: string): Promise<() => Promise<void>> {
  const title = 'The disk is full';
  await page.route(path, (route) =>
    route.request().method() === 'GET'
      ? route.fallback()
      : route.fulfill({
          status: 507,
          contentType: 'application/problem+json',
          body: JSON.stringify({ type: '/api/docs#disk_full', title, status: 507, code: 'disk_full' }),
        }),
  );
  return () => page.unroute(path);
}

describe.each(looks)('a full disk, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('is told with what to do, loses nothing, and is over by itself', async () => {
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(`${desk.base}/c/${key}`);

    const roomOnSite = await fillDisk(onSite.page, '**/api/v1/visitor/messages');
    await visitor.say('在吗');
    const held = visitor.panel.locator('.message.failed');
    await held.getByText(visitor.text.held['disk_full'] ?? '').waitFor();
    await accessible(onSite.page, 'a message that waits');
    await onSite.page.screenshot({ path: shot(`held-${look.locale}`) });
    await roomOnSite();
    // It also goes out by itself: whichever comes first takes the button away.
    const retry = held.getByRole('button', { name: visitor.text.retry });
    await Promise.race([retry.click(), retry.waitFor({ state: 'detached' })]);
    await expect.poll(() => visitor.settled()).toBe(true);
    expect((await visitor.lines()).map((line) => line.text)).toEqual(['在吗']);

    const roomForFiles = await fillDisk(onSite.page, '**/api/v1/visitor/attachments');
    await visitor.send(picture('pole.png'));
    await held.getByText(visitor.text.held['disk_full'] ?? '').waitFor();
    await roomForFiles();
    await expect.poll(() => visitor.settled(), { timeout: 40_000 }).toBe(true);

    const agent = new Workbench(chief.page, desk.base, look);
    const { text, page } = agent;
    await agent.list('queue');
    await agent.rows.first().click();
    await agent.thread.waitFor();
    const roomAtDesk = await fillDisk(page, '**/api/v1/**');
    await agent.say('在的');
    const bar = page.getByText(text.bar.disk_full);
    await bar.waitFor();
    await page.getByText(text.bar.diskFullManager).waitFor();
    await agent.thread.locator('.receipt.failed').waitFor();
    await accessible(page, 'a full disk');
    await page.screenshot({ path: shot(`disk-full-${look.locale}`) });
    await roomAtDesk();
    // The message goes by itself, and with it the bar.
    await bar.waitFor({ state: 'detached', timeout: 40_000 });
    await expect.poll(() => agent.settled()).toBe(true);
    await expect
      .poll(async () => (await visitor.lines()).map((line) => line.text))
      .toEqual(['在吗', '', '在的']);
    expect([...chief.problems, ...onSite.problems]).toEqual([]);
  });

  it('a server that is away is named, and its return too', async () => {
    const chief = await person(browser, look);
    const agent = new Workbench(chief.page, desk.base, look);
    await agent.signIn(owner.email);
    await agent.page.getByText(agent.text.list.emptyMine).or(agent.rows.first()).first().waitFor();
    await desk.down('SIGTERM');
    await agent.page.getByText(agent.text.bar.away).waitFor();
    await agent.page.screenshot({ path: shot(`away-${look.locale}`) });
    await accessible(agent.page, 'away');
    await desk.up();
    await agent.page.getByText(agent.text.bar.away).waitFor({ state: 'detached', timeout: 60_000 });
  });
});
