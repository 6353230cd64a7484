import type { ComponentType } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useShell } from '../app/context'
import { Icon } from '../app/Icon'
import type { Model } from '../app/model'
import type { EmojiPickerProps } from './EmojiPicker'
import { insertAt } from './insertAt'
import { Refusals } from './Refusals'
import { Tray } from './Tray'
import { createTypingSignal } from './typingSignal'
import { useDraft } from './useDraft'

export interface ComposerProps {
  model: Model
  takesFiles: boolean
  add(files: Iterable<File>): void
  refusals: readonly string[]
  clearRefusals(): void
}

export function Composer({ model, takesFiles, add, refusals, clearRefusals }: ComposerProps) {
  const { visit } = useShell()
  const { text } = visit
  const { draft, kept, change } = useDraft(visit.keep)
  const [Picker, setPicker] = useState<ComponentType<EmojiPickerProps> | null>(null)
  const [picking, setPicking] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const typing = useMemo(() => createTypingSignal(visit.typing), [visit])
  const files = model.tray.filter((localId) => !model.uploads[localId]?.refusal)
  const ready = draft.trim() !== '' || files.length > 0

  useEffect(() => {
    // On touch screens the keyboard would cover the thread.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true })
    return typing.stop
  }, [])

  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [draft])

  function edit(next: string) {
    change(next)
    typing.typed(next)
  }

  function send() {
    if (!ready) return
    visit.send(draft.trim())
    typing.stop()
    change('')
    clearRefusals()
    setPicking(false)
    field.current?.focus()
  }

  function keyDown(event: KeyboardEvent) {
    // An input method uses Enter to choose a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  }

  function paste(event: ClipboardEvent) {
    const pasted = [...(event.clipboardData?.files ?? [])]
    if (!takesFiles || pasted.length === 0) return
    event.preventDefault()
    add(pasted)
  }

  async function togglePicker() {
    setPicking(!picking)
    if (Picker) return
    const { EmojiPicker } = await import('./EmojiPicker')
    setPicker(() => EmojiPicker)
  }

  function insert(emoji: string) {
    const element = field.current
    if (!element) return
    const [next, caret] = insertAt(draft, emoji, element.selectionStart, element.selectionEnd)
    edit(next)
    setPicking(false)
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(caret, caret)
    })
  }

  const status = model.state?.status
  const placeholder =
    status === 'ended'
      ? text.composer.ended
      : model.inbox?.hours.open === false && status !== 'open'
        ? text.composer.closed
        : text.composer.placeholder

  return (
    <div class="composer">
      <Refusals messages={refusals} clear={clearRefusals} />
      <Tray model={model} />
      <div class="input">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft}
          placeholder={placeholder}
          aria-label={text.composer.label}
          aria-describedby="yk-enter"
          enterkeyhint="send"
          onInput={(event) => edit(event.currentTarget.value)}
          onKeyDown={keyDown}
          onPaste={paste}
          onBlur={typing.stop}
        />
        <span id="yk-enter" class="hidden">
          {text.composer.enterHint}
        </span>
        {takesFiles && (
          <button
            type="button"
            class="icon"
            aria-label={text.composer.attach}
            onClick={() => chooser.current?.click()}
          >
            <Icon name={onlyPictures(model) ? 'image' : 'clip'} size={20} />
          </button>
        )}
        <button
          type="button"
          class="icon"
          aria-label={text.composer.emoji}
          aria-expanded={picking}
          onClick={togglePicker}
        >
          <Icon name="smile" size={20} />
        </button>
        <button type="button" class="send" aria-label={text.composer.send} disabled={!ready} onClick={send}>
          <Icon name="send" size={16} />
        </button>
        {picking && Picker && (
          <Picker
            label={text.composer.emoji}
            pick={insert}
            close={() => {
              setPicking(false)
              field.current?.focus()
            }}
          />
        )}
      </div>
      <p class="meta hint" aria-hidden="true">
        {kept ? text.composer.draftKept : ''}
      </p>
      <input
        ref={chooser}
        class="hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        accept={model.inbox?.attachments.mediaTypes.join(',')}
        onChange={(event) => {
          add(event.currentTarget.files ?? [])
          event.currentTarget.value = ''
          field.current?.focus()
        }}
      />
    </div>
  )
}

const onlyPictures = (model: Model) =>
  !!model.inbox?.attachments.mediaTypes.every((type) => type.startsWith('image/'))
