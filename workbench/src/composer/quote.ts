import { ref } from 'vue';
import type { Message } from '@/api/types';

/** A message the agent wants to answer to; the open composer takes it. */
export const quoted = ref<string | null>(null);

export function quoteIntoComposer(message: Message): void {
  quoted.value = message.text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
