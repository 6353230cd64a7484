/** What was changed and not published, and moving things in a list. Pure. */
import type { Rule, Settings } from './types';

/** A copy that shares nothing, also of what is reactive. */
export const copied = <T>(one: T): T => JSON.parse(JSON.stringify(one)) as T;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Rules that are new, gone or changed, and one more when those that stayed changed places. */
function ruleChanges(before: readonly Rule[], after: readonly Rule[]): number {
  const [was, is] = [before, after].map((rules) => new Map(rules.map((rule) => [rule.id, rule])));
  if (!was || !is) return 0;
  const gone = before.filter((rule) => !is.has(rule.id)).length;
  const changed = after.filter((rule) => !same(rule, was.get(rule.id))).length;
  const stayed = (rules: readonly Rule[]) =>
    rules.flatMap(({ id }) => (was.has(id) && is.has(id) ? [id] : []));
  return gone + changed + (same(stayed(before), stayed(after)) ? 0 : 1);
}

/** How many changes wait to be published. */
export function changes(before: Settings, after: Settings): number {
  const keys = Object.keys(after) as (keyof Settings)[];
  const others = keys.filter((key) => key !== 'rules' && !same(before[key], after[key])).length;
  return others + ruleChanges(before.rules, after.rules);
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined && to >= 0 && to <= next.length) next.splice(to, 0, one);
  return one !== undefined && next.length === list.length ? next : [...list];
}
