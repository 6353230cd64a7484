/** What an administrator changes, and that it holds where it is meant to. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot } from './browser';
import { Desk } from './desk';
import { found, paper, picture } from './found';
import { Visitor } from './visitor';
import { Workbench } from './workbench';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** Both languages have one word where a name is put into a text. */
const put = (text: string, name: string) => text.replace('{name}', name);

describe.each(looks)('an administrator, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('makes, changes and removes teams and roles, and finds every act in the trail', async () => {
    const { page, context, problems } = await person(browser, look);
    await found(desk, context, look);
    const bench = new Workbench(page, desk.base, look);
    const { text } = bench;
    const { common, teams, roles, switches, acts, audit } = text;
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    const save = () => dialog.getByRole('button', { name: common.save, exact: true }).click();

    await page.goto(`${desk.base}/settings/teams`);
    await press(teams.add);
    await dialog.getByLabel(teams.name, { exact: true }).fill('售后组');
    await dialog.locator('.n-base-selection').click();
    await page.locator('.n-base-select-option').filter({ hasText: '何婧' }).click();
    await dialog.getByLabel(teams.name, { exact: true }).click();
    await save();
    await page.getByText('售后组', { exact: true }).waitFor();
    await page.getByText(teams.members.replace('{n}', '1').split(' | ')[0] ?? '').waitFor();
    await press(put(common.editNamed, '售后组'));
    await dialog.getByLabel(teams.name, { exact: true }).fill('售后与退换');
    await save();
    await page.getByText('售后与退换', { exact: true }).waitFor();
    await press(put(common.deleteNamed, '售后与退换'));
    await page.getByText(put(teams.delete, '售后与退换')).waitFor();
    await press(common.delete);
    await page.getByText(teams.none).waitFor();

    // Roles of one's own come with their switch.
    await page.goto(`${desk.base}/settings/roles`);
    await page.getByText(text.roleNames.owner).first().waitFor();
    const own = page.getByRole('button', { name: roles.add, exact: true });
    const before = await own.count();
    await page.goto(`${desk.base}/settings/switches`);
    const flip = page.getByRole('switch', { name: switches.customRoles, exact: true });
    await flip.waitFor();
    if ((await flip.getAttribute('aria-checked')) === 'false') {
      expect(before).toBe(0);
      await flip.click();
      await expect.poll(() => flip.getAttribute('aria-checked')).toBe('true');
    }
    await page.goto(`${desk.base}/settings/roles`);
    await own.click();
    const name = page.getByLabel(roles.name, { exact: true });
    await name.fill('夜班');
    const may = page.getByRole('group', { name: text.permissions.conversations_read });
    await may.getByRole('button', { name: text.scopes.team, exact: true }).click();
    await press(common.save);
    await page.getByText(common.saved).first().waitFor();
    await page.reload();
    await page.getByRole('button', { name: '夜班', exact: true }).click();
    await expect.poll(() => name.inputValue()).toBe('夜班');
    expect(await may.locator('[aria-pressed=true]').textContent()).toContain(text.scopes.team);
    await accessible(page, 'a role');
    await page.screenshot({ path: shot(`role-${look.locale}`) });
    await name.fill('夜班客服');
    await press(common.save);
    await page.getByRole('button', { name: '夜班客服', exact: true }).waitFor();
    await press(put(common.deleteNamed, '夜班客服'));
    await page.getByText(put(roles.delete, '夜班客服')).waitFor();
    await press(common.delete);
    await page.getByRole('button', { name: '夜班客服', exact: true }).waitFor({ state: 'detached' });

    // The workspace itself.
    await page.goto(`${desk.base}/settings/workspace`);
    await page.getByLabel(text.setup.company).fill('山野集商城');
    await bench.choose(text.workspace.language, look.locale === 'en' ? '简体中文' : 'English');
    await press(common.save);
    await page.getByText(common.saved).first().waitFor();
    await page.reload();
    await expect.poll(() => page.getByLabel(text.setup.company).inputValue()).toBe('山野集商城');

    // The trail has it all, with what changed.
    await page.goto(`${desk.base}/settings/audit`);
    const rows = page.locator('tbody tr');
    const done: [string, string][] = [
      [acts.workspace_update, '山野集 → 山野集商城'],
      [acts.roles_delete, '夜班客服'],
      [acts.roles_update, '夜班 → 夜班客服'],
      [acts.roles_create, '夜班'],
      [acts.switches_update, switches.customRoles],
      [acts.teams_delete, '售后与退换'],
      [acts.teams_update, '售后组 → 售后与退换'],
      [acts.teams_create, '售后组'],
    ];
    for (const [act, what] of done)
      await rows.filter({ hasText: act }).filter({ hasText: what }).first().waitFor();
    await accessible(page, 'the trail');
    await page.screenshot({ path: shot(`trail-${look.locale}`) });
    await bench.choose(audit.act, acts.teams_delete);
    await expect.poll(() => rows.count()).toBe(1);
    await rows.filter({ hasText: '售后与退换' }).waitFor();
    await bench.choose(audit.actor, '何婧');
    await expect.poll(() => rows.count()).toBe(1);
    expect(problems).toEqual([]);
  });

  it('gives an inbox its words, hours, form, colour and rules for files', async () => {
    const other = await Desk.start();
    const { page, context, problems } = await person(browser, look);
    const key = await found(other, context, look);
    const bench = new Workbench(page, other.base, look);
    const { inbox, common, files, asked } = bench.text;
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
    await page.goto(`${other.base}/settings/inboxes`);
    await page.locator('main a[href^="/settings/inboxes/"]').first().click();
    await tab(inbox.tabs.look);
    await page.getByLabel(inbox.greeting, { exact: true }).fill('您好，山野集');
    await page.getByRole('radio', { name: '#6C5CE7' }).click();
    await tab(inbox.tabs.preChat);
    const form = page.getByRole('switch', { name: inbox.preChat });
    if ((await form.getAttribute('aria-checked')) === 'false') await form.click();
    const fields = page.getByLabel(inbox.fieldLabel, { exact: true });
    while ((await fields.count()) > 0) await page.locator('main li .ib').first().click();
    await press(inbox.addField);
    const ask = async (nth: number, what: string) => {
      await page.getByRole('combobox', { name: inbox.fields }).nth(nth).click();
      const options = page.locator('.n-base-select-option').filter({ visible: true });
      await options.filter({ hasText: what }).click();
      await expect.poll(() => options.count()).toBe(0);
    };
    await ask(0, asked.name);
    expect(await fields.first().inputValue()).toBe(asked.name);
    await fields.first().fill('怎么称呼');
    await page.getByRole('checkbox', { name: inbox.required }).check();
    await press(inbox.addField);
    await fields.nth(1).fill('邮箱地址');
    await ask(1, asked.email);
    await press(inbox.addField);
    await fields.nth(2).fill('订单编号');
    await accessible(page, 'the form');
    await page.screenshot({ path: shot(`inbox-form-${look.locale}`) });
    await tab(inbox.tabs.hours);
    await page.getByRole('switch', { name: inbox.hours, exact: true }).click();
    const spans = page.getByRole('button', { name: bench.text.hours.removeSpan });
    while ((await spans.count()) > 0) await spans.first().click();
    await page.getByLabel(inbox.closedNotice, { exact: true }).fill('今天休息，留言必复');
    await accessible(page, 'the hours');
    await page.screenshot({ path: shot(`inbox-hours-${look.locale}`) });
    await tab(inbox.tabs.files);
    await page.getByRole('checkbox', { name: files.pdf }).uncheck();
    await press(common.save);
    await page.getByText(common.saved).first().waitFor();

    // All of it holds where the customer is.
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    const { preChat, file, composer } = visitor.text;
    await onSite.page.goto(`${other.base}/try/${key}`);
    await onSite.page.locator('#yingke .launcher').click();
    await visitor.panel.getByText('您好，山野集').waitFor();
    const colour = await visitor.panel
      .locator('.header')
      .first()
      .evaluate((head) => getComputedStyle(head).backgroundColor);
    expect(colour).toBe('rgb(108, 92, 231)');
    const start = visitor.panel.getByRole('button', { name: preChat.start });
    await visitor.panel.getByLabel('邮箱地址').fill('not an address');
    await start.click();
    await visitor.panel.getByText(preChat.required).waitFor();
    await visitor.panel.getByText(preChat.email).waitFor();
    await accessible(onSite.page, 'a form with what is missing');
    await onSite.page.screenshot({ path: shot(`pre-chat-${look.locale}`) });
    await visitor.panel.getByLabel('怎么称呼').fill('沈悦');
    await visitor.panel.getByLabel('邮箱地址').fill('shenyue@mail.example');
    await visitor.panel.getByLabel('订单编号').fill('YK-2046');
    await start.click();
    await visitor.panel.getByText('今天休息，留言必复').waitFor();
    expect(await visitor.field.getAttribute('placeholder')).toBe(composer.closed);
    await visitor.panel.locator('input[type=file]').setInputFiles([paper('发票.pdf')]);
    await visitor.panel.getByText(file.wrongType('发票.pdf')).waitFor();
    await onSite.page.screenshot({ path: shot(`file-refused-${look.locale}`) });
    // Nor under another name: the server looks at the bytes.
    const disguised = { ...paper('发票.png'), mimeType: 'image/png' };
    await visitor.panel.locator('input[type=file]').setInputFiles([disguised]);
    const refused = visitor.panel.locator('.tray .refused');
    await refused.getByText(visitor.text.refusal['file_kind_refused'] ?? '').waitFor();
    await onSite.page.screenshot({ path: shot(`file-disguised-${look.locale}`) });
    await visitor.panel.getByRole('button', { name: composer.remove('发票.png') }).click();
    await visitor.send(picture('帐篷.png'));
    // A message passes one whose file is still on its way up: the last line is to be the question.
    await expect
      .poll(async () => [await visitor.settled(), (await visitor.lines()).at(-1)?.files])
      .toEqual([true, ['帐篷.png']]);
    await visitor.say('明天有人吗？');
    await expect.poll(() => visitor.settled()).toBe(true);

    // What they filled in is known at the desk.
    await bench.open('queue', '明天有人吗');
    if (bench.small) await bench.thread.getByRole('button', { name: bench.text.customer.title }).click();
    // Their name and their address are theirs; the rest stands under what was asked.
    await expect.poll(() => page.locator('.head .name').last().textContent()).toContain('沈悦');
    await page.locator('dd').filter({ hasText: 'shenyue@mail.example' }).waitFor();
    await page.getByText('订单编号').waitFor();
    await page.getByText('YK-2046').waitFor();
    expect((await page.getByText('怎么称呼').count()) + (await page.getByText('邮箱地址').count())).toBe(0);
    await page.screenshot({ path: shot(`pre-chat-known-${look.locale}`) });

    // Without attachments nobody is offered any.
    await page.goto(`${other.base}/settings/switches`);
    await page.getByRole('switch', { name: bench.text.switches.attachments, exact: true }).click();
    await page.getByRole('switch', { name: bench.text.switches.attachments, checked: false }).waitFor();
    await onSite.page.reload();
    await visitor.visit(`${other.base}/c/${key}`);
    await visitor.panel.getByRole('button', { name: composer.attach }).waitFor({ state: 'detached' });
    await bench.open('queue', '明天有人吗');
    await bench.thread.getByRole('button', { name: bench.text.composer.emoji }).waitFor();
    expect(await bench.thread.locator('input[type=file]').count()).toBe(0);
    expect([...problems, ...onSite.problems]).toEqual([]);
    await other.end();
  });
});
