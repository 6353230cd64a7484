/** The inbox's limits, checked before anything is uploaded. Pure. */

export interface Limits {
  /** 0: no attachments at all. */
  maxBytes: number
  /** `image/png`, or `image/*`. Empty: none. */
  mediaTypes: readonly string[]
}

export interface Candidate {
  name: string
  type: string
  size: number
}

export type FileRefusal = 'tooLarge' | 'wrongType' | 'empty' | 'tooMany'

export const MOST_AT_ONCE = 10

export const allowsFiles = (limits: Limits) => limits.maxBytes > 0 && limits.mediaTypes.length > 0

export function matchesType(mediaTypes: readonly string[], type: string): boolean {
  return mediaTypes.some(
    (allowed) =>
      allowed === '*/*' ||
      allowed === type ||
      (allowed.endsWith('/*') && type.startsWith(allowed.slice(0, -1))),
  )
}

/** A file whose type the browser does not know is left to the server to judge by its content. */
export function refuses(limits: Limits, file: Candidate, already: number): FileRefusal | null {
  if (already >= MOST_AT_ONCE) return 'tooMany'
  if (file.size === 0) return 'empty'
  if (file.type && !matchesType(limits.mediaTypes, file.type)) return 'wrongType'
  if (file.size > limits.maxBytes) return 'tooLarge'
  return null
}

/** 48 KB, 1.2 MB. Binary steps, as people's file managers mostly show. */
export function readableSize(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte']
  const at = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10))
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[at] ?? 'byte',
    unitDisplay: at ? 'short' : 'long',
    maximumFractionDigits: at > 1 ? 1 : 0,
  }).format(bytes / 1024 ** at)
}
