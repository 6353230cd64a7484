import { computed } from 'vue';
import { usePreferences } from '@/shell/preferences';
import { weekday } from '@/shell/time';

/** The days of the week in the reader's language, Monday first, as the API has them. */
export function useWeekdays() {
  const preferences = usePreferences();
  // 2024-01-01 was a Monday.
  return computed(() =>
    [0, 1, 2, 3, 4, 5, 6].map((n) => weekday(new Date(2024, 0, 1 + n), preferences.language)),
  );
}
