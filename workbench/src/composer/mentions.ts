/** Whom a note names: what is being asked for with `@`, who fits, and who stands in the text. Pure. */
import type { Id, NoteMentions } from '@/api/types';

export interface Nameable {
  kind: 'agent' | 'team';
  id: Id;
  name: string;
}

const ASKED = /(?<![\p{L}\p{N}.@])@([\p{L}\p{N}_-]{0,32})$/u;

/** The `@…` that ends at the caret: where it begins, and what follows it; null when there is none. */
export function askedAt(text: string, caret: number): { from: number; query: string } | null {
  const found = ASKED.exec(text.slice(0, caret));
  if (!found) return null;
  const query = found[1] ?? '';
  return { from: caret - query.length - 1, query };
}

/** Who fits: those whose name begins so come first. */
export function fitting(all: readonly Nameable[], query: string, most = 8): Nameable[] {
  const wanted = query.toLowerCase();
  const begins = (one: Nameable) => (one.name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return all
    .filter((one) => one.name.toLowerCase().includes(wanted))
    .sort((a, b) => begins(a) - begins(b))
    .slice(0, most);
}

/** Names in the text, longest first, so that 周岚 is not found in 周岚岚. */
function* namesIn(text: string, names: readonly string[]): Generator<string> {
  const longest = [...new Set(names)].sort((a, b) => b.length - a.length);
  for (const match of text.matchAll(/(?<![\p{L}\p{N}.@])@/gu)) {
    const rest = text.slice(match.index + 1);
    const found = longest.find(
      (name) => rest.startsWith(name) && !/^[\p{L}\p{N}_]/u.test(rest.slice(name.length)),
    );
    if (found) yield found;
  }
}

/** Whom the text names. Of several with one name it is whoever was picked, or all. */
export function namedIn(
  text: string,
  all: readonly Nameable[],
  picked: ReadonlySet<Id>,
): NoteMentions | undefined {
  const ids = { agent: new Set<Id>(), team: new Set<Id>() };
  for (const name of namesIn(
    text,
    all.map((one) => one.name),
  )) {
    const called = all.filter((one) => one.name === name);
    const meant = called.filter((one) => picked.has(one.id));
    for (const one of meant.length > 0 ? meant : called) ids[one.kind].add(one.id);
  }
  if (ids.agent.size + ids.team.size === 0) return undefined;
  return { agentIds: [...ids.agent], teamIds: [...ids.team] };
}
