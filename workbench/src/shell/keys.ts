/** Keys → what they mean. Pure; the page decides what is possible. */
export type KeyAct =
  | 'next'
  | 'previous'
  | 'reply'
  | 'note'
  | 'assign'
  | 'invite'
  | 'snooze'
  | 'end'
  | 'search'
  | 'help'
  | 'palette'
  | 'leave';

export const KEYS: readonly { key: string; act: KeyAct }[] = [
  { key: 'j', act: 'next' },
  { key: 'k', act: 'previous' },
  { key: 'r', act: 'reply' },
  { key: 'n', act: 'note' },
  { key: 'a', act: 'assign' },
  { key: 'i', act: 'invite' },
  { key: 's', act: 'snooze' },
  { key: 'e', act: 'end' },
  { key: '/', act: 'search' },
  { key: '?', act: 'help' },
];

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
}

/** `writing`: the focus is in a field; then only the palette and Escape are keys of ours. */
export function keyAct(pressed: Pressed, writing: boolean): KeyAct | null {
  if (pressed.isComposing) return null;
  const mod = pressed.ctrlKey || pressed.metaKey;
  if (mod && !pressed.altKey && pressed.key.toLowerCase() === 'k') return 'palette';
  if (pressed.key === 'Escape' && writing) return 'leave';
  if (writing || mod || pressed.altKey) return null;
  return KEYS.find((one) => one.key === pressed.key)?.act ?? null;
}

export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
