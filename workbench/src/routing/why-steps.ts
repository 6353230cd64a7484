/** The reasons of a decision, step by step, for whoever asks "why?". Pure: words are given. */
import type { TextKey, TextParams } from '@/i18n';
import type { Candidate, Question, RuleTried, Stage, Why } from './types';

export interface Reasons {
  rules: readonly RuleTried[];
  stage?: Stage | null;
  why?: Why | null;
}

/** Said by a key with its parameters, or already in words. */
export interface Said {
  key: TextKey;
  params: TextParams;
}
export interface Step {
  /** Whether it spoke for the outcome. */
  good: boolean;
  title: Said;
  /** The question that stood against a rule. */
  against?: Question;
  details: Said[];
}

const said = (key: TextKey, params: TextParams = {}): Said => ({ key, params });

function ruleStep(rule: RuleTried): Step {
  const params = { name: rule.name };
  if (rule.matched) return { good: true, title: said('why.ruleMatched', params), details: [] };
  const step = { good: false, title: said('why.ruleNot', params), details: [] };
  return rule.against ? { ...step, against: rule.against } : { ...step, details: [said('why.otherHours')] };
}

const STANDINGS = ['paced', 'excluded', 'busy', 'break', 'away', 'offline'] as const;
type StandingOut = (typeof STANDINGS)[number];
const isOut = (standing: string): boolean => STANDINGS.some((one) => one === standing);

/** Who was left out, the most frequent reason first. */
export function leftOut(why: Why): Said[] {
  const { skill, place, full, barred, standing } = why.leftOut;
  const counted: [TextKey, number][] = [
    ['why.out.skill', skill],
    ['why.out.full', full],
    ['why.out.place', place],
    ['why.out.barred', barred],
    ...standing.flatMap(([how, n]): [TextKey, number][] =>
      isOut(String(how)) ? [[`why.out.${String(how) as StandingOut}`, Number(n)]] : [],
    ),
  ];
  return counted
    .filter(([, n]) => n > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([key, n]) => said(key, { n }));
}

/** Whole points: the wire counts hundredths. */
export const whole = (hundredths: number): number => Math.round(hundredths / 100);
export const total = ({ points }: Candidate): number => points.load + points.idle + points.known;

function pointsStep(why: Why, name: (id: string) => string): Step[] {
  const [first, second] = why.best;
  if (!first || !second || total(first) === 0) return [];
  if (total(first) === total(second)) return [];
  const details = (['load', 'idle', 'known'] as const)
    .filter((part) => first.points[part] !== second.points[part])
    .map((part) =>
      said(`why.points.${part}`, { one: whole(first.points[part]), other: whole(second.points[part]) }),
    );
  const params = { name: name(first.agentId), one: whole(total(first)), other: whole(total(second)) };
  return [{ good: true, title: said('why.morePoints', params), details }];
}

export function whySteps(reasons: Reasons, name: (agent: string) => string): Step[] {
  const { rules, stage, why } = reasons;
  const steps = rules.map(ruleStep);
  if (stage && stage !== 'match') steps.push({ good: true, title: said(`why.stage.${stage}`), details: [] });
  if (!why) return steps;
  const counts = { could: why.could, all: why.lookedAt };
  const out = leftOut(why);
  steps.push({ good: why.could > 0, title: said('why.could', counts), details: out });
  if (why.step > 0)
    steps.push({ good: true, title: said('why.widened', { step: why.step + 1 }), details: [] });
  // Who is asked before everybody else needs no more points than they have.
  return stage === 'match' ? [...steps, ...pointsStep(why, name)] : steps;
}
