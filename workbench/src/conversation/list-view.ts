import { defineStore } from 'pinia';
import { ref } from 'vue';
import { readStored, writeStored } from '@/shell/stored';
import type { GroupKey, Order, Tab } from './groups';

const KEY = 'yingke.list';

/** What the list shows: kept when the agent goes elsewhere and comes back. */
export const useListView = defineStore('listView', () => {
  const stored = readStored<{ order?: Order; folded?: GroupKey[] }>(KEY, {});
  const tab = ref<Tab>('mine');
  const order = ref<Order>(stored.order ?? 'waiting');
  const teamId = ref<string | null>(null);
  const folded = ref(new Set<GroupKey>(stored.folded ?? []));
  const remember = () => writeStored(KEY, { order: order.value, folded: [...folded.value] });

  function fold(key: GroupKey): void {
    const next = new Set(folded.value);
    if (!next.delete(key)) next.add(key);
    folded.value = next;
    remember();
  }
  function sort(by: Order): void {
    order.value = by;
    remember();
  }
  return { tab, order, teamId, folded, fold, sort };
});
