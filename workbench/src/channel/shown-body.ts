/** A payload as people read it: JSON laid out, anything else as it came. */
export function shownBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
