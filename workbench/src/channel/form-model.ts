/** The form that a manifest describes: what is shown, what is wrong with it, what is sent. Pure. */
import type { ChannelField } from './types';

export type Values = Record<string, string>;
/** Why a value does not do; texts under `channelForm.wrong`. */
export type Wrong = 'required' | 'number' | 'url' | 'json' | 'choice';

/** What already stands on the server; none for a new app. */
export interface Held {
  settings: Values;
  secretsSet: readonly string[];
}
const NOTHING: Held = { settings: {}, secretsSet: [] };

/** What somebody fills in; made values are ours. */
export const asked = (form: readonly ChannelField[]): ChannelField[] =>
  form.filter((field) => field.kind.type !== 'made');
export const made = (form: readonly ChannelField[]): ChannelField[] =>
  form.filter((field) => field.kind.type === 'made');

/** Rarely needed ones are folded away: optional, with a usual value. */
export const rare = (field: ChannelField): boolean => !field.required && field.usual !== '';

/** Secrets begin empty, for they are never shown again. */
export function initialValues(form: readonly ChannelField[], held: Held = NOTHING): Values {
  return Object.fromEntries(
    asked(form).map((field) => [
      field.key,
      field.kind.type === 'secret' ? '' : (held.settings[field.key] ?? ''),
    ]),
  );
}

function isUrl(value: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}
function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
function isNumber(value: string, { least, most }: ChannelField['kind']): boolean {
  const number = Number(value);
  return /^-?\d+$/.test(value) && number >= (least ?? -Infinity) && number <= (most ?? Infinity);
}

function wrong(field: ChannelField, value: string): Wrong | null {
  switch (field.kind.type) {
    case 'number':
      return isNumber(value, field.kind) ? null : 'number';
    case 'url':
      return isUrl(value) ? null : 'url';
    case 'json':
      return isJson(value) ? null : 'json';
    case 'choice':
      return field.kind.of?.some((one) => one.key === value) ? null : 'choice';
    default:
      return null;
  }
}

/** What has to be put right before it can be sent, by field. */
export function wrongs(
  form: readonly ChannelField[],
  values: Values,
  held: Held = NOTHING,
): Record<string, Wrong> {
  return Object.fromEntries(
    asked(form).flatMap((field): [string, Wrong][] => {
      const value = (values[field.key] ?? '').trim();
      const there = field.kind.type === 'secret' && held.secretsSet.includes(field.key);
      if (!value) return field.required && !field.usual && !there ? [[field.key, 'required']] : [];
      const why = wrong(field, value);
      return why ? [[field.key, why]] : [];
    }),
  );
}

/** The settings of a new app: only what was filled in. */
export function newSettings(form: readonly ChannelField[], values: Values): Values {
  return Object.fromEntries(
    asked(form).flatMap((field): [string, string][] => {
      const value = (values[field.key] ?? '').trim();
      return value ? [[field.key, value]] : [];
    }),
  );
}

/** What changes on an app: left out stays, `null` empties. `cleared` are secrets to be taken away. */
export function changedSettings(
  form: readonly ChannelField[],
  values: Values,
  held: Held,
  cleared: readonly string[] = [],
): Record<string, string | null> {
  return Object.fromEntries(
    asked(form).flatMap((field): [string, string | null][] => {
      const value = (values[field.key] ?? '').trim();
      if (field.kind.type === 'secret') {
        if (value) return [[field.key, value]];
        return cleared.includes(field.key) ? [[field.key, null]] : [];
      }
      if (value === (held.settings[field.key] ?? '')) return [];
      return [[field.key, value || null]];
    }),
  );
}
