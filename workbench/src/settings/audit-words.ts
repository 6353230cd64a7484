import type { BreakReason, CalendarDay } from '@/api/types';
import { hasText, text, type TextKey } from '@/i18n';
import settings from '@/i18n/zh-CN/settings';
import { breakName } from '@/shell/break-name';
import type { AuditWords } from './audit-change';

/** Languages are called by their own names. */
const LANGUAGES: Record<string, string> = { 'zh-CN': '中文', en: 'English' };

const OWN: Record<string, string> = {
  sign_in: 'sign_in',
  sign_out: 'sign_out',
  sign_in_refuse: 'sign_in.refuse',
};
/** Acts this release has words for, as the server names them: the noun, a dot, the verb. */
export const ACTS = Object.keys(settings.acts).map((key) => OWN[key] ?? key.replace('_', '.'));

function breakWords({ name, minutes }: BreakReason): string {
  return [breakName(name), minutes ? text('status.quota', { n: minutes }) : ''].filter(Boolean).join(' ');
}

/** An opening, a day of a calendar, or a reason for a break, in words. */
function hoursWords(one: object): string | undefined {
  if ('from' in one && 'to' in one) return `${String(one.from)}–${String(one.to)}`;
  if ('minutes' in one && 'name' in one) return breakWords(one as BreakReason);
  if (!('kind' in one)) return undefined;
  const day = one as CalendarDay;
  const spans = () => (day.kind === 'open' ? day.openings.map(hoursWords).join('、') : '');
  const weekday = day.kind === 'like' ? `hours.weekdays.d${day.weekday}` : '';
  const plan = {
    closed: () => text('hours.closed'),
    like: () => text('hours.like', { day: hasText(weekday) ? text(weekday) : '' }),
    open: spans,
  }[day.kind]();
  return [day.name, plan].filter(Boolean).join(' · ');
}

/** The words for what an act changed; what is newer than this release keeps its own name. */
export function auditWords(known: AuditWords['known']): (act: string) => AuditWords {
  const first = (...keys: string[]) => keys.find((one): one is TextKey => hasText(one));

  function field(act: string, path: string): string {
    const [, calendar, date] = /^(.*calendar)\.(\d{4}-\d\d-\d\d)$/.exec(path) ?? [];
    if (calendar && date) return `${field(act, calendar)} ${date}`;
    const flat = path.replaceAll('.', '_');
    const switched = act.startsWith('switches.') ? `switches.${path}` : '';
    const found = first(switched, `fields.${flat}`);
    return found ? text(found) : path;
  }

  /** A rule by its name, a skill with its level, a place. */
  function thing({ name, skillId, level, province, city }: Record<string, unknown>): string | undefined {
    if (typeof name === 'string') return name;
    if (typeof skillId === 'string') return [known(skillId) ?? skillId.slice(0, 8), level].join(' ');
    return typeof province === 'string' ? [province, city].filter(Boolean).join(' ') : undefined;
  }

  function value(act: string, path: string, one: unknown): string | undefined {
    if (typeof one === 'boolean') {
      const of = act.startsWith('switches.') || path.endsWith('enabled') ? 'audit' : 'common';
      return text(of === 'audit' ? (one ? 'audit.on' : 'audit.off') : one ? 'common.yes' : 'common.no');
    }
    if (typeof one === 'object' && one !== null && 'permission' in one && 'scope' in one) {
      const [permission, scope] = [String(one.permission), String(one.scope)];
      const words = [`permissions.${permission.replaceAll('.', '_')}`, `scopes.${scope}`].map((name) =>
        hasText(name) ? text(name) : name,
      );
      return words.join(' · ');
    }
    if (typeof one === 'object' && one !== null)
      return hoursWords(one) ?? thing(one as Record<string, unknown>);
    if (typeof one !== 'string') return undefined;
    if (path === 'language') return LANGUAGES[one];
    const named: Record<string, string> = {
      status: `status.${one}`,
      reason: `breaks.${one}`,
      theme: `themes.${one}`,
      roleName: `roleNames.${one}`,
      channel: `channels.${one}`,
      act: `acts.${one.replaceAll('.', '_')}`,
      'settings.theme.appearance': `appearances.${one}`,
      'settings.theme.launcher': `launchers.${one}`,
      'settings.theme.position': `inbox.${one}`,
    };
    const found = first(named[path] ?? '');
    if (found) return text(found);
    // Channels are called by their manifests.
    return path === 'channel' ? known(one) : undefined;
  }

  return (act) => ({
    known,
    field: (path) => field(act, path),
    value: (path, one) => value(act, path, one),
  });
}
