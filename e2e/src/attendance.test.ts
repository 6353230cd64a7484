import type { Browser, Locator } from 'playwright-core';
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
        expect((await visitor.field.boundingBox())?.height).toBeGreaterThanOrEqual(32);
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

    await agent.end();
    if (agent.small) await page.waitForURL('**/conversations');
    else await agent.thread.getByText('可以开发票吗？').waitFor();
    expect(await agent.count('queue')).toBe(1);
    await page.screenshot({ path: shot(`next-in-queue-${look.locale}`) });
    if (agent.small) await agent.open('queue', '可以开发票吗');
    if (agent.small) {
      await agent.thread.getByRole('button', { name: text.composer.take }).click();
      await agent.thread.locator('.gate').waitFor({ state: 'detached' });
      await twoRows(agent);
      await page.screenshot({ path: shot(`phone-composer-${look.locale}`) });
    }
    await agent.end();
    if (!agent.small) {
      await page.waitForURL('**/conversations');
      await page.getByText(text.list.emptyQueue).waitFor();
    }

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

/** On a phone Reply | Note with the tools is one row, the field with what sends the other (mock: 100 px). */
async function twoRows(agent: Workbench): Promise<void> {
  const { composer } = agent.text;
  const box = async (part: Locator) => (await part.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const whole = await box(agent.thread.locator('.composer'));
  const kind = await box(agent.thread.getByRole('tab', { name: composer.reply, exact: true }));
  const tool = await box(agent.thread.getByRole('button', { name: composer.emoji }));
  const field = await box(agent.field);
  const send = await box(agent.thread.getByRole('button', { name: composer.send, exact: true }));
  expect(whole.height).toBeLessThan(112);
  expect(kind.y + kind.height).toBeLessThan(field.y);
  expect(tool.y + tool.height).toBeLessThanOrEqual(field.y);
  expect(field.width).toBeGreaterThan(240);
  expect(send.x).toBeGreaterThanOrEqual(field.x + field.width);
  expect(Math.min(tool.height, field.height, send.height)).toBeGreaterThanOrEqual(44);
}
