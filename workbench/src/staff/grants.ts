import type { Grant, Permission, Scope } from '@/api/types';
import { SCOPES } from './permissions';

/** The widest scope a permission is granted with; null when it is not granted. */
export function widest(grants: readonly Grant[], permission: string): Scope | null {
  const scopes = grants
    .filter((one) => one.permission === permission)
    .map((one) => SCOPES.indexOf(one.scope));
  return scopes.length > 0 ? (SCOPES[Math.max(...scopes)] ?? null) : null;
}

export function setGrant(grants: readonly Grant[], permission: Permission, scope: Scope | null): Grant[] {
  const others = grants.filter((one) => one.permission !== permission);
  return scope === null ? others : [...others, { permission, scope }];
}
