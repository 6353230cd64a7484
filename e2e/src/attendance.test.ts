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

describe.each(looks)('the queue, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('shows who is there, counts itself, and goes on with the next one', async () => {
    const atDesk = await person(browser, look);
    const key = await found(desk, atDesk.context, look);
    const agent = new Workbench(atDesk.page, desk.base, look);
    const { page, text } = agent;
    const visitors = await Promise.all(
      ['周四前能到吗？', '可以开发票吗？'].map(async (line) => {
        const one = await person(browser, look);
        const visitor = new Visitor(one.page, look);
        await visitor.visit(`${desk.base}/c/${key}`);
        await visitor.say(line);
        await expect.poll(() => visitor.settled()).toBe(true);
        return one;
      }),
    );
    await agent.open('queue', '周四前能到吗');
    const header = agent.thread.locator('header');
    await header.getByText(text.status.online, { exact: true }).waitFor();
    await page.screenshot({ path: shot(`customer-online-${look.locale}`) });
    await accessible(page, 'a customer who is there');

    // The customer closes the page, comes back, and goes for good.
    await visitors[0]?.page.goto('about:blank');
    await header.getByText(text.status.offline).waitFor();
    await visitors[0]?.page.goBack();
    await header.getByText(text.status.online, { exact: true }).waitFor();
    await visitors[0]?.context.close();
    const seen = text.thread.customerSeen.replace('{time}', '').trim();
    await header.getByText(seen).waitFor();
    await page.screenshot({ path: shot(`customer-offline-${look.locale}`) });

    if (agent.small) {
      // Reply | Note with the tools in one row, the field and what sends in the other (mock: 100 px).
      await agent.thread.getByRole('button', { name: text.composer.send, exact: true }).waitFor();
      const box = await agent.thread.locator('.composer').evaluate((one) => {
        const gate = one.querySelector('.gate')?.getBoundingClientRect().height ?? 0;
        return one.getBoundingClientRect().height - gate;
      });
      expect(box).toBeLessThan(112);
    }

    await agent.end();
    if (agent.small) await page.waitForURL('**/conversations');
    else await agent.thread.getByText('可以开发票吗？').waitFor();
    expect(await agent.count('queue')).toBe(1);
    await page.screenshot({ path: shot(`next-in-queue-${look.locale}`) });
    if (agent.small) await agent.open('queue', '可以开发票吗');
    await agent.end();
    await page.waitForURL('**/conversations');
    await page.getByText(text.list.emptyQueue).waitFor();

    await page.goto(`${desk.base}/settings/workspace`);
    const name = page.getByLabel(text.setup.company).or(page.locator('main input').first()).first();
    await name.fill('山野集商城');
    await page.getByRole('button', { name: text.common.save, exact: true }).click();
    await page.goto(`${desk.base}/settings/audit`);
    await page.getByText(`${text.fields.name}: 山野集 → 山野集商城`).waitFor();
    await page.screenshot({ path: shot(`audit-${look.locale}`) });
    expect(atDesk.problems).toEqual([]);
  });
});
