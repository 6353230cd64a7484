/** How things get into a message besides typing, and what an agent does with a conversation besides answering. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { create, found, paper, picture } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

interface Given {
  name: string;
  mimeType: string;
  buffer: Buffer;
}
/** What a browser hands to a page when files are pasted, dragged over it or dropped. */
async function hand(target: Locator, file: Given, ...events: string[]): Promise<void> {
  const given = { ...file, buffer: file.buffer.toString('base64'), events };
  await target.evaluate((element, { name, mimeType, buffer, events: names }) => {
    const bytes = Uint8Array.from(atob(buffer), (sign) => sign.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type: mimeType }));
    const shape = { bubbles: true, cancelable: true, composed: true };
    for (const event of names)
      element.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent(event, { ...shape, clipboardData: data })
          : new DragEvent(event, { ...shape, dataTransfer: data }),
      );
  }, given);
}

/** Every percentage that the progress of an upload shows, as long as it is to be seen. */
async function percentages(page: Page, bar: Locator, on: () => Promise<void>): Promise<number[]> {
  const line = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 250_000 };
  await line.send('Network.emulateNetworkConditions', slow);
  await on();
  await bar.waitFor();
  const shown: number[] = [];
  while (await bar.isVisible()) {
    const now = await bar
      .evaluate((it) => Number(it.getAttribute('aria-valuenow') ?? it.getAttribute('value')))
      .catch(() => NaN);
    if (Number.isFinite(now) && now !== shown.at(-1)) shown.push(now);
    await page.waitForTimeout(50);
  }
  await line.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
  return shown;
}

/** Uploads wait half-way until told to go on. */
async function holdUploads(page: Page, path: string): Promise<() => void> {
  let go: () => void = () => undefined;
  const free = new Promise<void>((done) => (go = done));
  await page.route(path, async (route) => {
    if (route.request().method() === 'POST') await free;
    await route.continue();
  });
  return go;
}

