import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessible, launch, looks, person, shot, type Look } from './browser';
import { Desk, password } from './desk';
import { found, invitation, owner } from './found';
import { Workbench } from './workbench';

const other = { name: '林夏', email: 'linxia@books.example', company: '云栖书店' };
let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** A second workspace on the same server; its owner invites the owner of the first. Answers the link. */
async function secondWorkspace(desk: Desk, look: Look): Promise<string> {
  const { name, email, company } = other;
  await desk.run(password, 'workspace', 'add', company, '--owner', name, '--email', email);
  const { page, context } = await person(browser, look);
  await new Workbench(page, desk.base, look).signIn(email);
  const link = await invitation(desk, context, owner.email);
  await context.close();
  return link;
}

describe.each(looks)('seats in two workspaces, $locale $scheme $width', (look) => {
  let desk: Desk;
  beforeAll(async () => void (desk = await Desk.start()));
  afterAll(() => desk.end());

  it('are chosen between at the door, and changed over from the menu', async () => {
    const mark = `${look.locale}-${look.scheme}-${look.width}`;
    await found(desk, (await person(browser, look)).context, look);
    const link = await secondWorkspace(desk, look);
    const { page, context, problems } = await person(browser, look);
    const bench = new Workbench(page, desk.base, look);
    const { text } = bench;
    const here = async () => {
      const me = await context.request.get(`${desk.base}/api/v1/me`);
      return ((await me.json()) as { workspace?: { name: string } }).workspace?.name;
    };

    // The address has an account: its password takes the seat, another one does not.
    await page.goto(link);
    await page.getByText(text.invite.known).waitFor();
    await page.getByLabel(text.setup.name, { exact: true }).fill(owner.name);
    const secret = page.getByLabel(text.signIn.password, { exact: true });
    await secret.fill('an entirely other horse');
    await page.getByRole('button', { name: text.invite.do, exact: true }).click();
    await page.getByText(text.errors.sign_in_refused).waitFor();
    await page.screenshot({ path: shot(`invite-known-${mark}`) });
    await secret.fill(password);
    await page.getByRole('button', { name: text.invite.do, exact: true }).click();
    await page.waitForURL('**/conversations');
    expect(await here()).toBe(other.company);

    // At the door: which one? The way back forgets the password.
    await context.clearCookies();
    await page.goto(`${desk.base}/sign-in?next=/settings/profile`);
    const door = async () => {
      await page.getByLabel(text.signIn.email).fill(owner.email);
      await page.getByLabel(text.signIn.password).fill(password);
      await page.getByRole('button', { name: text.signIn.do }).click();
      await page.getByText(text.signIn.choose).waitFor();
    };
    await door();
    await accessible(page, 'which workspace');
    await page.screenshot({ path: shot(`workspace-choice-${mark}`) });
    await page.getByRole('button', { name: text.signIn.other }).click();
    expect(await page.getByLabel(text.signIn.password).inputValue()).toBe('');
    await door();
    await page.getByRole('button', { name: '山野集' }).click();
    await page.waitForURL(`${desk.base}/settings/profile`);
    expect(await here()).toBe('山野集');

    // From the menu, without a password; what is on the screen is the other workspace's.
    await page.goto(`${desk.base}/${bench.small ? 'me' : 'conversations'}`);
    if (!bench.small) await page.locator('.rail .me').click();
    const places = page.getByRole('group', { name: text.shell.workspaces });
    await places.getByRole('button', { name: '山野集', exact: true }).waitFor();
    expect(await places.locator('[aria-current=true]').textContent()).toContain('山野集');
    await accessible(page, 'the menu with workspaces');
    await page.screenshot({ path: shot(`workspace-menu-${mark}`) });
    await places.getByRole('button', { name: other.company, exact: true }).click();
    await expect.poll(here).toBe(other.company);
    await page.waitForURL('**/conversations');
    await page.getByText(text.list.emptyMine).waitFor();
    expect(problems).toEqual([]);
  });
});
