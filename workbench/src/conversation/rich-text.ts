/** Text in pieces: plain, web links, @mentions. Never HTML. */
export type Piece = { kind: 'text' | 'link' | 'mention'; text: string };

const FOUND = /(https?:\/\/[^\s<>"'，。；、！？）】》]+)|(?<![\p{L}\p{N}.])(@[\p{L}\p{N}_-]{1,32})/gu;

function longest(names: readonly string[], rest: string): string | undefined {
  const fits = names.filter((name) => rest.startsWith(name));
  return fits.sort((a, b) => b.length - a.length)[0];
}

/** `names`: whom the text names, whatever characters their names have. */
export function pieces(text: string, names: readonly string[] = []): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(FOUND)) {
    const [plain, link] = match;
    const named = link ? undefined : longest(names, text.slice(match.index + 1));
    const whole = named ? `@${named}` : plain;
    if (match.index < from) continue;
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) });
    // A full stop after a link is the sentence's.
    const shown = link ? whole.replace(/[.,;:!?)]+$/, '') : whole;
    found.push({ kind: link ? 'link' : 'mention', text: shown });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from) });
  return found;
}
