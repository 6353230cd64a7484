import { hasText, useText } from '@/i18n';

/** Standard roles come as their key, others with the name they were given. */
export function useRoleName() {
  const { t } = useText();
  return (name: string): string => {
    const key = `roleNames.${name}`;
    return hasText(key) ? t(key) : name;
  };
}

const STANDARD = ['owner', 'administrator', 'supervisor', 'agent', 'auditor'];

/** Standard roles first, the widest on top; then one's own by name. */
export function inOrder<R extends { name: string; builtIn: boolean }>(roles: readonly R[]): R[] {
  const rank = (role: R) => (role.builtIn ? STANDARD.indexOf(role.name) : STANDARD.length);
  return roles.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
