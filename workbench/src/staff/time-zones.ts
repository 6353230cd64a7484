/** Zones the browser knows, its own first. */
export function timeZones(): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([own, 'Asia/Shanghai', ...Intl.supportedValuesOf('timeZone'), 'UTC'])].filter(Boolean);
}

export function zoneOptions(): { label: string; value: string }[] {
  return timeZones().map((zone) => {
    const parts = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      timeZoneName: 'longOffset',
    }).formatToParts();
    const offset = parts.find((part) => part.type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? '';
    return { label: `${zone.replaceAll('_', ' ')} (${offset})`, value: zone };
  });
}
