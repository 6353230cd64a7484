import type { Visit } from './visit'

/** The network coming and going, the tab being looked at again, the address changing without a load. */
export function watchPage(visit: Visit): void {
  addEventListener('online', () => {
    visit.setOnline(true)
    visit.wake()
  })
  addEventListener('offline', () => visit.setOnline(false))

  let hiddenAt = 0
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') hiddenAt = Date.now()
    else if (Date.now() - hiddenAt > 60_000) visit.wake()
  })
  addEventListener('pageshow', (event) => event.persisted && visit.wake())

  const navigation = (window as { navigation?: EventTarget }).navigation
  if (navigation) {
    navigation.addEventListener('navigatesuccess', () => visit.page())
  } else {
    for (const type of ['popstate', 'hashchange']) addEventListener(type, () => visit.page())
  }
}
