/** A channel is connected: from its card to the first message, in both directions. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Manifests, startDesk } from './channels';
import type { Desk } from './desk';
import { found } from './found';
import { Bridge, Telegram } from './providers';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('a channel is connected, $locale $scheme $width', (look) => {
  let desk: Desk;
  let telegram: Telegram;
  let bridge: Bridge;
  beforeAll(
    async () =>
      void ([desk, telegram, bridge] = await Promise.all([startDesk(), Telegram.start(), Bridge.start()])),
  );
  afterAll(() => Promise.all([desk.end(), telegram.end(), bridge.end()]));

  it('from its card on: what is wrong is said in words, the address to copy is there, a test goes both ways', async () => {
    const { page, context, problems } = await person(browser, look);
    await found(desk, context, look);
    const manifests = await Manifests.of(desk, context, look);
    const { text } = new Workbench(page, desk.base, look);
    const { connect, channelForm, undelivered, health } = text;
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const field = (channel: string, key: string) =>
      page.getByLabel(manifests.label(channel, key), { exact: true });
    const alert = page.getByRole('alert');
    const saved = (name: string) => page.getByText(connect.saved.replace('{name}', name));
    const picture = (name: string) =>
      page.screenshot({ path: shot(`${name}-${look.locale}`), fullPage: true });
    const card = (channel: string) =>
      page
        .locator('main a')
        .filter({ hasText: manifests.name(channel) })
        .first();

    // The gallery.
    await page.goto(`${desk.base}/settings/inboxes`);
    await press(text.channel.add);
    await card('telegram').waitFor();
    await accessible(page, 'the gallery');
    await picture('gallery');

    // What is missing is said at its field.
    await card('telegram').click();
    await page.getByLabel(text.inbox.name, { exact: true }).fill('电报客服');
    await press(connect.save);
    await alert.filter({ hasText: channelForm.wrong.required }).waitFor();
    await field('telegram', 'token').fill('123456:not-the-token');
    await press(channelForm.more);
    await field('telegram', 'base_url').fill(telegram.base);
    await press(connect.save);
    await page.waitForURL('**/settings/inboxes/add/app/*');
    const here = page.url();
    const callback = page.locator('.guide code').first();
    const address = (await callback.textContent()) ?? '';
    expect(address).toMatch(new RegExp(`^${desk.base}/api/v1/hooks/\\S+$`));
    await page
      .getByRole('button', { name: text.channel.copyNamed.replace('{name}', text.channel.callback) })
      .click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);

    // Credentials that are no good: why, what to do, and what the provider said.
    await press(connect.test);
    await alert.filter({ hasText: connect.why.unauthorised }).waitFor();
    await alert.filter({ hasText: connect.todo.unauthorised }).filter({ hasText: 'Unauthorized' }).waitFor();
    await accessible(page, 'connecting was refused');
    await picture('connect-refused');
    await press(text.common.edit);
    await field('telegram', 'token').fill(telegram.token);
    await press(text.common.save);
    await saved('电报客服').waitFor();
    await press(connect.again);
    await page.getByText(connect.fine, { exact: true }).waitFor();
    await page.getByText('@shop_care_bot').waitFor();
    await page.getByText(connect.isInbox, { exact: true }).waitFor();

    // The first message comes by itself; a test goes back.
    await page.getByText(connect.waiting).waitFor();
    await telegram.says(42, '你们几点关门？');
    await page.getByText('你们几点关门？').waitFor();
    const to = page.getByLabel(connect.sendTest);
    await to.fill('777');
    await press(connect.send);
    await alert.filter({ hasText: undelivered.why.unreachable }).waitFor();
    await to.fill('42');
    await press(connect.send);
    await page.getByText(connect.sent).waitFor();
    expect(await telegram.texts()).toHaveLength(1);
    await accessible(page, 'connected');
    await picture('connected');
    // The page can be left and come back to.
    await page.reload();
    await saved('电报客服').waitFor();
    expect(page.url()).toBe(here);
    await press(connect.done);
    await page.getByText(health.what.connected, { exact: true }).waitFor();
    await accessible(page, 'how a channel is doing');
    await picture('health');

    // The open channel: the bridge does not know the secret yet, then it does.
    await page.goto(`${desk.base}/settings/inboxes/add`);
    await card('open').click();
    await page.getByLabel(text.inbox.name, { exact: true }).fill('合作平台');
    await field('open', 'outgoing_url').fill('not an address');
    await press(connect.save);
    await alert.filter({ hasText: channelForm.wrong.url }).waitFor();
    await field('open', 'outgoing_url').fill(bridge.url);
    await press(connect.save);
    await page.waitForURL('**/settings/inboxes/add/app/*');
    await press(connect.test);
    await alert.filter({ hasText: connect.why.unauthorised }).waitFor();
    const copied = await page.locator('.guide code').allTextContents();
    const [url, secret] = [
      copied.find((one) => one.startsWith('http')),
      copied.find((one) => !one.startsWith('http')),
    ];
    await bridge.set({ callback: url, secret });
    await press(connect.again);
    await page.getByText(connect.fine, { exact: true }).waitFor();
    expect(await bridge.says('m-1', 'buyer-1', '这件还有货吗？')).toBe(200);
    await page.getByText('这件还有货吗？').waitFor();
    // Without a name it goes to whoever wrote last.
    expect(await to.inputValue()).toBe('');
    await press(connect.send);
    await page.getByText(connect.sent).waitFor();
    expect(await bridge.texts()).toHaveLength(1);
    await picture('connected-open');

    // Both stand among the inboxes, connected.
    await page.goto(`${desk.base}/settings/inboxes`);
    for (const name of ['电报客服', '合作平台'])
      await page
        .locator('li')
        .filter({ hasText: name })
        .getByText(health.state.connected, { exact: true })
        .waitFor();
    await picture('inboxes');
    expect(problems).toEqual([]);
  });
});
