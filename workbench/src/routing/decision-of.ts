import type { Message } from '@/api/types';
import type { Decision } from './types';

/** The decision behind a line of the thread: of the same consultation, the one made when the line was written. */
export function decisionOf(decisions: readonly Decision[], line: Message): Decision | null {
  const at = Date.parse(line.at);
  const apart = (one: Decision) => Math.abs(Date.parse(one.at) - at);
  const [closest] = decisions
    .filter((one) => one.consultationId === line.consultationId)
    .sort((a, b) => apart(a) - apart(b));
  return closest ?? null;
}
