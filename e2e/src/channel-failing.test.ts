/** What goes wrong on a channel is seen, understood and mended in the pages, and nothing of it is lost. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { connect, type Connected, make, Manifests, startDesk } from './channels';
import type { Desk } from './desk';
import { found } from './found';
import { Bridge, Telegram } from './providers';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(looks)('what goes wrong on a channel, $locale $scheme $width', (look) => {
  let desk: Desk;
  let telegram: Telegram;
  let bridge: Bridge;
  beforeAll(
    async () =>
      void ([desk, telegram, bridge] = await Promise.all([startDesk(), Telegram.start(), Bridge.start()])),
  );
  afterAll(() => Promise.all([desk.end(), telegram.end(), bridge.end()]));

  async function atDesk() {
    const { page, context, problems } = await person(browser, look);
    const bench = new Workbench(page, desk.base, look);
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const picture = (name: string) =>
      page.screenshot({ path: shot(`${name}-${look.locale}`), fullPage: true });
    const tab = async (inbox: string, name: string) => {
      await page.goto(`${desk.base}/settings/inboxes/${inbox}`);
      await page.getByRole('tab', { name, exact: true }).click();
    };
    return { page, context, problems, bench, text: bench.text, press, picture, tab };
  }
  const open = async (context: Awaited<ReturnType<typeof atDesk>>['context']): Promise<Connected> => {
    const made = await make(desk, context, 'open', '合作平台', { outgoing_url: bridge.url });
    await bridge.set({ callback: made.callbackUrl, secret: made.made['secret'] });
    return made;
  };

  it('what was given up stands at its message and among the failed ones, and is sent again from there', async () => {
    const { page, context, problems, bench, text, press, picture } = await atDesk();
    await found(desk, context, look);
    await open(context);
    const { undelivered } = text;

    await bridge.says('m-1', 'buyer-1', '在吗？');
    await bench.open('queue', '在吗');
    await bridge.set({ blocks: 'buyer-1' });
    await bench.say('在的，请说');
    const failed = bench.thread.getByRole('alert').filter({ hasText: undelivered.why.blocked });
    await failed.filter({ hasText: undelivered.todo.blocked }).first().waitFor();
    await accessible(page, 'a thread with a failure');
    await picture('failure');

    // The list learns of what fails while it is looked at.
    await page.goto(`${desk.base}/settings/undelivered`);
    const rows = page.locator('main li');
    const row = (said: string) => rows.filter({ hasText: said });
    await row('在的，请说').filter({ hasText: undelivered.why.blocked }).waitFor();
    await bridge.says('m-2', 'buyer-2', '二号客户');
    await bridge.set({ blocks: 'buyer-2' });
    const elsewhere = await context.newPage();
    const there = new Workbench(elsewhere, desk.base, look);
    await there.open('queue', '二号客户');
    await there.say('第一句');
    await there.say('第二句');
    await row('第一句').waitFor();
    await row('第二句').waitFor();
    await accessible(page, 'failed messages');
    await picture('undelivered');

    // One by hand: refused again as long as the cause lasts.
    const again = (said: string) =>
      row(said).getByRole('button', { name: undelivered.retry, exact: true }).click();
    await bridge.set({ unblocks: 'buyer-1' });
    await again('在的，请说');
    await row('在的，请说').waitFor({ state: 'detached' });
    await expect.poll(async () => (await bridge.texts()).map((one) => one.text)).toEqual(['在的，请说']);
    // The rest together.
    await bridge.set({ unblocks: 'buyer-2' });
    await page.getByLabel(undelivered.chooseAll).check();
    await press(undelivered.retryChosen);
    await page.getByText(undelivered.none).waitFor();
    await expect
      .poll(async () => (await bridge.texts()).map((one) => one.text))
      .toEqual(['在的，请说', '第一句', '第二句']);
    await there.thread.getByText(text.delivery.failed).first().waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
  });

  it('what could not be read is kept, and read again once its mapping is right', async () => {
    const { page, context, problems, bench, text, press, picture, tab } = await atDesk();
    await bench.signIn('hejing@shop.example');
    const { payloads } = text;
    const apps = await context.request.get(`${desk.base}/api/v1/apps`);
    const { inboxes } = ((await apps.json()) as { inboxes: { id: string }[] }[])[0] ?? { inboxes: [] };
    const inbox = inboxes[0]?.id ?? '';

    await tab(inbox, text.inbox.tabs.payloads);
    await page.getByText(payloads.none).waitFor();
    // It comes while the page is open.
    const theirs = { kind: 'chat', msgId: 'x-77', buyer: { id: 'buyer-7' }, body: { text: '发票怎么开？' } };
    await bridge.push(theirs);
    const kept = page.locator('article.payload');
    await kept.waitFor();
    await kept.locator('summary').click();
    await kept.getByText('发票怎么开？').waitFor();
    await accessible(page, 'a payload that could not be read');
    await picture('payload');
    await kept.getByRole('button', { name: payloads.replay, exact: true }).click();
    await kept.getByText(payloads.still).waitFor();

    // The mapping is written and tried on the payload itself, then saved.
    const manifests = await Manifests.of(desk, context, look);
    await page.getByRole('tab', { name: text.inbox.tabs.console, exact: true }).click();
    await page.getByLabel(text.console.payload, { exact: true }).fill(JSON.stringify(theirs));
    const mapping = page.getByLabel(manifests.label('open', 'mapping'), { exact: true });
    const event = (words: string) => ({
      event: { type: 'message', id: { $: 'msgId' }, from: { id: { $: 'buyer.id' } }, text: { $: words } },
    });
    await mapping.fill(JSON.stringify(event('body.words')));
    await press(text.console.try);
    await page.getByText(text.console.problems.split(' | ')[0]?.replace('{n}', '1') ?? '').waitFor();
    await mapping.fill(JSON.stringify(event('body.text')));
    await press(text.console.try);
    await page.getByText(text.console.fine.split(' | ')[0]?.replace('{n}', '1') ?? '').waitFor();
    await accessible(page, 'the test console');
    await picture('console');
    await press(text.console.keep);
    await page.getByText(text.common.saved).first().waitFor();

    await page.getByRole('tab', { name: text.inbox.tabs.payloads, exact: true }).click();
    await kept.getByRole('button', { name: payloads.replay, exact: true }).click();
    await page.getByText(payloads.none).waitFor();
    await bench.open('queue', '发票怎么开');

    // What nobody wants to know is left at that.
    await tab(inbox, text.inbox.tabs.payloads);
    await bridge.push({ nonsense: true });
    await kept.getByRole('button', { name: payloads.dismiss, exact: true }).click();
    await page.getByText(payloads.none).waitFor();
    expect(problems).toEqual([]);
  });

  it('an account that is no good any more says so by itself, and what to do', async () => {
    const { page, context, problems, bench, text, press, picture, tab } = await atDesk();
    await bench.signIn('hejing@shop.example');
    const { health, connect: words } = text;
    const manifests = await Manifests.of(desk, context, look);
    const made = await make(desk, context, 'telegram', '电报客服', {
      token: telegram.token,
      base_url: telegram.base,
    });
    await connect(desk, context, made);
    await telegram.says(42, '你们几点关门？');
    const elsewhere = await context.newPage();
    const there = new Workbench(elsewhere, desk.base, look);
    await there.open('queue', '几点关门');
    await there.say('晚上九点');
    await there.receipt('sent').waitFor();

    await tab(made.inbox, text.inbox.tabs.state);
    await page.getByText(health.what.connected, { exact: true }).waitFor();
    await page.evaluate(() => ((globalThis as { here?: boolean }).here = true));
    await telegram.revoke();
    await there.say('周末到十点');
    await there.thread.getByRole('alert').filter({ hasText: text.undelivered.why.unauthorised }).waitFor();
    await page.getByText(health.what.unauthorised, { exact: true }).waitFor();
    await page.getByText(health.todo.unauthorised).waitFor();
    await page.getByText('Unauthorized').first().waitFor();
    await accessible(page, 'an account that is broken');
    await picture('health-broken');

    // The way to repair it is one press away.
    await press(health.repair);
    const token = '123456:TEST-token_2';
    await telegram.reissue(token);
    await page.getByLabel(manifests.label('telegram', 'token'), { exact: true }).fill(token);
    await press(words.saveAgain);
    await press(words.test);
    await page.getByText(words.fine, { exact: true }).waitFor();
    await page.getByRole('tab', { name: text.inbox.tabs.state, exact: true }).click();
    await page.getByText(health.what.connected, { exact: true }).waitFor();
    expect(await page.evaluate(() => (globalThis as { here?: boolean }).here), 'without a reload').toBe(true);
    // What failed meanwhile is sent from its message.
    await there.thread.getByRole('button', { name: text.delivery.resend, exact: true }).click();
    await expect.poll(() => telegram.texts()).toEqual(['晚上九点', '周末到十点']);
    await picture('health-repaired');
    expect(problems).toEqual([]);
  });
});
