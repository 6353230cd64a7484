/** Walks through what an agent does, on the fake server; says what failed. `node dev/try.mjs` */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { launch, open, serve } from './drive.mjs';

const browser = await launch();
let failed = 0;
async function check(name, env, act, look) {
  const port = 7800 + Math.floor(Math.random() * 100);
  const server = await serve('zh', port, env);
  const one = await open(browser, server.base, look);
  try {
    await act({
      ...one,
      ...server,
      id: async (who) => (await server.play('state')).rows.find((row) => row[0] === who)?.[1],
    });
    const real = one.problems.filter((text) => !/status of (401|404|403|409|422|503)|WebSocket/.test(text));
    assert.deepEqual(real, [], 'console');
    console.log('ok  ', name);
  } catch (error) {
    failed += 1;
    await one.page.screenshot({ path: `/tmp/workbench-shots/failed-${failed}.png` });
    console.log(
      'FAIL',
      name,
      '\n    ',
      String(error.message ?? error)
        .split('\n')
        .slice(0, 40)
        .join('\n     '),
    );
  }
  await one.page.context().close();
  server.stop();
}
const sees = (page, text, timeout = 5000) => page.getByText(text).first().waitFor({ timeout });

await check('a reply appears at once, is sent, read, and only once', {}, async ({ page, go, id }) => {
  await go(`/conversations/${await id('Hannah Weiss')}`);
  await page.keyboard.press('r');
  await page.locator('textarea').fill('Yes, it ships to Munich in 5 days.');
  await page.keyboard.press('Enter');
  await sees(page, '已读 ');
  await page.waitForTimeout(1800);
  assert.equal(await page.locator('.messages').getByText('Yes, it ships to Munich in 5 days.').count(), 1);
  assert.equal(await page.locator('textarea').inputValue(), '');
});
await check(
  'a refused reply stays with its reason, and goes on retry',
  {},
  async ({ page, go, id, play }) => {
    await go(`/conversations/${await id('Hannah Weiss')}`);
    await page.locator('textarea').waitFor();
    await page.waitForTimeout(600);
    await play('set', { failing: 'disk_full' });
    await page.locator('textarea').fill('Kept although refused');
    await page.keyboard.press('Enter');
    await sees(page, /服务器磁盘已满/);
    await play('set', { failing: null });
    await page.getByRole('button', { name: '重试' }).click();
    await sees(page, /已发送|已读/);
    assert.equal((await page.getByText('Kept although refused').count()) >= 1, true);
  },
);
await check(
  'a cut connection keeps the draft, shows the bar, catches up',
  {},
  async ({ page, go, id, play }) => {
    const conversation = await id('Hannah Weiss');
    await go(`/conversations/${conversation}`);
    await page.locator('textarea').fill('half a sentence');
    await play('set', { offline: true });
    await play('drop', { code: 1012 });
    await sees(page, /正在重连/, 8000);
    await play('say', { conversation, text: 'said while you were away' });
    await play('set', { offline: false });
    await sees(page.locator('.messages'), 'said while you were away', 20000);
    assert.equal(await page.locator('textarea').inputValue(), 'half a sentence');
    await page.reload();
    await page.locator('textarea').waitFor();
    assert.equal(await page.locator('textarea').inputValue(), 'half a sentence');
  },
);
await check('a new message arrives live in list and thread', {}, async ({ page, go, id, play }) => {
  const conversation = await id('谢安然');
  await go('/conversations');
  await sees(page, '等客户回复');
  await play('say', { conversation, text: '我平时穿 S 码' });
  await sees(page, '我平时穿 S 码');
  await page.getByText('我平时穿 S 码').first().click();
  await page.waitForTimeout(800);
  const { reads } = await play('state');
  assert.equal(reads[conversation], 2, 'read is reported');
});
await check('note, tag, end, reopen', {}, async ({ page, go, id }) => {
  await go(`/conversations/${await id('Hannah Weiss')}`);
  await page.locator('textarea').waitFor();
  await page.keyboard.press('n');
  await page.locator('textarea').fill('@陈默 看一下');
  await page.keyboard.press('Enter');
  await sees(page, /内部备注 · 你/);
  await page.getByRole('button', { name: '添加标签' }).click();
  await page.locator('.menu .mi').first().click();
  await page.getByRole('button', { name: /移除标签/ }).waitFor();
  await page.locator('h1').first().click();
  await page.keyboard.press('Escape');
  await page.locator('.messages').focus();
  await page.keyboard.press('e');
  await sees(page, /你 结束了会话/);
  await page.getByRole('button', { name: '重新打开' }).first().click();
  await sees(page, /你 重新打开了会话/);
});
await check('snooze by keys, take from the queue, transfer refused', {}, async ({ page, go, id }) => {
  await go(`/conversations/${await id('谢安然')}`);
  await page.locator('textarea').waitFor();
  await page.locator('.messages').focus();
  await page.keyboard.press('s');
  await page.getByRole('menuitem').first().click();
  await sees(page, /你 设为稍后处理/);
  await go(`/conversations/${await id('贺琳')}`);
  await page.getByRole('button', { name: '接入会话' }).click();
  await sees(page, /你 接入了会话/);
  await page.locator('textarea').waitFor();
  await page.locator('.messages').focus();
  await page.keyboard.press('a');
  await page.getByPlaceholder('搜索客服或客服组').fill('孙浩');
  await page.keyboard.press('Enter');
  await sees(page, /对方不在线/);
});
await check('files: picked, uploaded, sent; one of a wrong kind is refused', {}, async ({ page, go, id }) => {
  await go(`/conversations/${await id('Hannah Weiss')}`);
  await page.locator('textarea').waitFor();
  await page.waitForTimeout(500);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      { name: 'pole.png', mimeType: 'image/png', buffer: Buffer.from('x') },
      { name: 'bad.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('x') },
    ]);
  await sees(page, /不允许这种文件/);
  await page.getByRole('button', { name: '发送', exact: true }).click();
  await page.getByRole('button', { name: '查看图片 pole.png' }).click();
  await page.getByRole('dialog', { name: 'pole.png' }).waitFor();
  await page.keyboard.press('Escape');
});
await check('j and k walk the list; jump to the first unread', {}, async ({ page, go, id }) => {
  await go('/conversations');
  await sees(page, '周铭宇');
  await page.keyboard.press('j');
  await page.waitForURL(`**/conversations/${await id('周铭宇')}`);
  await sees(page, '以下是未读消息');
  await page.keyboard.press('j');
  await page.waitForURL(`**/conversations/${await id('沈悦')}`);
  await page.keyboard.press('k');
  await page.waitForURL(`**/conversations/${await id('周铭宇')}`);
});
await check('older messages load when scrolling up, in place', {}, async ({ page, go, id }) => {
  await go(`/conversations/${await id('沈悦')}`);
  await sees(page, '地址没变，周四前能到吗？');
  await page.waitForTimeout(500);
  const before = await page.locator('.msg').count();
  await page.locator('.messages').evaluate((box) => (box.scrollTop = 0));
  await page.waitForFunction((n) => document.querySelectorAll('.msg').length > n, before);
});
await check(
  'set-up to the first message',
  { FAKE_FRESH: '1', FAKE_SIGNED_OUT: '1' },
  async ({ page, go, play }) => {
    await go('/setup#secret');
    await page.waitForFunction(() => location.hash === '');
    const fill = (label, text) => page.getByLabel(label).fill(text);
    await fill('企业名称', '山野集');
    await fill('姓名', '周岚');
    await fill('邮箱', 'zhou@shanye.example');
    await fill('密码', 'short');
    await page.getByRole('button', { name: '完成设置' }).click();
    await sees(page, /密码太容易被猜到/);
    await fill('密码', 'a sentence only I know');
    await page.getByRole('button', { name: '完成设置' }).click();
    await sees(page, '接入你的网站');
    await page.waitForTimeout(500);
    await play('first');
    await sees(page, '第一条消息到了');
    await page.getByRole('button', { name: '去回复' }).click();
    await page.locator('.thread h1').waitFor();
    await sees(page, '接入会话');
  },
);
await check('signed out goes to sign-in and back', { FAKE_SIGNED_OUT: '1' }, async ({ page, go }) => {
  await go('/settings/tags');
  await page.getByLabel('邮箱').fill('a@b.example');
  await page.getByLabel('密码').fill('wrong');
  await page.getByRole('button', { name: '登录' }).click();
  await sees(page, /邮箱或密码不正确/);
  await page.getByLabel('密码').fill('right');
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/settings/tags');
});
await check(
  'an agent without rights sees neither colleagues nor administration',
  {},
  async ({ page, go, play }) => {
    await play('set', {
      grants: [
        { permission: 'conversation.read', scope: 'own' },
        { permission: 'conversation.reply', scope: 'own' },
      ],
    });
    await go('/settings/audit');
    await page.waitForURL('**/conversations');
    await sees(page, '周铭宇');
    assert.equal(await page.getByRole('tab', { name: /同事/ }).count(), 0);
    assert.equal(await page.getByRole('button', { name: /转接/ }).count(), 0);
    await go('/settings');
    await sees(page, '登录设备');
    assert.equal(await page.getByText('角色权限').count(), 0);
  },
);
await check('administration: invite, tag, role, inbox', {}, async ({ page, go }) => {
  await go('/settings/agents');
  await page.getByRole('button', { name: '邀请客服' }).click();
  await page.getByLabel('邮箱').fill('x@y.example');
  await page.getByRole('button', { name: '生成邀请链接' }).click();
  await sees(page, /invite#/);
  await go('/settings/tags');
  await page.getByRole('button', { name: '新建标签' }).click();
  await page.getByLabel('标签名称').fill('金卡');
  await page.getByRole('button', { name: '保存' }).click();
  await sees(page, /这个名称已经有了/);
  await page.getByLabel('标签名称').fill('新客');
  await page.getByRole('button', { name: '保存' }).click();
  await sees(page, '新客');
  await go('/settings/roles');
  await page.getByRole('button', { name: '新建角色' }).click();
  await page.getByLabel('角色名称').fill('夜班');
  await page.getByRole('group', { name: '回复客户' }).getByRole('button', { name: '客服组' }).click();
  await page.getByRole('button', { name: '保存' }).click();
  await sees(page.locator('.names'), '夜班');
  await go('/settings/inboxes');
  await page.locator('.card a').first().click();
  await page.getByRole('tab', { name: '附件' }).click();
  await page.getByLabel('音频').check();
  await page.getByRole('button', { name: '保存' }).click();
  await sees(page, '已保存');
});
await check(
  'small screen: list, thread, customer sheet, back',
  {},
  async ({ page, go }) => {
    await go('/conversations');
    await page.getByText('沈悦').first().click();
    await sees(page, '地址没变，周四前能到吗？');
    await page.getByRole('button', { name: '客户资料' }).click();
    await sees(page, 'shenyue@post.example');
    await page.getByRole('button', { name: '关闭' }).first().click();
    await page.getByRole('button', { name: '返回' }).click();
    await page.waitForURL('**/conversations');
  },
  { small: true },
);
for (const look of [{}, { theme: 'dark', language: 'en' }, { small: true }]) {
  await check(
    `axe finds nothing serious: ${JSON.stringify(look)}`,
    {},
    async ({ page, go, id }) => {
      const script = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
      const found = [];
      const pages = [
        `/conversations/${await id('沈悦')}`,
        `/conversations/${await id('贺琳')}`,
        '/search?q=补发',
        '/sign-in',
        '/welcome',
      ];
      for (const path of [
        ...pages,
        ...['agents', 'roles', 'inboxes', 'tags', 'switches', 'audit', 'profile'].map(
          (one) => `/settings/${one}`,
        ),
      ]) {
        await go(path);
        await page.waitForTimeout(900);
        await page.evaluate(script).catch(() => undefined);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        const serious = violations.filter((one) => ['serious', 'critical'].includes(one.impact));
        found.push(
          ...serious.map(
            (one) =>
              `${path} ${one.id}: ${one.nodes
                .slice(0, 3)
                .map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)
                .join(' | ')}`,
          ),
        );
      }
      assert.equal(found.join('\n'), '');
    },
    look,
  );
}
await browser.close();
process.exitCode = failed ? 1 : 0;
