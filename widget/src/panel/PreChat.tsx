import { useRef, useState } from 'preact/hooks'
import type { PreChatField } from '../api/types'
import { useShell } from '../app/context'
import { preChatProblems, type FieldProblem } from './preChatProblems'

const completes: Record<string, string> = { email: 'email', phone: 'tel' }
const modes: Record<string, 'email' | 'tel'> = { email: 'email', phone: 'tel' }

export function PreChat({ fields }: { fields: readonly PreChatField[] }) {
  const { visit } = useShell()
  const { preChat } = visit.text
  const [values, setValues] = useState<Record<string, string>>({})
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({})
  const form = useRef<HTMLFormElement>(null)

  function submit(event: Event) {
    event.preventDefault()
    const found = preChatProblems(fields, values)
    setProblems(found)
    const wrong = fields.find((field) => found[field.key])
    if (!wrong) return visit.fillPreChat(values)
    form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(wrong.key)}"]`)?.focus()
  }

  return (
    <form ref={form} class="card form" noValidate onSubmit={submit}>
      <p class="strong">{preChat.title}</p>
      <p class="meta">{preChat.hint}</p>
      {fields.map((field) => (
        <Field
          key={field.key}
          field={field}
          value={values[field.key] ?? ''}
          problem={problems[field.key]}
          change={(value) => setValues({ ...values, [field.key]: value })}
        />
      ))}
      <button type="submit" class="primary">
        {preChat.start}
      </button>
    </form>
  )
}

interface FieldProps {
  field: PreChatField
  value: string
  problem: FieldProblem | undefined
  change(value: string): void
}

function Field({ field, value, problem, change }: FieldProps) {
  const { preChat } = useShell().visit.text
  const id = `pre-${field.key}`
  const kind = field.kind ?? 'text'
  const shared = {
    id,
    name: field.key,
    value,
    'aria-required': field.required,
    'aria-invalid': !!problem,
    'aria-describedby': problem ? `${id}-problem` : undefined,
    onInput: (event: Event) => change((event.currentTarget as HTMLInputElement).value),
  }
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {!field.required && <span class="meta">{preChat.optional}</span>}
      </label>
      {kind === 'longText' ? (
        <textarea rows={2} {...shared} />
      ) : (
        <input {...shared} type="text" inputMode={modes[kind] ?? 'text'} autoComplete={completes[kind]} />
      )}
      {problem && (
        <p id={`${id}-problem`} class="problem">
          {preChat[problem]}
        </p>
      )}
    </div>
  )
}
