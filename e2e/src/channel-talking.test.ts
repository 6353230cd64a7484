/** An agent serves customers on channels: what each carries is there, what it does not says what to do instead. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot, type Look } from './browser';
import { connect, make, Manifests, startDesk } from './channels';
import type { Desk } from './desk';
import { colleague, found } from './found';
import { Bridge, Telegram, Wechat, Wecom } from './providers';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** An agent at work, on a desk whose owner connected a channel. */
async function atWork(desk: Desk, look: Look, email: string) {
  const { page, problems } = await person(browser, look);
  const bench = new Workbench(page, desk.base, look);
  await bench.signIn(email);
  const line = (text: string) => bench.thread.locator('article.msg').filter({ hasText: text });
  return { page, bench, problems, line };
}
/** Reaches for a line and presses one of its buttons. */
async function reach(line: Locator, name: string): Promise<void> {
  await line.hover();
  await line.getByRole('button', { name, exact: true }).click();
}
const entry = (page: Page, name: string) => page.locator('.n-dropdown-option').filter({ hasText: name });

describe.each(looks)('on channels, $locale $scheme $width', (look) => {
  let desk: Desk;
  let telegram: Telegram;
  let bridge: Bridge;
  let wechat: Wechat;
  let wecom: Wecom;
  let agent: string;
  let manifests: Manifests;
  const picture = (page: Page, name: string) => page.screenshot({ path: shot(`${name}-${look.locale}`) });

  beforeAll(async () => {
    [desk, telegram, bridge, wechat, wecom] = await Promise.all([
      startDesk(),
      Telegram.start(),
      Bridge.start(),
      Wechat.start(),
      Wecom.start(),
    ]);
    const { context } = await person(browser, look);
    await found(desk, context, look);
    manifests = await Manifests.of(desk, context, look);
    agent = await colleague(desk, context, '周岚');
    await connect(
      desk,
      context,
      await make(desk, context, 'telegram', '电报客服', { token: telegram.token, base_url: telegram.base }),
    );
    const open = await make(desk, context, 'open', '合作平台', { outgoing_url: bridge.url });
    await bridge.set({ callback: open.callbackUrl, secret: open.made['secret'] });
    const { appid, secret, base_url } = wechat.account;
    const oa = await make(desk, context, 'wechat_oa', '公众号', { appid, secret, base_url });
    const keys = ({ made }: typeof oa) => ({ token: made['token'] ?? '', aes_key: made['aes_key'] ?? '' });
    expect(await wechat.callback(oa.callbackUrl, keys(oa))).toBeNull();
    await wechat.template('T-1', '发货通知', '订单 {{keyword1.DATA}} 已由 {{keyword2.DATA}} 发出');
    const kf = await make(desk, context, 'wecom_kf', '微信客服', {
      corp_id: wecom.account.corp_id,
      secret: wecom.account.secret,
      base_url: wecom.account.address,
    });
    await connect(desk, context, kf);
    expect(await wecom.callback(kf.callbackUrl, keys(kf))).toBe(true);
    await context.close();
  });
  afterAll(() => Promise.all([desk.end(), telegram.end(), bridge.end(), wechat.end(), wecom.end()]));

  it('an agent answers, changes, reacts, takes back, and offers buttons; the tick moves as the customer reads', async () => {
    const { page, bench, problems, line } = await atWork(desk, look, agent);
    const { message, contentFields, composer, content } = bench.text;
    const asked = await telegram.says(42, '裙子可以换码吗？');
    await bench.open('queue', '裙子可以换码吗');
    await bench.say('可以的，七天内免费换');
    await expect.poll(() => telegram.texts()).toEqual(['可以的，七天内免费换']);
    await bench.receipt('sent').waitFor();

    await reach(line('七天内免费换'), message.more);
    await entry(page, bench.text.common.edit).click();
    const box = bench.thread.getByLabel(message.editing);
    await box.fill('可以的，十五天内免费换');
    await box.press('Enter');
    await expect.poll(() => telegram.texts()).toEqual(['可以的，十五天内免费换']);
    await bench.thread.getByText(message.edited.replace('{time}', '').trim()).waitFor();

    await reach(line('裙子可以换码'), message.react);
    await page.getByRole('button', { name: '👍', exact: true }).click();
    await expect.poll(() => telegram.reaction(42, asked)).toEqual(['👍']);
    await bench.thread.locator('.reactions .ours').getByText('👍').waitFor();

    // What the customer does to lines is seen here.
    await telegram.customer('edits', 42, { message: asked, text: '裙子可以换成 L 码吗？' });
    await line('换成 L 码').waitFor();
    const [said] = await telegram.sent();
    await telegram.customer('reacts', 42, { message: said?.message_id, text: '❤' });
    await bench.thread.locator('.reactions li:not(.ours)').getByText('❤').waitFor();

    // A menu, and the button they press.
    await bench.thread.getByRole('button', { name: composer.beside }).click();
    await page.locator('.menu .mi').filter({ hasText: bench.text.abilities.menu }).click();
    const dialog = page.getByRole('dialog');
    const choice = (no: number) =>
      dialog.getByLabel(contentFields.menu.choice.replace('{no}', String(no)), { exact: true });
    await dialog.getByLabel(contentFields.menu.text, { exact: true }).fill('想换哪个颜色？');
    await choice(1).fill('松绿');
    const second = choice(2);
    if (!(await second.isVisible()))
      await dialog.getByRole('button', { name: contentFields.menu.add }).click();
    await second.fill('米白');
    await accessible(page, 'a menu is put together');
    await dialog.getByRole('button', { name: composer.send, exact: true }).click();
    await expect.poll(() => telegram.texts()).toEqual(['可以的，十五天内免费换', '想换哪个颜色？']);
    const menu = (await telegram.sent())[1];
    const keyboard = (menu?.reply_markup as { inline_keyboard: { text: string; callback_data: string }[][] })
      .inline_keyboard;
    const button = keyboard.flat().find((one) => one.text === '米白');
    await telegram.customer('presses', 42, { message: menu?.message_id, text: button?.callback_data });
    await line('米白').filter({ hasText: content.pressed }).waitFor();
    await accessible(page, 'a thread of a channel');
    await picture(page, 'channel-thread');

    // Taken back, there and here.
    await reach(line('十五天内'), message.more);
    await entry(page, message.recall).click();
    await page.locator('.n-dialog').getByRole('button', { name: message.recall, exact: true }).click();
    await expect.poll(() => telegram.texts()).toEqual(['想换哪个颜色？']);
    await bench.thread.locator('.tombstone').waitFor();

    // Receipts move the tick.
    await bridge.says('m-1', 'buyer-1', '这件还有货吗？');
    await bench.open('queue', '这件还有货吗');
    await bench.say('有的，M 码还剩三件');
    await expect
      .poll(async () => (await bridge.texts()).map((one) => one.text))
      .toEqual(['有的，M 码还剩三件']);
    const there = (await bridge.texts())[0]?.id ?? '';
    await bench.receipt('sent').waitFor();
    await bridge.receipt('r-1', there, 'delivered');
    await bench.receipt('delivered').waitFor();
    await bridge.receipt('r-2', there, 'read');
    await bench.receipt('read').waitFor();
    expect(problems).toEqual([]);
  });

  it('a window is shown as it closes, a template goes out without one, and what a channel lacks says what to do instead', async () => {
    const { page, bench, problems, line } = await atWork(desk, look, agent);
    const { text, small } = bench;
    const left = (n: number) =>
      bench.thread.getByText(text.window.countLeft.replace('{left}', String(n)).replace('{of}', '5'));
    await wechat.says('oOPENID1', '请问怎么退货');
    await bench.open('queue', '请问怎么退货');
    await left(5).waitFor();
    // 47 小时 59 分: 48 hours have just begun.
    expect(await left(5).textContent()).toMatch(/47|48/);
    await bench.say('七天内可以退');
    await left(4).waitFor();
    await bench.receipt('sent').waitFor();
    await picture(page, 'window');

    // What is not carried is there, and cannot be pressed.
    await reach(line('七天内可以退'), text.message.more);
    for (const [name, ability] of [
      [text.common.edit, 'edit'],
      [text.message.recall, 'recall'],
    ] as const) {
      const one = page.locator('.n-dropdown-menu .not').filter({ hasText: name });
      await one.getByText(manifests.instead('wechat_oa', ability)).waitFor();
      expect(await entry(page, name).count(), name).toBe(0);
    }
    await accessible(page, 'what a line does not take');
    await picture(page, 'not-carried');
    await page.keyboard.press('Escape');
    await bench.thread.getByRole('button', { name: text.composer.beside }).click();
    const more = page.locator('.pop.menu');
    await more.getByText(manifests.instead('wechat_oa', 'location')).waitFor();
    expect(await more.getByRole('button', { name: text.abilities.location }).count()).toBe(0);

    // A template.
    await more.getByRole('button', { name: text.abilities.template }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '发货通知' }).click();
    await dialog.getByLabel(text.templates.gap.replace('{no}', '1')).fill('YK-21407');
    await dialog.getByLabel(text.templates.gap.replace('{no}', '2')).fill('顺丰');
    await accessible(page, 'a template is filled in');
    await picture(page, 'template');
    await dialog.getByRole('button', { name: text.composer.send, exact: true }).click();
    await line('YK-21407').waitFor();
    await expect.poll(async () => (await wechat.sent()).map((one) => one.kind)).toContain('template');

    // Five are sent: then only a template goes, and the customer opens it again.
    for (const [at, words] of ['第二条', '第三条', '第四条'].entries()) {
      await bench.say(words);
      await left(3 - at).waitFor();
    }
    await bench.say('第五条');
    await bench.thread.getByText(text.window.closed.quota).waitFor();
    await bench.thread.getByRole('button', { name: text.ways.act.notice }).waitFor();
    await accessible(page, 'a closed window');
    await picture(page, 'window-closed');
    await wechat.says('oOPENID1', '好的');
    await left(5).waitFor();
    expect(small ? await bench.field.isVisible() : true).toBe(true);
    expect(problems).toEqual([]);
  });

  it('who is served by a colleague inside WeCom is locked, and given back', async () => {
    const { page, bench, problems } = await atWork(desk, look, agent);
    const { text } = bench;
    const customer = 'wmCUSTOMER1';
    await wecom.says(customer, '订单到哪里了');
    await bench.open('queue', '订单到哪里了');
    await expect.poll(() => wecom.state(customer)).toBe(1);
    await bench.say('正在派送');
    await expect.poll(async () => (await wecom.sent()).length).toBe(1);

    await wecom.holds(customer, 'zhaoyi');
    const locked = text.window.held.replace('{name}', manifests.name('wecom_kf')).replace('{by}', 'zhaoyi');
    await bench.thread.getByText(locked).waitFor();
    expect(await bench.field.isVisible()).toBe(false);
    // What they say there is seen here.
    await wecom.servicerSays(customer, '我是企业微信里的小赵');
    await bench.thread.getByText('我是企业微信里的小赵').waitFor();
    await accessible(page, 'a thread somebody else holds');
    await picture(page, 'held');

    await wecom.holds(customer, null);
    await bench.thread.getByText(locked).waitFor({ state: 'detached' });
    await wecom.says(customer, '还有一件事');
    await bench.thread.getByText('还有一件事').waitFor();
    await bench.say('请说');
    await expect.poll(async () => (await wecom.sent()).length).toBe(2);
    expect(problems).toEqual([]);
  });
});
