import { computed, type Ref } from 'vue';
import type { Row } from '@/api/types';
import { invitedAs } from '@/live/state';
import { useLive } from '@/live/store';
import { useSession } from '@/staff/session';

/** Whether the agent answers here: one's own, what waits in the queue, and where one was invited to join. */
export function useAnswering(row: Ref<Row>) {
  const live = useLive();
  const session = useSession();
  const mine = computed(() => row.value.agentId === session.id);
  const ended = computed(() => row.value.status === 'ended' || row.value.status === 'idle');
  /** A reply takes what waits in the queue. */
  const queued = computed(() => row.value.agentId === null && !ended.value);
  const joins = computed(() => invitedAs(live.state, row.value) === 'joins');
  const answers = computed(() => mine.value || queued.value || joins.value);
  const canReply = computed(() => answers.value && !ended.value && session.may('reply'));
  return { queued, answers, canReply };
}
