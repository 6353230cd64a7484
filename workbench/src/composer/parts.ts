/** How many of a channel's messages a reply comes to: the same cut as `TextLimit::split` of conversation/src/rules.rs. */
import type { TextUnit } from '@/channel/types';

export interface TextLimit {
  most: number;
  unit: TextUnit;
}

function lengthOf(char: string, unit: TextUnit): number {
  const code = char.codePointAt(0) ?? 0;
  if (unit === 'characters') return 1;
  if (unit === 'utf16') return char.length;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

export function textLength(text: string, unit: TextUnit): number {
  let sum = 0;
  for (const char of text) sum += lengthOf(char, unit);
  return sum;
}

/** Where to cut what is too long: at the last line end, sentence or space that leaves no piece under half full. */
function cut(chars: readonly string[], { most, unit }: TextLimit): number {
  let used = 0;
  let end = 0;
  const best = [0, 0, 0];
  for (const [index, char] of chars.entries()) {
    used += lengthOf(char, unit);
    if (used > most && end > 0) break;
    end = index + 1;
    if (used * 2 < most) continue;
    if (char === '\n') best[0] = end;
    else if ('。！？.!?；'.includes(char)) best[1] = end;
    else if (/\s/u.test(char)) best[2] = end;
  }
  return best.find((place) => place > 0) ?? end;
}

export function splitText(text: string, limit: TextLimit): string[] {
  const pieces: string[] = [];
  let rest = text.trimEnd();
  while (textLength(rest, limit.unit) > limit.most) {
    const chars = [...rest];
    const at = cut(chars, limit);
    const piece = chars.slice(0, at).join('').trimEnd();
    if (piece) pieces.push(piece);
    rest = chars.slice(at).join('').trimStart();
  }
  return rest ? [...pieces, rest] : pieces;
}

/** Text in pieces, each file by itself; content (a card, a place) goes with the text's last piece. */
export function countParts(
  said: { text: string; files: number; content: boolean },
  limit: TextLimit | null,
): number {
  const texts = limit ? splitText(said.text, limit).length : said.text.trim() ? 1 : 0;
  return Math.max(texts, said.content ? 1 : 0) + said.files;
}
