/** Kinds of files as administrators choose them, on top of the media types an inbox keeps. */
export const KINDS = [
  { key: 'images', types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'], family: 'image/*' },
  { key: 'audio', types: ['audio/mpeg', 'audio/ogg', 'audio/mp4', 'audio/wav'], family: 'audio/*' },
  { key: 'video', types: ['video/mp4', 'video/webm'], family: 'video/*' },
  { key: 'pdf', types: ['application/pdf'] },
  {
    key: 'office',
    types: [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
    ],
  },
  { key: 'text', types: ['text/plain', 'text/csv'], family: 'text/*' },
  { key: 'archives', types: ['application/zip'] },
] as const;
export type Kind = (typeof KINDS)[number];

const familyOf = (kind: Kind): string | null => ('family' in kind ? kind.family : null);

/** A new inbox keeps `image/*`: that is all of the kind too. */
export function allowed(kind: Kind, mediaTypes: readonly string[]): 'all' | 'some' | 'none' {
  const family = familyOf(kind);
  if (family && mediaTypes.includes(family)) return 'all';
  const count = kind.types.filter((type) => mediaTypes.includes(type)).length;
  return count === kind.types.length ? 'all' : count > 0 ? 'some' : 'none';
}

export function toggled(kind: Kind, mediaTypes: readonly string[]): string[] {
  const mine: readonly string[] = [...kind.types, familyOf(kind) ?? ''];
  const others = mediaTypes.filter((type) => !mine.includes(type));
  return allowed(kind, mediaTypes) === 'all' ? others : [...others, ...kind.types];
}
