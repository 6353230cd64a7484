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

/** The line the next reply answers, where the channel carries that; the composer of its conversation shows it. */
export const replyTo = ref<Message | null>(null);
