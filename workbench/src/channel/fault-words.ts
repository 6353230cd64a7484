/** What could not be read of a payload, in words. Pure. */
import { hasText, type TextKey, type TextParams } from '@/i18n';
import type { PayloadFault } from './types';

export interface FaultWords {
  key: TextKey;
  params: TextParams;
}

/** None for what has no words of its own: the provider's detail has to do. */
export function faultWords({
  code,
  with: named = {},
}: Pick<PayloadFault, 'code' | 'with'>): FaultWords | null {
  if (!code) return null;
  const key = named.why ? `payloads.fault.${code}.${named.why}` : `payloads.fault.${code}`;
  return hasText(key) ? { key, params: named } : null;
}
