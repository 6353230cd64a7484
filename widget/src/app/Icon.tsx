// Lucide's shapes, drawn on 24 × 24 with the stroke of the surrounding text.
const paths = {
  chat: 'M4 4.5h16A1.5 1.5 0 0 1 21.5 6v10a1.5 1.5 0 0 1-1.5 1.5h-9L6 21.5v-4H4A1.5 1.5 0 0 1 2.5 16V6A1.5 1.5 0 0 1 4 4.5zM8 9.5h8M8 13h5',
  down: 'M6 9.5l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  image:
    'M5.500 4h13a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM9 11.200a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400zM4 17.500l5-4.500 4 3.500 3.500-3 4 3.500',
  clip: 'M21 11.500l-8.700 8.700a5.700 5.700 0 0 1-8-8L13 3.500a3.800 3.800 0 0 1 5.300 5.300l-8.600 8.700a1.900 1.900 0 0 1-2.700-2.700l8-8',
  smile:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 14c1 1.700 2.300 2.500 4 2.500s3-.8 4-2.500M9 9.500v.2M15 9.500v.2',
  send: 'M21 3L10.500 13.500M21 3l-6.500 18-4-7.500L3 9.500z',
  checks: 'M2 12.500l4.500 4.500L16 7M11.500 16.500l.5.5L21.500 7',
  file: 'M14 2.500H6.500a2 2 0 0 0-2 2v15a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V8zM14 2.500V8h5.500',
  alert: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.500v5M12 16.200v.1',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.200 2',
}

export type IconName = keyof typeof paths

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  const stroke = name === 'more' ? 3.2 : size > 16 ? 1.8 : 2.2
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={stroke}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
