import type { Text } from './text'

export function clock(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  )
}

const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()

/** Today, yesterday, or the date; with the year where it is not this one. */
export function dayName(at: string, now: Date, text: Text): string {
  const date = new Date(at)
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000)
  if (days === 0) return text.log.today
  if (days === 1) return text.log.yesterday
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(text.language, { year, month: 'long', day: 'numeric' }).format(date)
}

/** When we are back, in the visitor's own time zone: today or the weekday, and the time. */
export function moment(at: string, now: Date, text: Text): string {
  const date = new Date(at)
  const isToday = midnight(date) === midnight(now)
  const weekday = new Intl.DateTimeFormat(text.language, { weekday: 'long' })
  return `${isToday ? text.log.today : weekday.format(date)} ${clock(at, text.language)}`
}
