import { onScopeDispose } from 'vue';

const REPEAT = 3000;
const LAPSE = 5000;

/** "The agent is typing": said at most every 3 s, taken back when typing pauses. */
export function useTypingSignal(say: (on: boolean) => void) {
  let said = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(timer);
    if (said > 0) say(false);
    said = 0;
  }
  function typed(): void {
    if (Date.now() - said > REPEAT) {
      said = Date.now();
      say(true);
    }
    clearTimeout(timer);
    timer = setTimeout(stop, LAPSE);
  }
  onScopeDispose(stop);
  return { typed, stop };
}
