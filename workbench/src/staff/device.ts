/** "Chrome · Windows" from a user agent; the whole text when nothing is recognised. */
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\//, 'WeChat'],
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

export function device(userAgent: string): string {
  const first = (list: [RegExp, string][]) => list.find(([test]) => test.test(userAgent))?.[1];
  const found = [first(BROWSERS), first(SYSTEMS)].filter(Boolean);
  return found.length > 0 ? found.join(' · ') : userAgent;
}
