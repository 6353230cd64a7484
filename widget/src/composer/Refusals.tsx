import { useShell } from '../app/context'
import { Icon } from '../app/Icon'

/** Why files were not taken. Announced at once; stays until waved away or the next try. */
export function Refusals({ messages, clear }: { messages: readonly string[]; clear(): void }) {
  const { text } = useShell().visit
  return (
    <div role="alert">
      {messages.length > 0 && (
        <div class="refusals">
          <div class="grow">
            {messages.map((message) => (
              <p key={message}>{message}</p>
            ))}
          </div>
          <button type="button" class="icon small" aria-label={text.launcher.dismiss} onClick={clear}>
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
    </div>
  )
}
