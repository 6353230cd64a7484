import type { InboxSettings } from '@/api/types';

export type FormField = InboxSettings['preChat']['fields'][number];

/** What a field can ask for; the first four are the customer's own and fill their profile. */
export const ASKED = ['name', 'email', 'phone', 'company', 'text', 'longText'] as const;
export type Asked = (typeof ASKED)[number];
const OWN: readonly string[] = ASKED.slice(0, 4);

const isOwn = (key: string) => OWN.includes(key);

export const asked = (field: FormField): Asked => (isOwn(field.key) ? (field.key as Asked) : field.kind);

/** What a field may be changed to: the customer has one name, one address, one number, one company. */
export const offered = (field: FormField, fields: readonly FormField[]): Asked[] =>
  ASKED.filter((one) => one === asked(field) || !fields.some((other) => asked(other) === one && isOwn(one)));

/** The field asks for something else from now on; whether it must be filled stays. */
export function ask(field: FormField, what: Asked, fields: readonly FormField[]): void {
  field.kind = what === 'name' || what === 'company' ? 'text' : what;
  if (isOwn(what)) field.key = what;
  else if (isOwn(field.key)) field.key = freeKey(fields);
}

export const blank = (fields: readonly FormField[]): FormField => ({
  key: freeKey(fields),
  label: '',
  kind: 'text',
  required: false,
});

function freeKey(fields: readonly FormField[]): string {
  const taken = new Set(fields.map((field) => field.key));
  let n = fields.length + 1;
  while (taken.has(`field${n}`)) n += 1;
  return `field${n}`;
}
