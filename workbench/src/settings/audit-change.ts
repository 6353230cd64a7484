/** What an act changed, as people read it: only what differs, ids as names, nothing of our book-keeping. */
type Known = (id: string) => string | undefined;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BOOKKEEPING = ['id', 'version', 'createdAt', 'updatedAt'];

/** `a.b` → value, for every leaf; lists are leaves. */
function leaves(value: unknown, before = ''): [string, unknown][] {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return before ? [[before, value]] : [];
  return Object.entries(value).flatMap(([key, one]) =>
    BOOKKEEPING.includes(key) ? [] : leaves(one, before ? `${before}.${key}` : key),
  );
}

function shown(value: unknown, known: Known): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value))
    return value.length === 0 ? '—' : value.map((one) => shown(one, known)).join('、');
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value === 'string' && ID.test(value)) return known(value) ?? value.slice(0, 8);
  return String(value);
}

/** `key: before → after`, one a field; for what was made, its fields; nothing for what only happened. */
export function auditChange(before: unknown, after: unknown, known: Known): string[] {
  const [was, is] = [new Map(leaves(before)), new Map(leaves(after))];
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  return keys.flatMap((key) => {
    const [old, now] = [was.get(key), is.get(key)].map((value) => shown(value, known));
    if (old === now) return [];
    return [was.has(key) && is.has(key) ? `${key}: ${old} → ${now}` : `${key}: ${is.has(key) ? now : old}`];
  });
}
