/** Somebody new at the desk, by a link of the owner's. */
import type { Browser, Page } from 'playwright-core';
import { person } from './browser';
import { password } from './desk';
import { Workbench } from './workbench';

/** The owner makes a link in the settings; the colleague opens it and chooses a password. */
export async function invite(
  browser: Browser,
  from: Workbench,
  name: string,
  email: string,
): Promise<{ page: Page; desk: Workbench }> {
  const { page, text } = from;
  await page.goto(`${from.base}/settings/agents`);
  await page.getByRole('button', { name: text.agents.invite }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(text.signIn.email).fill(email);
  await dialog.getByRole('button', { name: text.agents.makeLink }).click();
  const link = await dialog.locator('code').textContent();
  const joined = await person(browser, from.look);
  await joined.page.goto(link ?? '');
  await joined.page.getByLabel(text.setup.name, { exact: true }).fill(name);
  await joined.page.getByLabel(text.signIn.password, { exact: true }).fill(password);
  await joined.page.getByRole('button', { name: text.invite.do, exact: true }).click();
  await joined.page.waitForURL('**/conversations');
  return { page: joined.page, desk: new Workbench(joined.page, from.base, from.look) };
}
