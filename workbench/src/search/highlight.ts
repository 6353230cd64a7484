/** Cuts a text into marked and unmarked pieces, shortened around the first mark. */
export interface Piece {
  text: string;
  marked: boolean;
}

const BEFORE = 40;
const LENGTH = 160;

export function highlighted(text: string, ranges: readonly (readonly number[])[]): Piece[] {
  const sorted = [...ranges]
    .map(([start = 0, end = 0]): [number, number] => [Math.max(0, start), Math.min(text.length, end)])
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  const from = Math.max(0, (sorted[0]?.[0] ?? 0) - BEFORE);
  const to = Math.min(text.length, from + LENGTH);
  const pieces: Piece[] = [];
  let at = from;
  const add = (end: number, marked: boolean) => {
    const stop = Math.min(end, to);
    if (stop > at) pieces.push({ text: text.slice(at, stop), marked });
    at = Math.max(at, stop);
  };
  for (const [start, end] of sorted) {
    add(start, false);
    add(end, true);
  }
  add(to, false);
  if (from > 0) pieces.unshift({ text: '…', marked: false });
  if (to < text.length) pieces.push({ text: '…', marked: false });
  return pieces;
}
