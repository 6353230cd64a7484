import { expect, it } from 'vitest';
import { isSound } from './condition';
import { template, TEMPLATES } from './templates';

const known = {
  tags: [{ id: 't1', name: '大客户 VIP', color: '#111111', version: 1 }],
  teams: [{ id: 'g1', name: '技术支持', memberIds: [], version: 1 }],
  skills: [
    { id: 's1', name: '技术', version: 1 },
    { id: 's2', name: '英语', language: 'en', version: 1 },
  ],
};
const nothing = { tags: [], teams: [], skills: [] };

it('names what is there', () => {
  expect(template('vip', 'VIP', 'r', known)).toMatchObject({
    when: { all: [{ values: ['t1'] }] },
    then: { priority: 'vip' },
  });
  expect(template('technical', 'x', 'r', known).then.skills).toEqual([
    { skillId: 's1', level: 1, required: true },
  ]);
  expect(template('technical', 'x', 'r', { ...known, skills: [] }).then.teamId).toBe('g1');
  expect(template('english', 'x', 'r', known).then.skills?.[0]?.skillId).toBe('s2');
});

it('leaves what is not there to be chosen', () => {
  for (const key of TEMPLATES) {
    const rule = template(key, 'x', 'r', nothing);
    expect(isSound(rule.when)).toBe(true);
    expect(rule.then.skills).toEqual([]);
  }
});
