/** What is looked for: in the address, in the fields, in the question to the server. Pure. */
import type { paths } from '@/api/types';

type Question = paths['/api/v1/search']['get']['parameters']['query'];

/** Names as they stand in the address; days are local, as whoever looks means them. */
export const FILTERS = ['from', 'inbox', 'agent', 'team', 'tag', 'since', 'until'] as const;
export type FilterKey = (typeof FILTERS)[number];
export type Filters = Partial<Record<FilterKey, string>>;
export interface Asked {
  q: string;
  filters: Filters;
}

export const SPEAKERS = ['customer', 'agent', 'note'] as const;

type Address = Record<string, string | null | (string | null)[] | undefined>;

const DAY = /^\d{4}-\d\d-\d\d$/;
function fits(key: FilterKey, value: string): boolean {
  if (key === 'from') return SPEAKERS.some((one) => one === value);
  return key !== 'since' && key !== 'until' ? value !== '' : DAY.test(value) && !isNaN(+midnight(value, 0));
}

/** What an address asks for; what it cannot mean is left out. */
export function askedOf(address: Address): Asked {
  const filters: Filters = {};
  for (const key of FILTERS) {
    const value = address[key];
    if (typeof value === 'string' && fits(key, value)) filters[key] = value;
  }
  return { q: typeof address.q === 'string' ? address.q.trim() : '', filters };
}

export function addressOf({ q, filters }: Asked): Record<string, string> {
  const set = FILTERS.flatMap((key) => (filters[key] ? [[key, filters[key]] as const] : []));
  return { ...(q ? { q } : {}), ...Object.fromEntries(set) };
}

function midnight(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}

/** The last day is meant with all its hours. */
export function questionOf({ q, filters }: Asked, limit: number, cursor: string | null): Question {
  const { from, inbox, agent, team, tag, since, until } = filters;
  return {
    q,
    limit,
    ...(cursor ? { cursor } : {}),
    ...(from ? { from } : {}),
    ...(inbox ? { inboxId: inbox } : {}),
    ...(agent ? { agentId: agent } : {}),
    ...(team ? { teamId: team } : {}),
    ...(tag ? { tagId: tag } : {}),
    ...(since ? { since: midnight(since, 0).toISOString() } : {}),
    ...(until ? { until: midnight(until, 1).toISOString() } : {}),
  };
}
