import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import type { Desk } from './desk';
import { found, owner, picture } from './found';
import { SmallDisk } from './small-disk';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('trouble, $locale $scheme $width', (look) => {
  let disk: SmallDisk;
  let desk: Desk;
  beforeAll(async () => {
    disk = await SmallDisk.start();
    desk = disk.desk;
  });
  afterAll(() => desk.end());

  it('a full disk is told with what to do, loses nothing, and is over by itself', async () => {
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(`${desk.base}/c/${key}`);
    await visitor.say('在吗');
    const agent = new Workbench(chief.page, desk.base, look);
    const { text, page } = agent;
    await agent.open('queue', '在吗');

    disk.fill();
    await visitor.say('帐篷漏水');
    const held = visitor.panel.locator('.message.failed');
    await held.getByText(visitor.text.held['disk_full'] ?? '').waitFor();
    await visitor.send(picture('pole.png'));
    await expect.poll(() => held.count()).toBe(2);
    await accessible(onSite.page, 'messages that wait');
    await onSite.page.screenshot({ path: shot(`held-${look.locale}`) });

    await agent.say('在的');
    const bar = page.getByText(text.bar.disk_full);
    await bar.waitFor();
    await page.getByText(text.bar.diskFullManager).waitFor();
    await agent.thread.locator('.receipt.failed').waitFor();
    await accessible(page, 'a full disk');
    await page.screenshot({ path: shot(`disk-full-${look.locale}`) });
    // What was said before can be read, also by whoever comes anew.
    await page.reload();
    await agent.thread.getByText('在吗').first().waitFor();
    await bar.waitFor();

    disk.makeRoom();
    // They also go out by themselves: whichever comes first takes the button away.
    const retry = held.first().getByRole('button', { name: visitor.text.retry });
    await Promise.race([retry.click(), retry.waitFor({ state: 'detached' })]);
    await bar.waitFor({ state: 'detached', timeout: 40_000 });
    await expect.poll(() => visitor.settled(), { timeout: 40_000 }).toBe(true);
    await expect.poll(() => agent.settled(), { timeout: 40_000 }).toBe(true);
    const said = async (who: Visitor | Workbench, from: 'customer' | 'agent') =>
      (await who.lines()).filter((line) => line.from === from).map((line) => line.text || line.files[0]);
    for (const who of [visitor, agent]) {
      await expect.poll(() => said(who, 'customer')).toEqual(['在吗', '帐篷漏水', 'pole.png']);
      await expect.poll(() => said(who, 'agent')).toEqual(['在的']);
    }
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
