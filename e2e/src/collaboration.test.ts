import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot, type Look } from './browser';
import { invite } from './colleague';
import { Desk } from './desk';
import { found } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const named = (look: Look) => `${look.locale}-${look.scheme}-${look.width}`;

/** The menu of what colleagues do together, open. */
async function together(desk: Workbench): Promise<Locator> {
  await desk.thread.getByRole('button', { name: desk.text.together.title }).click();
  const menu = desk.page.locator('.pop.menu');
  await menu.waitFor();
  return menu;
}

describe.each(looks)('colleagues on one conversation, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('mention, follow, ask for help and invite', async () => {
    const chief = await person(browser, look);
    const key = await found(desk, chief.context, look);
    const owner = new Workbench(chief.page, desk.base, look);
    const zhou = (await invite(browser, owner, '周岚', 'zhoulan@shop.example')).desk;
    const chen = (await invite(browser, owner, '陈默', 'chenmo@shop.example')).desk;
    const { text } = zhou;
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    await visitor.visit(`${desk.base}/c/${key}`);
    await visitor.say('撑杆断了，可以换吗？');
    await zhou.open('queue', '撑杆断了');
    await zhou.say('您好，我看一下库存');
    await chen.list('mine');
    await owner.list('mine');

    // A colleague is named in a note, chosen with the keyboard.
    await zhou.thread.getByRole('tab', { name: text.composer.note, exact: true }).click();
    await zhou.field.pressSequentially('@');
    const offered = zhou.page.getByRole('option');
    await offered.filter({ hasText: '陈默' }).waitFor();
    await zhou.page.screenshot({ path: shot(`mention-offer-${named(look)}`) });
    await zhou.field.pressSequentially('陈');
    await expect.poll(() => offered.count()).toBe(1);
    await zhou.field.press('Enter');
    await expect.poll(() => zhou.field.inputValue()).toBe('@陈默 ');
    await zhou.field.pressSequentially('仓库还有撑杆吗');
    await zhou.field.press('Enter');
    await expect.poll(() => zhou.notes()).toEqual([expect.stringContaining('@陈默 仓库还有撑杆吗')]);

    // They are told, see it, and may note in it; they serve nothing.
    await expect.poll(() => chen.count('mentions'), { timeout: 10_000 }).toBe(1);
    await chen.page.getByText(text.mention.told.replace("{'@'}", '@').replace('{name}', '周岚')).waitFor();
    await chen.list('mentions');
    await chen.page.screenshot({ path: shot(`mentioned-${named(look)}`) });
    await chen.open('mentions', '库存');
    await expect.poll(() => chen.notes()).toEqual([expect.stringContaining('仓库还有撑杆吗')]);
    await chen.note('有，今天能发');
    await expect.poll(() => zhou.notes()).toHaveLength(2);
    if (!chen.small) await expect.poll(() => chen.count('mentions')).toBe(0);
    await accessible(chen.page, 'a thread that is followed');
    await chen.page.screenshot({ path: shot(`followed-thread-${named(look)}`) });
    await chen.list('following');
    await chen.rows.filter({ hasText: '库存' }).waitFor();

    // Help is asked for: whoever oversees is told on every page.
    await (await together(zhou)).getByRole('button', { name: text.help.do }).click();
    const asking = zhou.page.getByRole('dialog');
    await asking.getByLabel(text.help.reason).fill('客户要求双倍赔偿');
    await zhou.page.screenshot({ path: shot(`ask-help-${named(look)}`) });
    await asking.getByRole('button', { name: text.help.ask, exact: true }).click();
    await owner.page.getByRole('alert').getByText('客户要求双倍赔偿').waitFor();
    await owner.page.screenshot({ path: shot(`help-bar-${named(look)}`) });
    await owner.page.getByRole('link', { name: text.help.look }).click();
    await owner.thread.getByText('客户要求双倍赔偿').first().waitFor();
    await accessible(owner.page, 'help that is asked for');
    await owner.page.screenshot({ path: shot(`help-thread-${named(look)}`) });
    await owner.thread.getByRole('button', { name: text.help.seeTo }).click();
    await zhou.thread.locator('.help').waitFor({ state: 'detached' });

    // A colleague is invited openly: they answer, and the customer sees who joined.
    await (await together(zhou)).getByRole('button', { name: text.invited.do }).click();
    await zhou.choose(text.invited.who, '陈默');
    await zhou.page.getByRole('button', { name: text.invited.openly }).click();
    await zhou.page.screenshot({ path: shot(`invite-${named(look)}`) });
    await zhou.page.getByRole('button', { name: text.invited.send, exact: true }).click();
    await onSite.page.getByText(look.locale === 'en' ? '陈默 joined' : '陈默 加入了会话').waitFor();
    await onSite.page.screenshot({ path: shot(`visitor-joined-${named(look)}`) });
    await chen.open('mine', '库存');
    await chen.say('今天就能给您补发');
    await onSite.page.getByText('今天就能给您补发').waitFor();
    await together(zhou);
    await zhou.page.screenshot({ path: shot(`together-${named(look)}`) });
    await zhou.page.keyboard.press('Escape');
    await zhou.end();
    await chen.page.getByText(text.thread.ended).first().waitFor();
  });
});
