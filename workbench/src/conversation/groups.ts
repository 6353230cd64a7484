/** Which rows a tab shows, in which groups and order. Pure. */
import type { Id, Row } from '@/api/types';
import { follows, invitedAs, mentioned, unread, type LiveState } from '@/live/state';
import { daysBetween } from '@/shell/time';
import { soonestOver } from './offer';

export type Tab = 'mine' | 'queue' | 'colleagues' | 'mentions' | 'following';
export type Order = 'waiting' | 'newest';
export type GroupKey =
  | 'offered'
  | 'waiting'
  | 'answered'
  | 'snoozed'
  | 'ended'
  | 'queue'
  | 'colleagues'
  | 'mentions'
  | 'invited'
  | 'followed'
  | 'followedEnded';

export type ListItem =
  { type: 'group'; key: GroupKey; count: number; folded: boolean } | { type: 'row'; key: Id; row: Row };

export interface View {
  tab: Tab;
  order: Order;
  /** Only this team; null shows all. */
  teamId: Id | null;
  folded: ReadonlySet<GroupKey>;
}

const time = (at: string | null | undefined) => (at ? Date.parse(at) : Infinity);

function newest(a: Row, b: Row): number {
  return Date.parse(b.lastAt) - Date.parse(a.lastAt) || a.id.localeCompare(b.id);
}
function longestWaiting(a: Row, b: Row): number {
  const [x, y] = [time(a.waitingSince), time(b.waitingSince)];
  return x === y ? newest(a, b) : x - y;
}
function soonestBack(a: Row, b: Row): number {
  return time(a.snoozedUntil) - time(b.snoozedUntil) || newest(a, b);
}

function mineGroup(row: Row, now: number): GroupKey | null {
  switch (row.status) {
    case 'offered':
      return 'offered';
    case 'snoozed':
      return 'snoozed';
    case 'ended':
      return row.endedAt && daysBetween(new Date(row.endedAt), new Date(now)) === 0 ? 'ended' : null;
    case 'open':
      return row.waitingSince ? 'waiting' : 'answered';
    default:
      return null;
  }
}

/** The tabs of what one takes part in beside serving. */
function besideGroup(state: LiveState, row: Row, tab: 'mentions' | 'following'): GroupKey | null {
  if (tab === 'mentions') return mentioned(state, row) ? 'mentions' : null;
  if (!follows(state, row)) return null;
  return row.status === 'ended' ? 'followedEnded' : 'followed';
}

export function groupOf(row: Row, tab: Tab, state: LiveState, now: number): GroupKey | null {
  const me = state.agent;
  if (tab === 'mentions' || tab === 'following') return besideGroup(state, row, tab);
  if (tab === 'queue') return row.status === 'queued' ? 'queue' : null;
  if (tab === 'mine') {
    if (row.agentId === me) return mineGroup(row, now);
    return invitedAs(state, row) ? 'invited' : null;
  }
  const served = row.status === 'open' || row.status === 'snoozed' || row.status === 'offered';
  return served && !!row.agentId && row.agentId !== me ? 'colleagues' : null;
}

const GROUPS: Record<Tab, GroupKey[]> = {
  mine: ['offered', 'waiting', 'answered', 'invited', 'snoozed', 'ended'],
  queue: ['queue'],
  colleagues: ['colleagues'],
  mentions: ['mentions'],
  following: ['followed', 'followedEnded'],
};

export function listItems(state: LiveState, view: View, now: number): ListItem[] {
  const found = new Map<GroupKey, Row[]>();
  for (const row of Object.values(state.rows)) {
    if (view.teamId !== null && row.teamId !== view.teamId) continue;
    const key = groupOf(row, view.tab, state, now);
    if (key) found.set(key, [...(found.get(key) ?? []), row]);
  }
  const by = view.order === 'waiting' ? longestWaiting : newest;
  return GROUPS[view.tab].flatMap((key): ListItem[] => {
    const rows = found.get(key) ?? [];
    if (rows.length === 0) return [];
    const folded = view.folded.has(key);
    const own: Partial<Record<GroupKey, typeof by>> = {
      offered: soonestOver,
      snoozed: soonestBack,
      ended: newest,
      followedEnded: newest,
    };
    const sorted = rows.sort(own[key] ?? by);
    const head: ListItem = { type: 'group', key, count: rows.length, folded };
    return [head, ...(folded ? [] : sorted.map((row): ListItem => ({ type: 'row', key: row.id, row })))];
  });
}

/** Where to go on when a row leaves the list: to the one after it, else to the one before. */
export function nextTo(items: readonly ListItem[], id: Id): Id | null {
  const ids = items.flatMap((item) => (item.type === 'row' ? [item.key] : []));
  const at = ids.indexOf(id);
  return at < 0 ? null : (ids[at + 1] ?? ids[at - 1] ?? null);
}

/** A snapshot holds so many of the queue; of a longer one only the server knows the number. */
const LISTED = 500;

/** How many wait in the queue: from the rows, which every event changes at once. */
export function queueLength(state: LiveState): number {
  const held = Object.values(state.rows).filter((row) => groupOf(row, 'queue', state, 0)).length;
  return held < LISTED ? held : Math.max(held, state.counters.queue);
}

/** How many wait for my answer, or for me to accept them: the number on the tab, the rail and the page title. */
export function waitingForMe(state: LiveState): number {
  const groups = Object.values(state.rows).map((row) => groupOf(row, 'mine', state, 0));
  return groups.filter((group) => group === 'waiting' || group === 'offered').length;
}

/** Where others ask for help and I oversee, or happen to see it: the longest first. */
export function callsFor(state: LiveState): Row[] {
  const since = (row: Row) => row.collaboration?.help?.at ?? '';
  const asks = (row: Row) => !!since(row) && row.collaboration?.help?.agentId !== state.agent;
  return Object.values(state.rows)
    .filter(asks)
    .sort((a, b) => since(a).localeCompare(since(b)));
}

/** How many mention me: the number on the tab. */
export function mentionsOfMe(state: LiveState): number {
  return Object.values(state.rows).filter((row) => mentioned(state, row)).length;
}

/** Among what I follow, how many have something new to me: the number on the tab. */
export function newsFollowed(state: LiveState): number {
  const news = (row: Row) => follows(state, row) && row.agentId !== state.agent && unread(state, row) > 0;
  return Object.values(state.rows).filter(news).length;
}

/** What counts against my capacity: everything of mine that is being served, or offered to me. */
export function myLoad(state: LiveState): number {
  const held = Object.values(state.rows).filter((row) => row.agentId === state.agent);
  return held.filter((row) => row.status === 'open' || row.status === 'offered').length;
}
