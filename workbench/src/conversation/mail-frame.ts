/**
 * A mail's HTML as a document for an iframe with an empty `sandbox`: no script, no form, no window, no origin. The channel
 * has sanitised it already; this is the second lock, and the page's own look. Pure.
 */

/** Nothing is fetched: what a mail shows lies in it. */
export const MAIL_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:";

/** With what may change where links go, what is fetched, or what runs. */
const GONE =
  /<\s*(script|iframe|object|embed|frameset|frame|form|meta|base|link|template|noscript)\b[^>]*>(?:[\s\S]*?<\s*\/\s*\1\s*>)?|<\s*\/\s*(?:script|iframe|object|embed|frameset|frame|form|meta|base|link|template|noscript)\s*>/gi;

/** Again until nothing is left: a cut must not join two halves into a new one. */
function stripped(html: string): string {
  const once = html.replace(GONE, '');
  return once === html ? html : stripped(once);
}

const LOOK = `html{color-scheme:light}body{margin:0;padding:12px;font:14px/1.5 -apple-system,'Segoe UI','Noto Sans','PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif;color:#14171a;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #cfd4d9;color:#5b636b}pre{white-space:pre-wrap}`;

export function mailDocument(html: string): string {
  // Links that a click could follow would replace the mail inside its frame: `_blank` is what the sandbox refuses.
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${MAIL_POLICY}"><base target="_blank"><style>${LOOK}</style></head><body>${stripped(html)}</body></html>`;
}

/** What the frame is allowed: nothing. In one place, so that a test holds it. */
export const MAIL_FRAME = {
  sandbox: '',
  referrerpolicy: 'no-referrer',
  allow: '',
  loading: 'lazy',
} as const;

/** The links of a mail with where they really lead, for people to open outside the frame. */
export function mailLinks(html: string): { text: string; url: string }[] {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const seen = new Set<string>();
  return [...page.querySelectorAll('a[href]')].flatMap((link) => {
    const url = link.getAttribute('href') ?? '';
    if (!/^https?:\/\//i.test(url) || seen.has(url) || seen.size >= 20) return [];
    seen.add(url);
    return [{ text: (link.textContent ?? '').trim(), url }];
  });
}

/** A height for what cannot be measured from outside: lines as they would wrap, within bounds. */
export function mailHeight(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 60)), 0);
  return Math.min(420, Math.max(120, lines * 24 + 72));
}
