/** Access that somebody grants on the provider's own page. Pure. */
import type { ChannelApp, Manifest } from './types';

/** Whether this app's access is granted that way, as it is set up now. */
export function asksConsent(manifest: Manifest, app: Pick<ChannelApp, 'settings'>): boolean {
  const { consent, form } = manifest;
  if (!consent) return false;
  const usual = form.find((field) => field.key === consent.field)?.usual ?? '';
  return consent.of.includes(app.settings[consent.field] ?? usual);
}

export type CameBack =
  | { kind: 'agreed'; app: string; state: string; code: string }
  | { kind: 'declined'; app: string; said: string };

/** What the provider sent back in the address; null when it is nothing of ours. Whose it is stands in front of the state. */
export function cameBack(query: Record<string, unknown>): CameBack | null {
  const of = (key: string) => (typeof query[key] === 'string' ? query[key] : '');
  const state = of('state');
  const app = /^([0-9a-f-]{36})\./.exec(state)?.[1];
  if (!app) return null;
  const code = of('code');
  if (code) return { kind: 'agreed', app, state, code };
  return { kind: 'declined', app, said: of('error_description') || of('error') };
}
