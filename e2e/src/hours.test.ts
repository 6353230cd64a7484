/** When a desk is open: past midnight, on holidays and on swap days, and what its customers see of that. */
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

const two = (n: number) => String(n).padStart(2, '0');
/** The clock and the date in a zone, so many hours from now. */
function local(zone: string, hours: number): { hour: string; date: string } {
  const options = { timeZone: zone, hourCycle: 'h23', hour: '2-digit' } as const;
  const at = Date.now() + hours * 3_600_000;
  const hour = new Intl.DateTimeFormat('en-GB', options).format(at);
  return {
    hour: two(Number(hour) % 24),
    date: new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at),
  };
}
const event = (summary: string, first: string, end: string) =>
  `BEGIN:VEVENT\r\nSUMMARY:${summary}\r\nDTSTART;VALUE=DATE:${first.replaceAll('-', '')}\r\n` +
  `DTEND;VALUE=DATE:${end.replaceAll('-', '')}\r\nEND:VEVENT\r\n`;
const calendar = (...events: string[]) => ({
  name: '放假安排.ics',
  mimeType: 'text/calendar',
  buffer: Buffer.from(`BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${events.join('')}END:VCALENDAR\r\n`),
});

describe.each(looks)('hours, $locale $scheme $width', (look) => {
  const mark = `${look.locale}-${look.scheme}-${look.width}`;
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('run past midnight, stop for holidays and go on for swap days', async () => {
    const { page, context, problems } = await person(browser, look);
    const key = await found(desk, context, look);
    const bench = new Workbench(page, desk.base, look);
    const { common, hours, inbox, teams } = bench.text;
    const notice = '店里休息，回来第一时间答复';
    const inboxes = (await (await context.request.get(`${desk.base}/api/v1/inboxes`)).json()) as {
      items: { id: string; settings: { hours: { timeZone: string } } }[];
    };
    const [one] = inboxes.items;
    const zone = one?.settings.hours.timeZone ?? 'UTC';
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    const save = async () => {
      const saved = page.waitForResponse(
        (answer) => answer.request().method() === 'PATCH' && answer.status() === 200,
      );
      await press(common.save);
      await saved;
    };

    // Every evening until the next one: open now, by an opening that closes before it opens.
    await page.goto(`${desk.base}/settings/inboxes/${one?.id ?? ''}`);
    await page.getByRole('tab', { name: inbox.tabs.hours, exact: true }).click();
    await page.getByRole('switch', { name: inbox.hours, exact: true }).click();
    const week = page.locator('.field').filter({ hasText: hours.week }).locator('li');
    const drop = week.getByRole('button', { name: hours.removeSpan });
    while ((await drop.count()) > 0) await drop.first().click();
    await page.getByText(hours.never).waitFor();
    for (const day of await week.all()) {
      await day.getByRole('button', { name: hours.addSpan }).click();
      for (const [nth, text] of [`${local(zone, -1).hour}00`, `${local(zone, -2).hour}:00`].entries()) {
        const field = day.getByRole('textbox').nth(nth);
        await field.fill(text);
        await field.blur();
      }
    }
    await page.getByText(hours.never).waitFor({ state: 'hidden' });
    await page.getByLabel(inbox.closedNotice, { exact: true }).fill(notice);
    await save();
    const onSite = await person(browser, look);
    const visitor = new Visitor(onSite.page, look);
    const seesOpen = async (open: boolean) => {
      await visitor.visit(`${desk.base}/c/${key}`);
      await expect
        .poll(async () => (await visitor.field.getAttribute('placeholder')) === visitor.text.composer.closed)
        .toBe(!open);
      expect(await visitor.panel.getByText(notice).isVisible()).toBe(!open);
    };
    await seesOpen(true);

    // A holiday from the calendar that the state publishes; one event of it is broken, and says so.
    const after = local(zone, 72).date;
    const broken = 'BEGIN:VEVENT\r\nSUMMARY:坏日子 休\r\nEND:VEVENT\r\n';
    const choose = page.locator('input[type=file]');
    await choose.setInputFiles([calendar(event('店庆 休', local(zone, -24).date, after), broken)]);
    await page.getByText(hours.wrong.noDate).waitFor();
    await page.getByText('店庆', { exact: true }).waitFor();
    await accessible(page, 'hours with a calendar');
    await page.screenshot({ path: shot(`hours-${mark}`), fullPage: true });
    await save();
    await seesOpen(false);
    await onSite.page.screenshot({ path: shot(`hours-closed-${mark}`) });

    // Worked after all.
    await choose.setInputFiles([calendar(event('店庆 班', local(zone, -24).date, after))]);
    await page.getByText(hours.read.split('{worked}')[0]?.replace('{closed}', '0') ?? '').waitFor();
    await save();
    await seesOpen(true);

    // What is wrong is said of the day that it is wrong on.
    await week.first().getByRole('textbox').first().fill('25:00');
    await week.first().getByRole('textbox').first().blur();
    await press(common.save);
    await page.getByText(hours.weekdays.d0, { exact: false }).last().waitFor();
    await press(common.discard);

    // A team has hours of its own.
    await page.goto(`${desk.base}/settings/teams`);
    await press(teams.add);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(teams.name, { exact: true }).fill('夜班组');
    await dialog.getByRole('switch', { name: teams.hours }).click();
    await dialog
      .locator('input[type=file]')
      .setInputFiles([calendar(event('元旦 休', '2099-01-01', '2099-01-04'))]);
    await dialog.getByText('元旦', { exact: true }).waitFor();
    await accessible(page, 'a team with hours');
    await page.screenshot({ path: shot(`hours-team-${mark}`) });
    await dialog.getByRole('button', { name: common.save, exact: true }).click();
    await page.locator('main li').filter({ hasText: '夜班组' }).getByText(teams.hoursSet).waitFor();
    expect([...problems, ...onSite.problems]).toEqual([]);
  });
});
