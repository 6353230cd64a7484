import { useShell } from '../app/context'
import { isReconnecting, type Model } from '../app/model'

/** One thin line when something is wrong with the way to the desk; nothing otherwise. */
export function StatusBar({ model }: { model: Model }) {
  const { bar } = useShell().visit.text
  const message = !model.online ? bar.offline : isReconnecting(model) ? bar.reconnecting : null
  return <div role="status">{message && <p class="bar">{message}</p>}</div>
}
