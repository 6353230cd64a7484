import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found, owner, paper, picture } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('what is written and not sent, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('survives the other conversation, the reload and the restart, and ends with the sign-out', async () => {
    const atDesk = await person(browser, look);
    const key = await found(desk, atDesk.context, look);
    const visitors = [];
    for (const text of ['帐篷有货吗', '睡袋有货吗']) {
      const visitor = new Visitor((await person(browser, look)).page, look);
      await visitor.visit(`${desk.base}/c/${key}`);
      await visitor.say(text);
      await expect.poll(() => visitor.settled()).toBe(true);
      visitors.push(visitor);
    }
    const [tents] = visitors;
    const agent = new Workbench(atDesk.page, desk.base, look);
    const { page, text } = agent;
    const noteTab = agent.thread.getByRole('tab', { name: text.composer.note, exact: true });
    const replyTab = agent.thread.getByRole('tab', { name: text.composer.reply, exact: true });
    const chosen = agent.thread.locator('.files li');
    const asWritten = async () => {
      await replyTab.click();
      await expect.poll(() => agent.field.inputValue()).toBe('有货，');
      await expect.poll(() => chosen.locator('.name').allTextContents()).toEqual(['报价.pdf']);
      await noteTab.click();
      await expect.poll(() => agent.field.inputValue()).toBe('老客户');
    };

    await agent.open('queue', '帐篷有货吗');
    await agent.field.fill('有货，');
    await agent.thread
      .locator('.bar input[type=file]')
      .first()
      .setInputFiles([paper('报价.pdf')]);
    await chosen.getByText(/\d B/).waitFor();
    await noteTab.click();
    await agent.field.fill('老客户');
    await agent.open('queue', '睡袋有货吗');
    expect(await agent.field.inputValue()).toBe('');
    await agent.list('queue');
    await agent.rows.filter({ hasText: text.list.draft }).click();
    await asWritten();
    await page.reload();
    await agent.thread.waitFor();
    await asWritten();

    // The server is away when a file is chosen and while a note is written: both go when it is back.
    await desk.down('SIGKILL');
    await replyTab.click();
    await agent.thread
      .locator('.bar input[type=file]')
      .first()
      .setInputFiles([picture('实拍.png')]);
    await chosen.getByText(text.composer.uploadAgain).waitFor();
    await page.screenshot({ path: shot(`upload-again-${look.locale}`) });
    await noteTab.click();
    await agent.field.press('Enter');
    await replyTab.click();
    await agent.field.fill('有货，今天发');
    await desk.up();
    await expect.poll(() => agent.notes(), { timeout: 40_000 }).toEqual([expect.stringContaining('老客户')]);
    await expect
      .poll(() => chosen.filter({ hasText: text.composer.uploadAgain }).count(), { timeout: 40_000 })
      .toBe(0);
    await agent.thread.getByRole('button', { name: text.composer.send, exact: true }).click();
    const sent = { from: 'agent', text: '有货，今天发', files: ['实拍.png', '报价.pdf'] };
    await expect.poll(async () => (await tents!.lines()).at(-1), { timeout: 40_000 }).toEqual(sent);
    await page.reload();
    await agent.thread.waitFor();
    await expect.poll(() => agent.field.inputValue()).toBe('');
    expect(await agent.notes(), 'once').toHaveLength(1);

    // What is left at the sign-out is gone; nobody else finds it.
    await agent.field.fill('还有一句');
    await page.goto(`${desk.base}/me`);
    await page.getByRole('button', { name: text.shell.signOut }).click();
    await page.waitForURL('**/sign-in');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('还有一句');
    await agent.signIn(owner.email);
    await agent.open('mine', '有货');
    expect(await agent.field.inputValue()).toBe('');
    expect(atDesk.problems).toEqual([]);
  });

  it('of the set-up page survives the restart of the server', async () => {
    const fresh = await Desk.start();
    const { page } = await person(browser, look);
    const { text } = new Workbench(page, fresh.base, look);
    await page.goto(fresh.setupLink);
    await page.getByLabel(text.setup.company).fill('山野集');
    await page.getByLabel(text.setup.name, { exact: true }).fill(owner.name);
    await page.getByLabel(text.signIn.email).fill(owner.email);
    await page.getByLabel(text.signIn.password, { exact: true }).fill('correct horse battery');
    await fresh.down('SIGKILL');
    await page.getByRole('button', { name: text.setup.do }).click();
    await page.getByText(text.errors.network).waitFor();
    await fresh.up();
    await expect
      .poll(async () => (await page.request.get(`${fresh.base}/readyz`).catch(() => null))?.status())
      .toBe(200);
    await page.getByRole('button', { name: text.setup.do }).click();
    await page.getByText(text.errors.setup_token_wrong).waitFor();
    await page.screenshot({ path: shot(`setup-again-${look.locale}`) });
    await page.getByLabel(text.setup.token).fill(fresh.setupLink);
    await page.getByRole('button', { name: text.setup.do }).click();
    await page.getByText(text.welcome.title).waitFor();
    await fresh.end();
  });
});
