/** A step of the provider's side in pieces: words, the callback address, values to copy. Pure. */
export type StepPiece = { kind: 'text'; text: string } | { kind: 'value'; key: string; text: string };

const GAP = /\{(\w+)\}/g;
/** In manifests `{callback}` stands for the address the provider calls, `{consent}` for the one it sends people back to who
 * granted access, any other `{key}` for a field of the form. */
export const CALLBACK = 'callback';
export const CONSENT = 'consent';

export function stepPieces(text: string, values: Record<string, string>): StepPiece[] {
  const pieces: StepPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(GAP)) {
    const key = match[1] ?? '';
    const value = values[key] ?? values[key.toLowerCase()];
    // Braces that stand for nothing here are the provider's own.
    if (value === undefined) continue;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push({ kind: 'value', key, text: value });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}
