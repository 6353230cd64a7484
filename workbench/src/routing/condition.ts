/** Conditions as they are edited and shown: groups of questions, two deep; deeper ones are kept as they came. Pure. */
import type { Comparison, Condition, Question } from './types';

export type Joint = 'all' | 'any';
export interface Group {
  joint: Joint;
  parts: Condition[];
}

export const isQuestion = (one: Condition): one is Question => 'field' in one;
export const made = (joint: Joint, parts: Condition[]): Condition =>
  joint === 'all' ? { all: parts } : { any: parts };

/** A single question is a group of one. */
export function groupOf(one: Condition): Group {
  if (isQuestion(one)) return { joint: 'all', parts: [one] };
  return 'all' in one ? { joint: 'all', parts: one.all } : { joint: 'any', parts: one.any };
}

/** Whether the builder can show it below its top: a question, or a group of nothing but questions. */
export const isShallow = (one: Condition): boolean => isQuestion(one) || groupOf(one).parts.every(isQuestion);

const CHOSEN = ['inbox', 'channel', 'tag', 'team', 'priority'];
/** Its values are chosen, not typed. */
export const isChosen = (field: string): boolean => CHOSEN.includes(field);

const EVERY: Comparison[] = ['is', 'isNot', 'contains', 'containsNot', 'startsWith', 'known', 'unknown'];
export function comparisons(field: string): Comparison[] {
  if (field === 'tag' || field === 'team') return ['is', 'isNot', 'known', 'unknown'];
  if (isChosen(field)) return ['is', 'isNot'];
  if (field === 'text') return ['contains', 'containsNot', 'startsWith', 'is'];
  return EVERY;
}
export const takesValues = (is: Comparison): boolean => is !== 'known' && is !== 'unknown';

/** A question about another field, or compared otherwise: what does not fit any more is dropped. */
export function asked(field: string, is?: Comparison, values: readonly string[] = []): Question {
  const known = comparisons(field);
  const how = is && known.includes(is) ? is : (known[0] ?? 'is');
  return { field, is: how, values: takesValues(how) ? [...values] : [] };
}

const isWhole = ({ is, values = [] }: Question): boolean =>
  takesValues(is) === values.some((value) => value.trim() !== '');

/** Whether somebody can mean it: every question has its values, no group below the top is empty. */
export function isSound(one: Condition): boolean {
  if (isQuestion(one)) return isWhole(one);
  const { joint, parts } = groupOf(one);
  return (joint === 'all' || parts.length > 0) && parts.every(isSound);
}

/** Without groups that hold nothing. */
export function pruned(one: Condition): Condition {
  if (isQuestion(one)) return one;
  const { joint, parts } = groupOf(one);
  const kept = parts.map(pruned).filter((part) => isQuestion(part) || groupOf(part).parts.length > 0);
  return kept.length === 0 ? { all: [] } : made(joint, kept);
}

export type Token = { type: 'question'; question: Question } | { type: Joint | 'open' | 'close' };

/** In a row: questions with "and" and "or" between them, and brackets where both stand side by side. */
export function tokens(one: Condition, inside = false): Token[] {
  if (isQuestion(one)) return [{ type: 'question', question: one }];
  const { joint, parts } = groupOf(one);
  const told = parts.flatMap((part, at): Token[] => [
    ...(at > 0 ? [{ type: joint }] : []),
    ...tokens(part, parts.length > 1),
  ]);
  return inside && parts.length > 1 ? [{ type: 'open' }, ...told, { type: 'close' }] : told;
}
