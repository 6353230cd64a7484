import type { PreChatField } from '../api/types'

export type FieldProblem = 'required' | 'email'

/** What is wrong with the form, by field; empty when it can go. Pure. */
export function preChatProblems(
  fields: readonly PreChatField[],
  values: Readonly<Record<string, string>>,
): Record<string, FieldProblem> {
  const problems: Record<string, FieldProblem> = {}
  for (const { key, kind, required } of fields) {
    const value = values[key]?.trim() ?? ''
    if (required && !value) problems[key] = 'required'
    else if (value && kind === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value)) problems[key] = 'email'
  }
  return problems
}
