/** What our own mail server found out about a sender, put together. Pure. */
import type { Mail } from '@/api/types';

export type Proof = 'pass' | 'fail' | 'none';
export const PROOFS = ['spf', 'dkim', 'dmarc'] as const;

export function proofsOf(mail: Mail): { key: (typeof PROOFS)[number]; proof: Proof }[] {
  return PROOFS.map((key) => ({ key, proof: mail[key] ?? 'none' }));
}

/** One failure is a warning. The domain's own rule says most; without it both others have to hold. */
export function trustOf(mail: Mail): Proof {
  const proofs = proofsOf(mail).map((one) => one.proof);
  if (proofs.includes('fail')) return 'fail';
  return mail.dmarc === 'pass' || (mail.spf === 'pass' && mail.dkim === 'pass') ? 'pass' : 'none';
}
