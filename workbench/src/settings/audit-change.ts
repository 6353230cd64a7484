/** What an act changed, as people read it: only what differs, in their words, ids as names, nothing of our book-keeping. */
export interface AuditWords {
  /** The name of an agent, team, inbox or tag. */
  known: (id: string) => string | undefined;
  /** The name of a field, `theme.color`. */
  field: (path: string) => string;
  /** A value that has words of its own. */
  value: (path: string, value: unknown) => string | undefined;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Beside our own accounts: what says again what another field says. */
export const BOOKKEEPING = [
  ...['id', 'version', 'createdAt', 'updatedAt'],
  ...['roleId', 'builtIn', 'key', 'snippet', 'limit', 'cursor', 'line'],
];

/** A day of a calendar, which is said in one piece. */
const CALENDAR_DAY = /(^|\.)calendar\.\d{4}-\d\d-\d\d$/;

/** `a.b` → value, for every leaf; lists are leaves. */
function leaves(value: unknown, before = ''): [string, unknown][] {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || CALENDAR_DAY.test(before))
    return before ? [[before, value]] : [];
  return Object.entries(value).flatMap(([key, one]) =>
    BOOKKEEPING.includes(key) ? [] : leaves(one, before ? `${before}.${key}` : key),
  );
}

function shown(path: string, value: unknown, words: AuditWords): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value))
    return value.length === 0 ? '—' : value.map((one) => shown(path, one, words)).join('、');
  const said = words.value(path, value);
  if (said !== undefined) return said;
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'string' && ID.test(value)) return words.known(value) ?? value.slice(0, 8);
  return String(value);
}

/** `field: before → after`, one a field; for what was made, its fields; nothing for what only happened. */
export function auditChange(before: unknown, after: unknown, words: AuditWords): string[] {
  const [was, is] = [new Map(leaves(before)), new Map(leaves(after))];
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)].map((value) => shown(key, value, words));
    if (old === now) return [];
    const name = words.field(key);
    return [was.has(key) && is.has(key) ? `${name}: ${old} → ${now}` : `${name}: ${is.has(key) ? now : old}`];
  });
}
