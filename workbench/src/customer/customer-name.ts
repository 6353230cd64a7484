import { useText } from '@/i18n';

/** What a customer is called; who has not said their name keeps a code that tells them apart. */
export function useCustomerName() {
  const { t } = useText();
  return (of: { customerId: string; customerName: string }): string =>
    of.customerName || t('customer.nameless', { code: of.customerId.slice(-4).toUpperCase() });
}
