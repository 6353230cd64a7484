import type { TextKey } from '@/i18n';

/** Names of the function switches; the server may know more than this release of the workbench. */
const TEXTS: Record<string, { name: TextKey; hint: TextKey }> = {
  search: { name: 'switches.search', hint: 'switches.searchHint' },
  attachments: { name: 'switches.attachments', hint: 'switches.attachmentsHint' },
  typingPreview: { name: 'switches.typingPreview', hint: 'switches.typingPreviewHint' },
  readMarks: { name: 'switches.readMarks', hint: 'switches.readMarksHint' },
  preChat: { name: 'switches.preChat', hint: 'switches.preChatHint' },
  identity: { name: 'switches.identity', hint: 'switches.identityHint' },
};

export function switchTexts(key: string): { name: TextKey; hint: TextKey } | null {
  return TEXTS[key] ?? null;
}
