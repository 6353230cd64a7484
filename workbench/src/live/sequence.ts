import type { ServerFrame } from '@/api/types';

export type NumberedFrame = Extract<ServerFrame, { type: 'event' | 'mark' | 'leave' }>;

export function isNumbered(frame: ServerFrame): frame is NumberedFrame {
  return frame.type === 'event' || frame.type === 'mark' || frame.type === 'leave';
}

/**
 * Where a numbered frame stands against the number kept. A frame that starts at or before the
 * kept number and ends after it misses nothing, so it is `next` too.
 */
export function place(kept: number | null, frame: NumberedFrame): 'next' | 'stale' | 'gap' {
  if (kept === null) return 'gap';
  if (frame.seq <= kept) return 'stale';
  return frame.prev <= kept ? 'next' : 'gap';
}
