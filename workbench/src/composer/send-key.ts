export interface Struck {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** Does this key send? Never while an input method is choosing characters (keyCode 229 in Safari). */
export function sends(struck: Struck, enterSends: boolean): boolean {
  if (struck.key !== 'Enter' || struck.isComposing || struck.keyCode === 229) return false;
  const mod = struck.ctrlKey || struck.metaKey;
  return enterSends ? mod || (!struck.shiftKey && !struck.altKey) : mod;
}