describe.each(looks)('composing, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('takes pasted pictures, dropped files and emoji on either side', async () => {
    const atDesk = await person(browser, look);
    const onSite = await person(browser, look);
    const key = await found(desk, atDesk.context, look);
    const agent = new Workbench(atDesk.page, desk.base, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(`${desk.base}/c/${key}`);
    const { composer } = agent.text;

    // The visitor: an emoji where the caret stands, a pasted picture, a dropped file.
    await visitor.field.fill('断了');
    await visitor.panel.getByRole('button', { name: visitor.text.composer.emoji }).click();
    const signs = visitor.panel.getByRole('group', { name: visitor.text.composer.emoji });
    await signs.waitFor();
    await accessible(onSite.page, 'emoji of the widget');
    const sign = (await signs.getByRole('button').first().textContent()) ?? '';
    await signs.getByRole('button').first().click();
    await expect.poll(() => visitor.field.inputValue()).toBe(`断了${sign}`);
    await hand(visitor.field, picture('截图.png'), 'paste');
    await hand(visitor.panel, paper('订单.pdf'), 'dragenter', 'dragover');
    await visitor.panel.getByText(visitor.text.composer.drop).waitFor();
    await onSite.page.screenshot({ path: shot(`widget-drop-${look.locale}`) });
    await hand(visitor.panel, paper('订单.pdf'), 'drop');
    await expect.poll(() => visitor.panel.locator('.tray li').count()).toBe(2);
    await visitor.field.press('Enter');
    await expect.poll(() => visitor.settled()).toBe(true);
    const sent = { from: 'customer', text: `断了${sign}`, files: ['截图.png', '订单.pdf'] };
    expect(await visitor.lines()).toEqual([sent]);

    // The agent: the same, with the progress of what is on its way.
    await agent.open('queue', '断了');
    await expect.poll(() => agent.lines()).toEqual([sent]);
    await agent.field.fill('补发');
    await agent.thread.getByRole('button', { name: composer.emoji }).click();
    const picker = agent.page.locator('.picker');
    await picker.getByRole('button', { name: '👍' }).or(picker.getByRole('button').first()).first().click();
    await picker.waitFor({ state: 'detached' });
    const typed = await agent.field.inputValue();
    expect(typed).toMatch(/^补发\p{Emoji}/u);
    const go = await holdUploads(agent.page, '**/attachments*');
    await hand(agent.field, picture('新撑杆.png'), 'paste');
    const chosen = agent.thread.locator('.files li');
    const bar = chosen.getByRole('progressbar', { name: '新撑杆.png' });
    await bar.waitFor();
    const send = agent.thread.getByRole('button', { name: composer.send, exact: true });
    expect(await send.isDisabled(), 'not without what was chosen').toBe(true);
    await accessible(agent.page, 'a file on its way');
    await agent.page.screenshot({ path: shot(`uploading-${look.locale}`) });
    go();
    await bar.waitFor({ state: 'detached' });
    await hand(agent.field, paper('保修单.pdf'), 'dragover');
    await agent.thread.getByText(composer.drop).waitFor();
    await hand(agent.field, paper('保修单.pdf'), 'drop');
    await expect.poll(() => chosen.locator('.name').allTextContents()).toEqual(['新撑杆.png', '保修单.pdf']);
    await chosen.last().getByText(/\d B/).waitFor();
    await hand(agent.field, paper('多余.pdf'), 'paste');
    await agent.thread
      .getByRole('button', { name: composer.removeFile.replace('{name}', '多余.pdf') })
      .click();
    await send.click();
    const answered = { from: 'agent', text: typed, files: ['新撑杆.png', '保修单.pdf'] };
    await expect.poll(() => visitor.lines()).toEqual([sent, answered]);
    expect([...atDesk.problems, ...onSite.problems]).toEqual([]);
  });

  it('shows how far a large file is', async () => {
    const atDesk = await person(browser, look);
    const onSite = await person(browser, look);
    const fresh = await Desk.start();
    const key = await found(fresh, atDesk.context, look);
    const agent = new Workbench(atDesk.page, fresh.base, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(`${fresh.base}/c/${key}`);
    await visitor.say('说明书在这');
    const large = paper('说明书.pdf');
    large.buffer = Buffer.concat([large.buffer, Buffer.alloc(700_000, '%')]);
    const rises = (shown: number[]) => {
      expect(shown).toEqual([...shown].sort((a, b) => a - b));
      const between = shown.filter((one) => one > 0 && one < Math.max(...shown));
      expect(between.length, String(shown)).toBeGreaterThanOrEqual(2);
    };
    const tray = visitor.panel.locator('.tray progress');
    rises(
      await percentages(onSite.page, tray, () =>
        visitor.panel.locator('input[type=file]').setInputFiles([large]),
      ),
    );
    await visitor.field.press('Enter');
    await agent.open('queue', '说明书');
    const bar = agent.thread.getByRole('progressbar', { name: large.name });
    rises(
      await percentages(agent.page, bar, () =>
        agent.thread.locator('.bar input[type=file]').first().setInputFiles([large]),
      ),
    );
    expect([...atDesk.problems, ...onSite.problems]).toEqual([]);
    await fresh.end();
  });

  it('puts a conversation off, and it is back when its time or the customer comes', async () => {
    const atDesk = await person(browser, look);
    const fresh = await Desk.start();
    const key = await found(fresh, atDesk.context, look);
    const agent = new Workbench(atDesk.page, fresh.base, look);
    const visitor = new Visitor((await person(browser, look)).page, look);
    await visitor.visit(`${fresh.base}/c/${key}`);
    await visitor.say('周四前能到吗？');
    await agent.open('queue', '周四前能到吗');
    await agent.say('我问一下仓库');
    const { groups, snooze, event } = agent.text;
    const group = (name: string) => agent.page.locator('button.group').filter({ hasText: name });
    const snoozed = group(groups.snoozed);
    const off = async (choose: (menu: Locator) => Promise<void>) => {
      if (!agent.page.url().includes('/conversations/')) await agent.open('mine', '问一下仓库');
      await agent.thread.getByRole('button', { name: snooze.title }).click();
      const menu = agent.page.getByRole('menu');
      await menu.getByText(snooze.until).waitFor();
      await choose(menu);
      await menu.waitFor({ state: 'detached' });
    };

    await off(async (menu) => {
      await agent.page.screenshot({ path: shot(`snooze-menu-${look.locale}`) });
      await menu.getByRole('menuitem').filter({ hasText: snooze.tomorrow }).click();
    });
    await agent.list('mine');
    await snoozed.waitFor();
    await visitor.say('还有一件事');
    await group(groups.waiting).waitFor();
    await snoozed.waitFor({ state: 'detached' });

    // Its time comes: the server wakes it, nobody says anything.
    await agent.open('mine', '还有一件事');
    await agent.say('您说');
    const soon = await agent.page.evaluate(() => Date.now() + 2_500);
    const { items } = (await (
      await atDesk.context.request.get(`${fresh.base}/api/v1/conversations?tab=mine`)
    ).json()) as { items: { id: string }[] };
    const put = await atDesk.context.request.post(
      `${fresh.base}/api/v1/conversations/${items[0]?.id}/snooze`,
      { data: { until: new Date(soon).toISOString() }, headers: { 'X-Yingke-CSRF': '1' } },
    );
    expect(put.ok(), await put.text()).toBe(true);
    await expect
      .poll(() => agent.events(), { timeout: 30_000 })
      .toEqual(expect.arrayContaining([expect.stringContaining(event.woken)]));
    expect(atDesk.problems).toEqual([]);
    await fresh.end();
  });
});

