import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { hasText, speak } from '@/i18n';
import { auditChange, BOOKKEEPING } from './audit-change';
import { auditWords } from './audit-words';

const zhou = '01a20539-a91c-7dd3-9562-800d30e56a00';
const other = '11a20539-a91c-7dd3-9562-800d30e56a00';
const known = (id: string) => (id === zhou ? '周岚' : undefined);
const plain = { known, field: (path: string) => path, value: () => undefined };
afterEach(() => speak('zh-CN'));

it.each([
  [{ agentId: null, teamId: null }, { agentId: zhou, teamId: null }, ['agentId: — → 周岚']],
  [null, { id: other, name: '退换货', color: '#c53030', version: 1 }, ['name: 退换货', 'color: #c53030']],
  [
    { theme: { color: '#111', position: 'left' } },
    { theme: { color: '#222', position: 'left' } },
    ['theme.color: #111 → #222'],
  ],
  [{ teamIds: [] }, { teamIds: [zhou, other] }, ['teamIds: — → 周岚、11a20539']],
  [{ name: 'a' }, null, ['name: a']],
  [null, null, []],
])('%j → %j reads %j', (before, after, lines) => {
  expect(auditChange(before, after, plain)).toEqual(lines);
});

it.each([
  ['zh-CN', 'switches.update', { notes: true }, { notes: false }, ['内部备注: 开启 → 关闭']],
  ['en', 'switches.update', { notes: true }, { notes: false }, ['Notes: On → Off']],
  ['zh-CN', 'agents.update', { disabled: false }, { disabled: true }, ['已停用: 否 → 是']],
  ['en', 'agents.update', { roleName: 'agent' }, { roleName: 'supervisor' }, ['Role: Agent → Supervisor']],
  ['zh-CN', 'me.update', null, { language: 'en', theme: 'dark' }, ['语言: English', '外观: 深色']],
  [
    'zh-CN',
    'inboxes.update',
    { settings: { theme: { position: 'left' } } },
    { settings: { theme: { position: 'right' } } },
    ['按钮位置: 左下角 → 右下角'],
  ],
  [
    'en',
    'roles.create',
    null,
    { grants: [{ permission: 'tags.manage', scope: 'all' }] },
    ['Permissions: Manage tags · All'],
  ],
  ['zh-CN', 'routing.update', { near: false }, { near: true }, ['就近分配: 否 → 是']],
  [
    'en',
    'routing.update',
    { rules: [] },
    { rules: [{ id: other, name: 'VIP', on: true }] },
    ['Rules: — → VIP'],
  ],
  ['zh-CN', 'routing.agent', { skills: [] }, { skills: [{ skillId: zhou, level: 3 }] }, ['技能: — → 周岚 3']],
  [
    'zh-CN',
    'routing.agent',
    { places: [] },
    {
      places: [
        { province: '四川', city: '成都' },
        { province: '云南', city: null },
      ],
    },
    ['负责地区: — → 四川 成都、云南'],
  ],
  ['zh-CN', 'customers.manager', { agentId: null }, { agentId: zhou }, ['客服: — → 周岚']],
  ['en', 'things.update', { wholly: { new: 1 } }, { wholly: { new: 2 } }, ['wholly.new: 1 → 2']],
])('in %s, %s of %j → %j reads %j', (language, act, before, after, lines) => {
  speak(language);
  expect(auditChange(before, after, auditWords(known)(act))).toEqual(lines);
});

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  allOf?: Schema[];
  oneOf?: Schema[];
}
it('has words for every field that the trail can hold', () => {
  const document = JSON.parse(readFileSync('src/api/openapi.json', 'utf8')) as {
    components: { schemas: Record<string, Schema> };
  };
  const { schemas } = document.components;
  function fields(schema: Schema, before = ''): string[] {
    const at = schema.$ref ? (schemas[schema.$ref.replace(/.*\//, '')] ?? {}) : schema;
    const own = Object.entries(at.properties ?? {}).flatMap(([key, part]) => {
      if (BOOKKEEPING.includes(key)) return [];
      const path = before ? `${before}_${key}` : key;
      const below = fields(part, path);
      return below.length > 0 ? below : [path];
    });
    return [...own, ...[...(at.allOf ?? []), ...(at.oneOf ?? [])].flatMap((part) => fields(part, before))];
  }
  const kept = [
    'Agent',
    'Team',
    'Role',
    'Tag',
    'Inbox',
    'Workspace',
    'CustomerChange',
    'Invitation',
    'MyChange',
    'Skill',
    'AgentRouting',
    'TeamRouting',
    'Settings',
    'Manager',
  ];
  const found = kept.flatMap((name) => fields({ $ref: name }));
  expect(found.length).toBeGreaterThan(35);
  expect(found.filter((path) => !hasText(`fields.${path}`))).toEqual([]);
});
