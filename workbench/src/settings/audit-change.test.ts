import { expect, it } from 'vitest';
import { auditChange } from './audit-change';

const zhou = '01a20539-a91c-7dd3-9562-800d30e56a00';
const other = '11a20539-a91c-7dd3-9562-800d30e56a00';
const known = (id: string) => (id === zhou ? '周岚' : undefined);

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
  expect(auditChange(before, after, known)).toEqual(lines);
});