it.each(looks)(
  'a conversation is tagged, given on and known by its customer, $locale $width',
  async (look) => {
    const desk = await Desk.start();
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    await create(desk, chief.context, 'tags', { name: '催发货', color: '#2F6FED' });
    await create(desk, chief.context, 'tags', { name: '退换货', color: '#C53030' });
    await create(desk, chief.context, 'teams', { name: '售后组', memberIds: [] });
    const agent = new Workbench(chief.page, desk.base, look);
    const { page, thread } = agent;
    const { customer, assign, composer, thread: words } = agent.text;
    const visitor = new Visitor((await person(browser, look)).page, look);
    await visitor.visit(`${desk.base}/c/${key}`);
    await visitor.say('三天了还没发货');
    await agent.open('queue', '三天了还没发货');

    // To me, by the menu; then to a team, whose queue it waits in.
    await thread.getByRole('button', { name: assign.do, exact: true }).click();
    await page.locator('.menu .mi').filter({ hasText: assign.me }).click();
    await thread.locator('.gate').waitFor({ state: 'detached' });
    await agent.transfer('售后组');
    await thread
      .getByText(words.inQueue)
      .or(thread.getByRole('button', { name: composer.take }))
      .first()
      .waitFor();
    await thread.getByRole('button', { name: composer.take }).click();
    await thread.locator('.gate').waitFor({ state: 'detached' });
    await expect
      .poll(() => agent.events())
      .toEqual(expect.arrayContaining([expect.stringContaining('售后组')]));

    // The panel; on a phone it is a sheet.
    if (agent.small) await thread.getByRole('button', { name: customer.title }).click();
    const panel = page.getByRole(agent.small ? 'dialog' : 'complementary', { name: customer.title });
    const fill = async (label: string, text: string) => {
      await panel.getByTitle(customer.edit.replace('{label}', label)).click();
      const field = panel.getByLabel(label, { exact: true });
      await field.fill(text);
      await field.press(label === customer.notes ? 'Tab' : 'Enter');
      await panel.getByText(text).first().waitFor();
    };
    await fill(customer.name, '沈悦');
    await fill(customer.phone, '138 0000 2207');
    await fill(customer.company, '四川徒步协会');
    await fill(customer.notes, '周五出发，优先处理');
    await panel.getByRole('button', { name: customer.addTag }).click();
    await page.getByPlaceholder(customer.findTag).fill('催');
    await page.locator('.mi').filter({ hasText: '催发货' }).click();
    await page.keyboard.press('Escape');
    await panel.locator('.tag').filter({ hasText: '催发货' }).waitFor();
    await accessible(page, 'a customer with everything');
    await page.screenshot({ path: shot(`customer-panel-${look.locale}`) });
    await page.reload();
    if (agent.small) await thread.getByRole('button', { name: customer.title }).click();
    for (const text of ['沈悦', '138 0000 2207', '四川徒步协会', '周五出发，优先处理'])
      await panel.getByText(text).first().waitFor();
    await panel.getByRole('button', { name: customer.removeTag.replace('{name}', '催发货') }).click();
    await panel.getByText(customer.noTags).waitFor();
    expect(chief.problems).toEqual([]);
    await desk.end();
  },
);
