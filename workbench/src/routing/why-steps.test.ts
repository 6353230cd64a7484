import { expect, it } from 'vitest';
import type { Candidate, Why } from './types';
import { leftOut, whySteps } from './why-steps';

const candidate = (agentId: string, load: number, idle = 0): Candidate => ({
  agentId,
  used: 10,
  places: 80,
  idle: 60_000,
  points: { load, idle, known: 0 },
});
const why: Why = {
  lookedAt: 5,
  could: 2,
  best: [candidate('emma', 2400, 800), candidate('sam', 1200, 300)],
  leftOut: {
    standing: [
      ['break', 1],
      ['here', 0],
    ],
    skill: 1,
    place: 0,
    full: 1,
    barred: 0,
  },
  step: 0,
};
const name = (id: string) => id.toUpperCase();

it('tells the rules, who could, and by how much the winner was ahead', () => {
  const vip = { field: 'tag', is: 'is' as const, values: ['VIP'] };
  const rules = [
    { ruleId: 'r1', name: 'VIP', matched: false, against: vip },
    { ruleId: 'r2', name: 'Night', matched: false },
    { ruleId: 'r3', name: 'Refunds', matched: true },
  ];
  const steps = whySteps({ rules, stage: 'match', why }, name);
  expect(steps.map(({ good, title }) => [good, title.key])).toEqual([
    [false, 'why.ruleNot'],
    [false, 'why.ruleNot'],
    [true, 'why.ruleMatched'],
    [true, 'why.could'],
    [true, 'why.morePoints'],
  ]);
  expect(steps[0]?.against).toEqual(vip);
  expect(steps[1]?.details[0]?.key).toBe('why.otherHours');
  expect(steps[4]?.title.params).toEqual({ name: 'EMMA', one: 32, other: 15 });
  expect(steps[4]?.details.map((one) => one.key)).toEqual(['why.points.load', 'why.points.idle']);
});

it('says who was asked before everybody else, and never by points', () => {
  const keys = whySteps({ rules: [], stage: 'manager', why }, name).map((step) => step.title.key);
  expect(keys).toEqual(['why.stage.manager', 'why.could']);
});

it('counts who was left out, and knows when nobody was left', () => {
  expect(leftOut(why).map(({ key, params }) => [key, params['n']])).toEqual([
    ['why.out.skill', 1],
    ['why.out.full', 1],
    ['why.out.break', 1],
  ]);
  const none = { ...why, could: 0, best: [], step: 2 };
  expect(whySteps({ rules: [], stage: null, why: none }, name).map((step) => step.good)).toEqual([
    false,
    true,
  ]);
});
