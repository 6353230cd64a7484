/** Pictures of every screen, from the fake server: node dev/shots.mjs [part of a name]. */
import { launch, open, OUT, serve } from './drive.mjs';

const only = process.argv[2] ?? '';
const browser = await launch();
const servers = { zh: await serve('zh', 7791), en: await serve('en', 7792) };
const fresh = await serve('zh', 7793, { FAKE_SIGNED_OUT: '1', FAKE_FRESH: '1' });
const rows = { zh: (await servers.zh.play('state')).rows, en: (await servers.en.play('state')).rows };
const idOf = (language, name) => rows[language].find((row) => row[0] === name)?.[1];
const star = { zh: idOf('zh', '沈悦'), en: idOf('en', 'Rachel Okafor') };

async function shot(name, language, path, look = {}, act) {
  if (!name.includes(only)) return;
  const base = look.server ?? servers[language].base;
  const { page, problems, go } = await open(browser, base, {
    language: language === 'zh' ? 'zh-CN' : 'en',
    ...look,
  });
  await go(path);
  await page.waitForTimeout(900);
  if (act) {
    await act(page);
    await page.waitForTimeout(400);
  }
  await page.screenshot({ path: `${OUT}/${name}.png` });
  if (problems.length) console.log(name, problems.slice(0, 4));
  await page.context().close();
}
const dark = { theme: 'dark' };
const small = { small: true };
await shot('inbox-zh-light', 'zh', `/conversations/${star.zh}`);
await shot('inbox-en-dark', 'en', `/conversations/${star.en}`, dark, (page) => page.keyboard.press('s'));
await shot('inbox-zh-menu', 'zh', `/conversations/${star.zh}`, {}, async (page) => {
  await page.locator('.rail .me').click();
});
await shot('inbox-zh-assign', 'zh', `/conversations/${idOf('zh', '周铭宇')}`, {}, (page) =>
  page.keyboard.press('a'),
);
await shot('inbox-zh-queue', 'zh', `/conversations/${idOf('zh', '贺琳')}`, {}, async (page) => {
  await page.locator('.tabs button').nth(1).click();
});
await shot('inbox-zh-note', 'zh', `/conversations/${star.zh}`, {}, async (page) => {
  await page.keyboard.press('n');
  await page.keyboard.type('@陈默 已经和客户确认地址，今晚寄出。');
});
await shot('inbox-zh-empty', 'zh', '/conversations');
await shot('small-zh-list', 'zh', '/conversations', small);
await shot('small-zh-thread', 'zh', `/conversations/${star.zh}`, small);
await shot('small-en-dark-thread', 'en', `/conversations/${star.en}`, { ...small, ...dark });
await shot('small-zh-customer', 'zh', `/conversations/${star.zh}`, small, (page) =>
  page.locator('.who').first().click(),
);
await shot('small-zh-settings', 'zh', '/settings', small);
await shot('small-zh-me', 'zh', '/me', small);
await shot('search-zh', 'zh', '/search?q=补发');
await shot('palette-en', 'en', '/conversations', {}, (page) => page.keyboard.press('Control+k'));
await shot('help-zh', 'zh', '/conversations', {}, (page) => page.keyboard.press('?'));
for (const section of [
  'profile',
  'sign-ins',
  'workspace',
  'switches',
  'agents',
  'teams',
  'roles',
  'inboxes',
  'tags',
  'audit',
]) {
  await shot(`settings-zh-${section}`, 'zh', `/settings/${section}`);
}
await shot('settings-en-dark-agents', 'en', '/settings/agents', dark);
await shot('settings-en-dark-roles', 'en', '/settings/roles', dark);
for (const tab of [0, 1, 2, 3, 4, 5]) {
  await shot(`settings-zh-inbox-${tab}`, 'zh', '/settings/inboxes', {}, async (page) => {
    await page.locator('.card a').first().click();
    await page.locator('.strip button').nth(tab).click();
  });
}
await shot('settings-zh-invite', 'zh', '/settings/agents', {}, (page) =>
  page.locator('.page-head .n-button').click(),
);
await shot('sign-in-zh', 'zh', '/sign-in', { server: fresh.base });
await shot('sign-in-en-dark-small', 'en', '/sign-in', { server: fresh.base, ...dark, ...small });
await shot('setup-zh', 'zh', '/setup#token123', { server: fresh.base });
await shot('setup-en-dark', 'en', '/setup#token123', { server: fresh.base, ...dark });
await shot('setup-zh-small', 'zh', '/setup#token123', { server: fresh.base, ...small });
await shot('welcome-zh', 'zh', '/welcome', {}, undefined);
await browser.close();
for (const one of [servers.zh, servers.en, fresh]) one.stop();
