/** A window has closed, and the customer is reached all the same: by what is left, in its order. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { make, startDesk } from './channels';
import type { Desk } from './desk';
import { found } from './found';
import { Wechat } from './providers';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('a closed window, $locale $scheme $width', (look) => {
  let desk: Desk;
  let wechat: Wechat;
  beforeAll(async () => void ([desk, wechat] = await Promise.all([startDesk(), Wechat.start()])));
  afterAll(() => Promise.all([desk.end(), wechat.end()]));

  it('says which ways are left and what they lack, has somebody call, and goes on by mail', async () => {
    const { page, context, problems } = await person(browser, look);
    await found(desk, context, look);
    const { appid, secret, base_url } = wechat.account;
    const made = await make(desk, context, 'wechat_oa', '公众号', { appid, secret, base_url });
    const keys = { token: made.made['token'] ?? '', aes_key: made.made['aes_key'] ?? '' };
    expect(await wechat.callback(made.callbackUrl, keys)).toBeNull();
    const bench = new Workbench(page, desk.base, look);
    const { ways, phoneTask, writeFirst, snooze, window, composer } = bench.text;
    const picture = (name: string) => page.screenshot({ path: shot(`${name}-${look.locale}`) });

    // Five are sent: then only the customer opens it again.
    await wechat.says('oOPENID1', '裙子什么时候到货？');
    await bench.open('queue', '什么时候到货');
    for (const words of ['您好', '正在看', '还在路上', '后天到仓', '到了告诉您']) await bench.say(words);
    await bench.thread.getByText(window.closed.quota).waitFor();
    const ladder = bench.thread.getByRole('region', { name: ways.title });
    const way = (name: string) => ladder.locator('li').filter({ has: page.getByText(name, { exact: true }) });
    /** A small screen shows what bears, and the rest at a press. */
    const unfold = async () => {
      await ladder.locator('li').first().waitFor();
      const more = ladder.locator('button.more');
      if (await more.isVisible()) await more.click();
    };
    await unfold();
    await way(ways.means.notice).getByText(ways.barred.noneApproved).waitFor();
    await way(ways.means.mail).getByText(ways.noInbox.mail).waitFor();
    await way(ways.means.phoneTask).getByText(ways.barred.noNumber).waitFor();
    await ladder.getByText(ways.templatesDoNot).waitFor();
    await accessible(page, 'a closed window with nothing left');
    await picture('ways-none');

    // What becomes known opens ways while it is looked at.
    const conversation = page.url().split('/').at(-1)?.split('?')[0] ?? '';
    const list = await context.request.get(`${desk.base}/api/v1/conversations?tab=all`);
    const [row] = ((await list.json()) as { items: { customerId: string }[] }).items;
    const path = `${desk.base}/api/v1/customers/${row?.customerId}`;
    const held = (await (await context.request.get(path)).json()) as { version: number };
    const headers = { 'X-Yingke-CSRF': '1', 'If-Match': `"${held.version}"` };
    const data = { phone: '+86 139 0000 4407', email: 'xiaoyu@mail.example' };
    const changed = await context.request.patch(path, { headers, data });
    expect(changed.ok(), await changed.text()).toBe(true);
    await ladder.getByRole('button', { name: ways.act.phoneTask }).waitFor();
    await unfold();
    await way(ways.means.phoneTask).getByText('139').waitFor();

    // A call, tomorrow.
    await way(ways.means.phoneTask).getByRole('button', { name: ways.act.phoneTask }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(phoneTask.text, { exact: true }).fill('裙子到货了，问问要不要留一件');
    await dialog.getByRole('button', { name: snooze.tomorrow }).click();
    await accessible(page, 'a call is planned');
    await picture('phone-task');
    await dialog.getByRole('button', { name: phoneTask.make, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await bench.thread.locator('.note').filter({ hasText: '要不要留一件' }).waitFor();
    await picture('phone-task-planned');

    // A mailbox, whose server is away: what is written waits for it.
    await make(desk, context, 'email', '来信', {
      address: 'hello@shop.example',
      password: 'p',
      imap_host: '127.0.0.1',
      imap_port: '9',
      smtp_host: '127.0.0.1',
      smtp_port: '9',
    });
    await page.reload();
    await unfold();
    await way(ways.means.mail).getByText(data.email).waitFor();
    await way(ways.means.mail).getByRole('button', { name: ways.act.mail }).click();
    await dialog.getByLabel(writeFirst.subject).fill('您问的裙子到货了');
    await dialog
      .getByLabel(writeFirst.text, { exact: true })
      .fill('小雨您好，墨绿色 M 码到了三件，给您留了一件。');
    await accessible(page, 'a mail is written first');
    await picture('write-first');
    await dialog.getByRole('button', { name: composer.send, exact: true }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(conversation));
    await bench.thread.locator('article.msg').filter({ hasText: '给您留了一件' }).waitFor();
    await picture('went-on');
    await page.goto(`${desk.base}/conversations/${conversation}`);
    await bench.thread.locator('.event').getByText(bench.text.event.open, { exact: true }).waitFor();
    await picture('left-behind');
    expect(problems).toEqual([]);
  });
});
