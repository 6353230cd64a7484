/** The other ways to reach a customer, as the server decides them: what each says. Pure. */
import type { Means, WayBack } from '@/api/types';
import type { TextKey } from '@/i18n';

/** Why a way does not bear. */
export function barredKey(way: WayBack): TextKey | null {
  if (!way.barred) return null;
  if (way.barred !== 'noInbox') return `ways.barred.${way.barred}`;
  return way.means === 'sms' ? 'ways.noInbox.sms' : 'ways.noInbox.mail';
}

/** Ways that begin a conversation in another inbox. */
export type WritesFirst = Extract<Means, 'mail' | 'sms'>;
export const writesFirst = (means: Means): means is WritesFirst => means === 'mail' || means === 'sms';

/** What is shown at once on a phone, and what only when asked for. */
export function folded(ways: readonly WayBack[], first: Means | null | undefined): [WayBack[], WayBack[]] {
  const at = ways.findIndex((way) => way.means === first);
  // Nothing bears: then the reasons are what there is to read.
  if (at < 0) return [[...ways], []];
  return [ways.slice(at, at + 1), ways.filter((_, index) => index !== at)];
}
