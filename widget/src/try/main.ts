/** The sample shop `/try/<key>`: puts the widget on the page as a customer's page would, by the loader's tag. */
const key = decodeURIComponent(location.pathname.split('/').filter(Boolean).at(-1) ?? '')
const asked = new URLSearchParams(location.search)
const language = asked.get('lang') ?? navigator.language

if (!language.toLowerCase().startsWith('zh')) {
  document.documentElement.lang = 'en'
  document.title = 'Shanye · Yunqi 2 three-season tent'
  for (const element of document.querySelectorAll<HTMLElement>('[data-en]')) {
    element.textContent = element.dataset['en'] ?? ''
  }
  for (const element of document.querySelectorAll<HTMLElement | SVGElement>('[data-en-label]')) {
    element.setAttribute('aria-label', element.dataset['enLabel'] ?? '')
  }
}

const script = document.createElement('script')
script.async = true
script.src = '/widget.js'
script.dataset['key'] = key
script.dataset['language'] = language
for (const name of ['position', 'direction']) {
  const value = asked.get(name)
  if (value) script.dataset[name] = value
}
document.head.append(script)
