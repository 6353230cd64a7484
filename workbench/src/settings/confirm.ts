import { useDialog } from 'naive-ui';
import { useText } from '@/i18n';

/** Asks before something that cannot be taken back. */
export function useConfirm() {
  const dialog = useDialog();
  const { t } = useText();
  return (title: string, content: string, act: () => void, positive = t('common.delete')) =>
    dialog.warning({
      title,
      content,
      positiveText: positive,
      negativeText: t('common.cancel'),
      positiveButtonProps: { type: 'error' },
      onPositiveClick: act,
    });
}
