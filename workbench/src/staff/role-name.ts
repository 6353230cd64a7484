import { hasText, useText } from '@/i18n';

/** Standard roles come as their key, others with the name they were given. */
export function useRoleName() {
  const { t } = useText();
  return (name: string): string => {
    const key = `roleNames.${name}`;
    return hasText(key) ? t(key) : name;
  };
}
